import type { Random } from '../../runtime/simulation/random.ts'

/** Asked by many in the same words, answered for each alone: embedded once, never served from a cache. */
export const personalQuestions: readonly string[] = [
  'Where is my order?',
  'where is my parcel',
  'Has my order been shipped yet?',
  'Has my refund been paid out yet?',
  'When will my parcel arrive?',
  'What is the status of my return?',
  'Why was my card charged twice?',
  'Why was my order cancelled?',
  'When will my refund arrive?',
  'Have you received my return?',
]

const withNumber: readonly ((number: string) => string)[] = [
  number => `Where is my order ${number}?`,
  number => `When will my order ${number} be delivered?`,
  number => `Has my order ${number} been shipped yet?`,
  number => `Where is my parcel for order ${number}?`,
  number => `When will my order ${number} arrive?`,
]

/** A question about an order of the asker's own, in words that nobody has used: its number is drawn anew. */
export const ownOrderQuestion = (random: Random): string =>
  random.pick(withNumber)(`FH-${random.int(100_000, 9_999_999)}`)
