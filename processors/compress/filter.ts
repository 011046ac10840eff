import { sentencesOf } from './sentences.ts'

const greeting =
  /^(hi|hello|hey|greetings|dear (sir|madam|team|all)|good (morning|afternoon|evening|day))( there| again| everyone| team)?[\s,.!]*$/i

/** Shorter sentences may be repeated on purpose: "No. No." */
const repeatedChars = 20

/** Code and tables mean what their white space says. */
const isLaidOut = (text: string): boolean => text.includes('```') || /^( {2,}|\t|\s?\|)/m.test(text)

/** The text with every run of white space or of marks as one. */
export const squeezed = (text: string): string =>
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

/**
 * The text without what carries nothing: runs of white space and of marks, greetings, and sentences of 20 characters or
 * more that the same text has said before. Code and tables keep their shape. Never empty unless the text is blank;
 * linear in its length.
 */
export const withoutRedundancy = (text: string): string => {
  if (isLaidOut(text)) return text
  const seen = new Set<string>()
  const short = squeezed(text)
  const lines = short.split('\n').map(line => withoutRepeats(line, seen))
  const kept = lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== '')).join('\n')
  return kept.trim() || short
}
