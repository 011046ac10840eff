import { LRUCache } from 'lru-cache'
import type { Message } from '../../schemas/types.ts'
import { condensed } from './condense.ts'
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
  /** Without filler. */
  readonly short: string
  /** What may not be lost of it. */
  readonly spans: readonly Span[]
  /** Words that name something, though nothing marks them as a name: "pasta, for the kids". */
  readonly topics: readonly string[]
}

const isTopic = ({ norm }: Word): boolean => norm.length > 2 && !commonWords.has(norm) && !requestWords.has(norm)

type Said = Pick<Sentence, 'text' | 'short' | 'spans' | 'topics'>

const longestKnown = 4_000

/** By products: the messages of a conversation come again with each of its turns. */
const known = new WeakMap<readonly string[], LRUCache<string, readonly Said[]>>()

const memoryFor = (products: readonly string[]): LRUCache<string, readonly Said[]> => {
  const memory =
    known.get(products) ??
    new LRUCache<string, readonly Said[]>({
      max: 5_000,
      maxSize: 500_000,
      sizeCalculation: (_said, content) => content.length + 1,
    })
  known.set(products, memory)
  return memory
}

const analyse = (content: string, products: readonly string[]): readonly Said[] =>
  sentencesOf(content).map(text => {
    const words = wordsOf(text)
    const topics = words.filter(isTopic).map(word => word.norm)
    const spans = protectedSpans(text, words, products)
    return { text, short: condensed(text, words, spans), spans, topics }
  })

const saidIn = (content: string, products: readonly string[]): readonly Said[] => {
  if (content.length > longestKnown) return analyse(content, products)
  const memory = memoryFor(products)
  const said = memory.get(content) ?? analyse(content, products)
  memory.set(content, said)
  return said
}

/**
 * The sentences of messages in order. Linear in their length. Pass one and the same list of products for as long as it
 * does not change: what a message says is remembered with it.
 */
export const analysed = (messages: readonly Message[], products: readonly string[]): readonly Sentence[] =>
  messages.flatMap(({ role, content }, message) => saidIn(content, products).map(said => ({ message, role, ...said })))
