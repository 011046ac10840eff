import type { Up } from './bed.ts'
import { askAll } from './load/ask.ts'
import { idle } from './load/idle.ts'
import { chatRequest } from './load/request.ts'
import type { Sizes } from './sizes.ts'
import type { Corpus } from './traffic/corpus.ts'
import { personalQuestions } from './traffic/personal.ts'
import { heavilyDressed } from './traffic/unseen.ts'

export interface Learned {
  /** Questions that the exact cache answers. */
  readonly learned: readonly string[]
  /** Those whose other wordings hit by similarity. */
  readonly robust: readonly string[]
}

const atATime = 48

/**
 * Has every question asked by two users, after which all that may be shared is, and finds out what the caches then
 * answer to a third. The personal questions are asked once, which embeds them.
 */
export const warmUp = async ({ connections, lane }: Up, corpus: Corpus, sizes: Sizes): Promise<Learned> => {
  const texts = corpus.questions.map(({ text }) => text)
  const askEach = async (messages: readonly string[], userId: string | null): Promise<readonly (string | null)[]> => {
    const requests = messages.map(message => chatRequest(message, { userId }))
    const answers = await askAll(connections, requests, atATime)
    await idle(connections, lane, sizes.settleSeconds)
    return answers.map(({ layer }) => layer)
  }
  await askEach([...texts, ...personalQuestions], 'warm-1')
  await askEach(texts, 'warm-2')
  const layers = await askEach(texts, null)
  const learned = texts.filter((_, at) => layers[at] === 'exact')
  const dressed = await askEach(learned.map(heavilyDressed), null)
  const robust = learned.filter((_, at) => dressed[at] === 'cold' || dressed[at] === 'hot')
  return { learned, robust }
}
