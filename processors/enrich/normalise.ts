import { hash } from 'node:crypto'
import type { TextOptions } from '../configuration.ts'

const beyondAscii = /\P{ASCII}/u
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g
const singleQuotes = /[\u00B4\u02BC\u2018\u2019\u201A\u201B\u2032]/g
const doubleQuotes = /[\u00AB\u00BB\u201C-\u201F\u2033]/g
const dashes = /[\u2010-\u2015\u2212]/g

/**
 * The text without what nobody sees or means: lone surrogates and invisible characters gone, quotes and dashes folded to
 * ASCII. Whatever reads text reads it so first.
 */
export const foldText = (text: string): string => (beyondAscii.test(text) ? folded(text) : text)

const folded = (text: string): string =>
  text.toWellFormed().replace(invisible, '').replace(singleQuotes, "'").replace(doubleQuotes, '"').replace(dashes, '-')

// A comma, unlike a point, also ends a word without a space after it; between digits it belongs to the number.
const looseComma = /(?<!\d),|,(?!\d)/g
const cjkPunctuation = /[\u3001\u3002\u3008-\u3011\u3014-\u301B\u30FB\uFF61-\uFF65]/g
const besideHan = /(?<=\p{Script=Han})[;:!?]|[;:!?](?=\p{Script=Han})/gu
// Each run is tried from its first character only: from every character would take quadratic time on a long run.
const closing = /(?<![.,;:!?"'()[\]])[.,;:!?"'()[\]]+(?=\s|$)/g
const opening = /(?<=\s|^)(?:[,;:!?"'()[\]\u00A1\u00BF]|\.(?!\d))+/g
const looseDash = /(?<=\s|^)-+(?=\s|$)/g

// What stays is what changes the meaning: the point of 3.5, the minus of -5, %, currency signs, #, +, @, braces of
// placeholders, and all punctuation inside a word: don't, FH-104233, 10:30, example.com.
const withoutPunctuation = (text: string): string =>
  (beyondAscii.test(text) ? text.replace(cjkPunctuation, ' ').replace(besideHan, ' ') : text)
    .replace(looseComma, ' ')
    .replace(closing, '')
    .replace(opening, '')
    .replace(looseDash, '')

const once = (text: string, options: TextOptions): string => {
  let result = options.unicode === 'none' ? text : text.normalize(options.unicode)
  result = foldText(result)
  if (options.lowercase) result = result.toLowerCase()
  if (options.punctuation) result = withoutPunctuation(result)
  return options.whitespace ? result.replace(/\s+/g, ' ').trim() : result
}

/**
 * The text as the exact cache compares it. Always well-formed, without invisible characters, quotes and dashes folded;
 * the rest as configured. Idempotent.
 */
export const normalise = (text: string, options: TextOptions): string => {
  let result = foldText(text)
  // One step can make room for another: case folding for composition, composition for a quote. Ends after two rounds or
  // three on all but contrived texts; every round shortens or settles.
  for (;;) {
    const next = once(result, options)
    if (next === result) return result
    result = next
  }
}

/** SHA-256 of a normalised text, hex. */
export const textHashOf = (normalised: string): string => hash('sha256', normalised)
