import type { PendingTurn } from '../../schemas/types.ts'

const shortQuestionTokens = 200
const multiPartTokens = 400
const shortQuestionWords = 20

const asksSeveralThings = (message: string): boolean =>
  (message.match(/[?？]/g)?.length ?? 0) > 1 ||
  /\b(and also|as well as|in addition|step by step|secondly|another question)\b|^\s*(\d+[.)]|[-*]) /im.test(message)

/**
 * Limit of the answer, tokens: what the caller asked for, else what the question needs, at most `most`. Tools and
 * response formats get all of it, because half a structure is worth nothing.
 */
export const answerLimit = (pending: PendingTurn, most: number): number => {
  if (pending.maxTokens !== null) return pending.maxTokens
  if (pending.tools !== null || pending.responseFormat !== null) return most
  if (asksSeveralThings(pending.message)) return Math.min(multiPartTokens, most)
  const words = pending.message.trim().split(/\s+/).length
  return words <= shortQuestionWords ? Math.min(shortQuestionTokens, most) : most
}
