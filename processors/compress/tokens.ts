import { clearMergeCache, countTokens as countExactly, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base'
import { LRUCache } from 'lru-cache'
import type { Message } from '../../schemas/types.ts'
import { detached } from '../enrich/detached.ts'

/** What a chat format adds to each message, in tokens: its role and its two markers. */
const tokensPerMessage = 4

/** Byte pair encoding is quadratic in the length of an unbroken run, so longer runs are counted in pieces. */
const longRun = /\S{129,}|\s{129,}/g
const pieceChars = 128

/** Longer texts are counted on a sample of this many characters, so that one message cannot hold up the others. */
const sampleChars = 131_072

/** Text that spells a special token is text here. */
const asText = { disallowedSpecial: new Set<string>() }

const countPieces = (run: string): number => {
  let tokens = 0
  for (let at = 0; at < run.length; at += pieceChars) tokens += countExactly(run.slice(at, at + pieceChars), asText)
  return tokens
}

const countAfresh = (text: string): number => {
  if (text.length <= pieceChars) return countExactly(text, asText)
  let tokens = 0
  let at = 0
  for (const run of text.matchAll(longRun)) {
    tokens += countExactly(text.slice(at, run.index), asText) + countPieces(run[0])
    at = run.index + run[0].length
  }
  return tokens + countExactly(text.slice(at), asText)
}

// The tokenizer never joins what stands on two sides of a line's end, unless the next line begins with white space or a
// slash. So lines are counted by themselves: those of templates, passages and earlier messages come again all day.
const lineStart = /(?<=\n)(?=[^\s/])/u

const longestKnown = 2_000
const known = new LRUCache<string, number>({
  max: 20_000,
  maxSize: 2_000_000,
  sizeCalculation: (_tokens, line) => line.length || 1,
})

// The tokenizer remembers rare words as slices of what it was given, so it is given short texts, or made to forget.
setMergeCacheSize(10_000)

const countLine = (line: string): number => {
  const before = known.get(line)
  if (before !== undefined) return before
  if (line.length > longestKnown) {
    const tokens = countAfresh(line)
    clearMergeCache()
    return tokens
  }
  const own = detached(line)
  const tokens = countAfresh(own)
  known.set(own, tokens)
  return tokens
}

const countSample = (text: string): number => {
  if (!text.includes('\n')) return countLine(text)
  let tokens = 0
  for (const line of text.split(lineStart)) tokens += countLine(line)
  return tokens
}

/**
 * Tokens of a text under o200k_base. Exact for what people write; runs of more than 128 characters without a break are
 * counted in pieces, and of more than 131,072 characters a sample stands for the whole.
 */
export const countTokens = (text: string): number =>
  text.length <= sampleChars
    ? countSample(text)
    : Math.ceil((countSample(text.slice(0, sampleChars)) * text.length) / sampleChars)

/** A prompt looks at a message several times; what is counted goes with the message. */
const counted = new WeakMap<Message, number>()

/** Tokens of one message, its framing included. Messages never change, so each object is counted once. */
export const countMessage = (message: Message): number => {
  const known = counted.get(message)
  if (known !== undefined) return known
  const tokens = countTokens(message.content) + tokensPerMessage
  counted.set(message, tokens)
  return tokens
}

/** Tokens of a prompt, framing included. */
export const countMessages = (messages: readonly Message[]): number =>
  messages.reduce((tokens, message) => tokens + countMessage(message), 0)
