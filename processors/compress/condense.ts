import type { Span } from './protected.ts'
import { commonWords, measureWords, particles, particleVerbs, politeWords, relationWords } from './vocabulary.ts'
import type { Word } from './words.ts'

/** What a text is written in: a word or bare punctuation, as it stands there. */
interface Token {
  readonly written: string
  /** Null for bare punctuation. */
  readonly word: Word | null
  /** Whether it stands in a protected span. */
  readonly inside: boolean
}

/** A sentence in which fewer of the words are common English ones is of another language, or has nothing to leave out. */
const leastEnglish = 0.4

const isEnglish = (words: readonly Word[]): boolean => {
  const plain = words.filter(word => word.plain)
  return plain.length > 0 && plain.filter(({ norm }) => commonWords.has(norm)).length >= leastEnglish * plain.length
}

const protectedWords = (words: readonly Word[], spans: readonly Span[]): readonly boolean[] => {
  const inside = words.map(() => false)
  for (const { key } of spans) {
    const wanted = key.split(' ')
    for (const at of words.keys())
      if (wanted.every((norm, offset) => words[at + offset]?.norm === norm)) inside.fill(true, at, at + wanted.length)
  }
  return inside
}

const tokensOf = (text: string, words: readonly Word[], spans: readonly Span[]): readonly Token[] => {
  const inside = protectedWords(words, spans)
  let next = 0
  return text.split(/\s+/).map(written => {
    const word = words[next]?.written === written ? words[next]! : null
    return { written, word, inside: word !== null && inside[next++]! }
  })
}

const normAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word?.norm ?? ''
const markAt = (tokens: readonly Token[], at: number): Word['mark'] => tokens[at]?.word?.mark ?? 'none'

const isCapital = ({ word }: Token): boolean =>
  word !== null && /^(?!I(['’]|$))\p{Lu}/u.test(word.bare) && !measureWords.has(word.norm)
const isName = (token: Token): boolean => isCapital(token) && !commonWords.has(token.word!.norm)
const ordinal = /\d(st|nd|rd|th)$/

/** What these lead up to is where, whom or until when, if it is protected. */
const leads = new Set(['to', 'by'])

/** Near whom; "near" alone may be near anything. */
const whereabouts = new Set(['me', 'us', 'you', 'my', 'your', 'here', 'there', 'it'])

/** Whether a word says something by itself, or how what is beside it belongs together. */
const saysSomething = (tokens: readonly Token[], at: number): boolean => {
  const { word, inside } = tokens[at]!
  if (inside) return true
  if (word === null) return false
  const { norm } = word
  if (norm === 'the') return ordinal.test(normAt(tokens, at + 1))
  if (whereabouts.has(norm) && normAt(tokens, at - 1) === 'near') return true
  if (leads.has(norm)) return tokens[at + 1]?.inside === true
  if (particleVerbs.has(norm) && particles.has(normAt(tokens, at + 1))) return true
  if (particles.has(norm) && particleVerbs.has(normAt(tokens, at - 1))) return true
  return relationWords.has(norm) || !(commonWords.has(norm) || politeWords.has(norm))
}

/** Between two parts of a name stand at most so many other words: "Blinded by the Light". */
const mostBetween = 3

/** The last part of the name that has a part at this place; the place itself where nothing follows. */
const endOfName = (tokens: readonly Token[], kept: readonly boolean[], at: number): number => {
  const isInner = at > 0 && isCapital(tokens[at]!)
  if (!isInner && !isName(tokens[at]!) && !ordinal.test(normAt(tokens, at))) return at
  let end = at
  let isUnbroken = markAt(tokens, at) === 'none'
  for (let to = at + 1; to <= end + 1 + mostBetween && to < tokens.length; to += 1) {
    // Titles may go on in small letters: "The Art of racing".
    if (isName(tokens[to]!)) return to
    if (isUnbroken && isInner && kept[to]) end = to
    isUnbroken &&= markAt(tokens, to) === 'none'
  }
  if (end > at) return end
  return isInner && particles.has(normAt(tokens, at + 1)) ? at + 1 : at
}

/** A name that is told is taken to have at most so many words. */
const mostTold = 6
const telling = new Set(['called', 'titled', 'named', 'entitled', 'name'])
const articles = new Set(['the', 'a', 'an'])

/** The end of the name that a word tells, up to the next mark: "titled Wake up", "see The Art of racing in the rain". */
const endOfTold = (tokens: readonly Token[], at: number): number => {
  const norm = normAt(tokens, at)
  const beginsTitle = articles.has(norm) && isCapital(tokens[at]!) && at > 0 && markAt(tokens, at - 1) === 'none'
  if (!telling.has(norm) && !beginsTitle) return at
  let end = at
  while (end < at + mostTold && end + 1 < tokens.length && markAt(tokens, end) === 'none') end += 1
  return end
}

/** They join the parts of a name that is written small. */
const joining = new Set(['at', 'by', 'of', 'and'])
const isDash = (written: string): boolean => /^[-–—]+$/u.test(written)
/** Without the dash of "4:30 - 5:00" two times are left, or one that nobody said. */
const hasDigit = ({ written }: Token): boolean => /\d/.test(written)

/** Keeps what belongs to the words that are kept. */
const keepBelonging = (tokens: readonly Token[], kept: boolean[]): void => {
  for (const at of tokens.keys()) {
    const beside = isCapital(tokens[at]!) && at + 1 < tokens.length && isCapital(tokens[at + 1]!) ? at + 1 : at
    const end = Math.max(beside, endOfTold(tokens, at), endOfName(tokens, kept, at))
    if (end > at) kept.fill(true, at, end + 1)
  }
  const hasName = tokens.some((token, at) => at > 0 && isCapital(token))
  for (const [at, { written, word }] of tokens.entries()) {
    if (!kept[at - 1] || at + 1 >= tokens.length) continue
    const isBetweenNumbers = hasDigit(tokens[at - 1]!) && hasDigit(tokens[at + 1]!)
    if (word === null && (!isDash(written) || isBetweenNumbers)) kept.fill(true, at, at + 2)
    else if (!hasName && kept[at + 1] && joining.has(normAt(tokens, at))) kept[at] = true
  }
}

const ending = /[.!?…]+["')\]”’]*$/u

/**
 * A sentence without the words that say nothing by themselves: articles, pronouns, polite phrases. Protected spans stay as they
 * are, as do names with what stands within them, words that name something, and those that say what belongs to what and when. It
 * stays whole in another language than English, and where it begins small: who writes so may write names small as well.
 */
export const condensed = (text: string, words: readonly Word[], spans: readonly Span[]): string => {
  if (!isEnglish(words) || /^\p{Ll}/u.test(text)) return text
  const tokens = tokensOf(text, words, spans)
  const kept = tokens.map((_, at) => saysSomething(tokens, at))
  keepBelonging(tokens, kept)
  if (!kept.includes(true)) return text
  const line = tokens.flatMap(({ written }, at) => (kept[at] ? [written] : [])).join(' ')
  return ending.test(line) ? line : line.replace(/[,;:]+$/u, '') + (ending.exec(text)?.[0] ?? '')
}
