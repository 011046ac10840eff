import { detectAll } from 'tinyld'
import { languageWords } from './language-words.ts'

/** Each word of the tables, with what it says for each language. */
const evidence = new Map<string, (readonly [language: string, weight: number])[]>()
for (const [language, words] of Object.entries(languageWords)) {
  for (const word of new Set(words.split(/\s+/))) evidence.set(word, [...(evidence.get(word) ?? []), [language, 1]])
}
for (const [word, speaksFor] of evidence) {
  evidence.set(
    word,
    speaksFor.map(([language]) => [language, 1 / speaksFor.length]),
  )
}

const scripts: readonly (readonly [language: string, letters: RegExp])[] = [
  // Japanese mixes Han with kana, so kana goes first.
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
]
/** Signs and letters of one of the languages of the tables alone. */
const letters: readonly (readonly [letter: string, language: string])[] = [
  ['¿', 'es'],
  ['ñ', 'es'],
  ['ß', 'de'],
  ['ã', 'pt'],
  ['õ', 'pt'],
]
const latin = /\p{Script=Latin}/gu
const cyrillic = /\p{Script=Cyrillic}/u
const anyLetter = /\p{L}/u
// Not the letters of codes: 2FA, FH-104233.
const word = /(?<![\p{L}\p{N}])\p{L}+(?![\p{L}\p{N}])/gu
const beyondAscii = /[^\p{ASCII}\s'"]/u

// A shop's names are Latin in any language, so a few letters of the other script decide.
const byScript = (text: string): string | null => {
  const latinLetters = text.match(latin)?.length ?? 0
  for (const [language, letters] of scripts) {
    const count = text.match(letters)?.length ?? 0
    if (count > 0 && count * 3 >= latinLetters) return language
  }
  return null
}

// What none of the word lists speaks for. Wrong on one short English question in twenty, hence last.
const byGrams = (text: string, words: number): string => {
  if (words < 4) return 'en'
  const [best] = detectAll(text)
  return best && best.accuracy >= 0.5 ? best.lang : 'en'
}

const longestRead = 2_000

/**
 * Language of a text, ISO 639-1; `und` for one without letters. A short text without any sign counts as English: the
 * language filters the lookup, and "order status" must find the entries of English questions.
 */
export const languageOf = (text: string): string => {
  const read = text.slice(0, longestRead).toLowerCase()
  if (!anyLetter.test(read)) return 'und'
  const foreign = beyondAscii.test(read)
  const script = foreign ? byScript(read) : null
  if (script) return script
  if (foreign && cyrillic.test(read)) return detectAll(read, { only: ['ru', 'uk', 'bg', 'sr', 'be'] })[0]?.lang || 'ru'

  const scores: Record<string, number> = { en: 0 }
  for (const [letter, language] of letters) if (read.includes(letter)) scores[language] = (scores[language] ?? 0) + 1
  let words = 0
  for (const [found] of read.normalize('NFC').matchAll(word)) {
    words++
    for (const [language, weight] of evidence.get(found) ?? []) scores[language] = (scores[language] ?? 0) + weight
  }
  // Languages named in the tables' order; a tie keeps the first, which is English.
  const [best, score] = Object.entries(scores).reduce((a, b) => (b[1] > a[1] ? b : a))
  // A long text with hardly a known word is in a language that the tables do not have.
  return score > 0 && score * 8 >= words ? best : byGrams(read, words)
}
