import { createHash } from 'node:crypto'
import type { Passage, PendingTurn } from '../../schemas/types.ts'

/** Version of the shipped system prompt; rises with every edit, because answers depend on it. */
export const templateVersion = 'support-1'

const shippedPrompt = `You are the customer service assistant of an online shop.
Answer in the customer's language, in at most a few short sentences, without a greeting.
Rest on the help centre passages below and on the conversation. Where they do not say, say that you do not know and offer a colleague.
Copy order numbers, amounts, dates and product names exactly. Never promise what the passages do not promise.`

export interface SystemPrompt {
  readonly version: string
  readonly text: string
}

/** The system prompt in force: the caller's own, else the configured one, else the shipped one. */
export const systemPromptOf = (pending: PendingTurn, configured: string): SystemPrompt => {
  if (pending.systemPrompt) return { version: 'caller', text: pending.systemPrompt }
  if (configured === '') return { version: templateVersion, text: shippedPrompt }
  const hash = createHash('sha256').update(configured).digest('hex').slice(0, 12)
  return { version: `configured-${hash}`, text: configured }
}

/** The passages as they stand in the system message; empty where there are none. */
export const groundingOf = (passages: readonly Passage[]): string =>
  passages.length === 0
    ? ''
    : `\n\nHelp centre:\n${passages.map(passage => `[${passage.id}] ${passage.text}`).join('\n')}`
