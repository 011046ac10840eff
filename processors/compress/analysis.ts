import type { Message } from '../../schemas/types.ts'
import { protectedSpans, type Span } from './protected.ts'
import { sentencesOf } from './sentences.ts'
import { commonWords, requestWords } from './vocabulary.ts'
import { type Word, wordsOf } from './words.ts'

/** A sentence of a history and what it says. */
export interface Sentence {
  /** Index of its message. */
  readonly message: number
  readonly role: string
  /** As written. */
  readonly text: string
  /** What may not be lost of it. */
  readonly spans: readonly Span[]
  /** Words that name something, though nothing marks them as a name: "pasta, for the kids". */
  readonly topics: readonly string[]
}

const isTopic = ({ norm }: Word): boolean => norm.length > 2 && !commonWords.has(norm) && !requestWords.has(norm)

/** The sentences of messages in order. Linear in their length. */
export const analysed = (messages: readonly Message[], products: readonly string[]): readonly Sentence[] =>
  messages.flatMap(({ role, content }, message) =>
    sentencesOf(content).map(text => {
      const words = wordsOf(text)
      const topics = words.filter(isTopic).map(word => word.norm)
      return { message, role, text, spans: protectedSpans(text, words, products), topics }
    }),
  )
