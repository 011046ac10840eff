import { extractSlots } from '../enrich/slots/extract.ts'
import {
  commitmentWords,
  commonWords,
  dependentMeasures,
  issueWords,
  measureWords,
  negators,
  numberWords,
  promotionWords,
} from './vocabulary.ts'
import { type Word, wordsOf } from './words.ts'

/** A stretch of a history that may not be lost: an order number, an amount, a date, a name, a negation, a promise. */
export interface Span {
  readonly kind: 'detail' | 'value' | 'name' | 'negation' | 'issue' | 'promotion' | 'commitment'
  /** As written. */
  readonly text: string
  /** Its words, normalised; two spans with the same key say the same. */
  readonly key: string
}

/** Words around a negation, a defect, a promotion or a promise that say what it belongs to. */
const reach = 3

const joiners = new Set(['of', 'the', 'and', '&', 'de', 'la', 'in', 'at', 'after', 'next', 'this'])

const isNumeric = (word: Word): boolean => !word.plain && /\d/.test(word.norm)
const isMeasure = (word: Word): boolean => isNumeric(word) || numberWords.has(word.norm) || measureWords.has(word.norm)
const isIdentifier = (word: Word): boolean =>
  word.norm.length > 24 || (!word.plain && /@|:\/\/|(?!\p{Script=Latin})\p{L}/u.test(word.norm))
const isCapital = (word: Word): boolean => !word.plain && /^\p{Lu}/u.test(word.bare) && !/^I(['’]|$)/.test(word.bare)
const isAcronym = (word: Word): boolean => /^\p{Lu}{2,}$/u.test(word.bare)

const spanOf = (kind: Span['kind'], words: readonly Word[]): Span => ({
  kind,
  text: words.map(word => word.bare).join(' '),
  key: words.map(word => word.norm).join(' '),
})

/** The end of the run of words that `member` accepts from `start` on, small words between two members included. */
const runEnd = (
  words: readonly Word[],
  start: number,
  member: (word: Word) => boolean,
  passes: Word['mark'] = 'none',
): number => {
  const goesOn = (word: Word): boolean => word.mark === 'none' || word.mark === passes
  let end = start + 1
  while (end < words.length && goesOn(words[end - 1]!)) {
    let next = end
    while (next < end + 2 && next < words.length && joiners.has(words[next]!.norm) && goesOn(words[next]!)) next += 1
    if (next >= words.length || !member(words[next]!)) break
    end = next + 1
  }
  return end
}

/** The words from `start` on, at most `count`, as far as the next punctuation. */
const phrase = (words: readonly Word[], start: number, count: number): readonly Word[] => {
  const most = words.slice(start, start + count)
  const stop = most.findIndex(word => word.mark !== 'none')
  return stop === -1 ? most : most.slice(0, stop + 1)
}

const values = (words: readonly Word[]): readonly Span[] => {
  const spans: Span[] = []
  for (let at = 0; at < words.length; ) {
    const word = words[at]!
    if (isIdentifier(word)) spans.push(spanOf('value', [word]))
    if (!isMeasure(word)) {
      at += 1
      continue
    }
    let end = runEnd(words, at, isMeasure)
    const unit = words[end]
    // "2" says nothing: it is "2 tickets" that must not be lost.
    const bare = end === at + 1 && !measureWords.has(word.norm) && word.norm.length < 4 && word.mark === 'none'
    if (bare && unit && !commonWords.has(unit.norm)) end += 1
    const meaningless = end === at + 1 && dependentMeasures.has(word.norm)
    if (!meaningless) spans.push(spanOf('value', words.slice(at, end)))
    at = end
  }
  return spans
}

const beginsName = (words: readonly Word[], at: number): boolean => {
  const word = words[at]!
  if (!isCapital(word) || isMeasure(word)) return false
  const beginsSentence = at === 0 || words[at - 1]!.mark !== 'none'
  return isAcronym(word) || !beginsSentence || !commonWords.has(word.norm)
}

const names = (words: readonly Word[]): readonly Span[] => {
  const spans: Span[] = []
  for (let at = 0; at < words.length; ) {
    if (!beginsName(words, at)) {
      at += 1
      continue
    }
    // Models and places are named by number too: "Kestrel 10", "IT two".
    const end = runEnd(words, at, word => isCapital(word) || isNumeric(word) || numberWords.has(word.norm), 'comma')
    spans.push(spanOf('name', words.slice(at, end)))
    at = end
  }
  return spans
}

const closing =
  /\b(that('s| is| will be|'ll be) (all|it|everything)|thanks?|nothing (else|more)|no (problem|worries)|not at all|don't worry)\b/

const phrases = (words: readonly Word[]): readonly Span[] => {
  const found = words.flatMap((word, at): Span[] => {
    const back = Math.max(0, at - reach)
    if (negators.has(word.norm) || word.norm.endsWith("n't"))
      return [spanOf('negation', phrase(words, at, word.mark === 'none' ? 1 + reach : 1))]
    if (issueWords.has(word.norm)) return [spanOf('issue', words.slice(back, at + 1))]
    if (promotionWords.has(word.norm)) return [spanOf('promotion', words.slice(back, at + 2))]
    // "Please confirm" asks for it.
    const isAsked = words[at - 1]?.norm === 'please'
    if (commitmentWords.has(word.norm) && !isAsked) return [spanOf('commitment', phrase(words, at, 1 + reach))]
    return []
  })
  // "No, that's all, thanks" takes leave and denies nothing.
  const takesLeave = found.length > 0 && closing.test(words.map(word => word.norm).join(' '))
  return takesLeave ? found.filter(span => span.kind !== 'negation') : found
}

/** Numbers alone say nothing, and what turns a sentence round is found with its surroundings. */
const otherwiseFound = new Set(['number', 'negation', 'polarity', 'direction'])

/** A longer sentence than sentences are has a run without white space in it, where looking for whole words is no use. */
const longestSearched = 1_600

/** The slots that enrich finds, each as the whole words that it stands in. */
const details = (sentence: string, products: readonly string[]): readonly Span[] => {
  if (sentence.length > longestSearched) return []
  return extractSlots(sentence, products).flatMap(({ kind, text }) => {
    const at = otherwiseFound.has(kind) ? -1 : sentence.indexOf(text)
    if (at < 0) return []
    const start = sentence.lastIndexOf(' ', at) + 1
    const end = sentence.indexOf(' ', at + text.length)
    const words = wordsOf(sentence.slice(start, end < 0 ? sentence.length : end))
    return words.length > 0 ? [spanOf('detail', words)] : []
  })
}

/**
 * What must survive of a sentence with these words: the slots of enrich, and by pure extraction numbers with their units,
 * identifiers, dates, names, negations, defects, promotions and promises. Text in other scripts than Latin is protected
 * as a whole. Linear in the length of the sentence.
 */
export const protectedSpans = (
  sentence: string,
  words: readonly Word[],
  products: readonly string[],
): readonly Span[] => {
  const spans = [...details(sentence, products), ...values(words), ...names(words), ...phrases(words)]
  return [...new Map(spans.map(span => [span.key, span])).values()]
}
