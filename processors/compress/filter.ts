import { LRUCache } from 'lru-cache'
import { sentencesOf } from './sentences.ts'

const greeting =
  /^(hi|hello|hey|greetings|dear (sir|madam|team|all)|good (morning|afternoon|evening|day))( there| again| everyone| team)?[\s,.!]*$/i

/** Shorter sentences may be repeated on purpose: "No. No." */
const repeatedChars = 20

/** Code and tables mean what their white space says. */
const isLaidOut = (text: string): boolean => text.includes('```') || /^( {2,}|\t|\s?\|)/m.test(text)

/** What `squeezed` would change; most texts have none of it. */
const loose = /[^\S\n]{2}|[^\S\n ]|[!?]{2}|\.{4}| \n|\n |\n{3}|^\s|\s$/

/** The text with every run of white space or of marks as one. */
export const squeezed = (text: string): string => (loose.test(text) ? tightened(text) : text)

const tightened = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/([!?])[!?]+/g, '$1')
    .replace(/\.{4,}/g, '...')
    .split(/ ?\n ?/)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

const withoutRepeats = (line: string, seen: Set<string>): string => {
  const sentences = sentencesOf(line)
  const kept = sentences.filter(sentence => {
    if (greeting.test(sentence)) return false
    if (sentence.length < repeatedChars) return true
    const key = sentence.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return kept.length === sentences.length ? line : kept.join(' ')
}

/** A history comes again with every turn. */
const longestKnown = 20_000
const known = new LRUCache<string, string>({
  max: 5_000,
  maxSize: 2_000_000,
  sizeCalculation: (filtered, text) => text.length + filtered.length + 1,
})

/**
 * The text without what carries nothing: runs of white space and of marks, greetings, and sentences of 20 characters or
 * more that the same text has said before. Code and tables keep their shape. Never empty unless the text is blank;
 * linear in its length.
 */
export const withoutRedundancy = (text: string): string => {
  const before = known.get(text)
  if (before !== undefined) return before
  const filtered = filter(text)
  if (text.length <= longestKnown) known.set(text, filtered)
  return filtered
}

const filter = (text: string): string => {
  if (isLaidOut(text)) return text
  const seen = new Set<string>()
  const short = squeezed(text)
  const lines = short.split('\n').map(line => withoutRepeats(line, seen))
  const kept = lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== '')).join('\n')
  return kept.trim() || short
}
