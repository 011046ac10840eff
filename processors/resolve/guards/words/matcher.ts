import { tokensOf } from '../../../enrich/slots/tokens.ts'
import { englishForms, formOf, stemOf } from './stem.ts'

/** A token as the vocabularies compare it. */
export interface Word {
  /** Lower case, without accents. */
  readonly form: string
  readonly stem: string
}

/** A wording of a vocabulary, and what it names. */
export interface Entry {
  /** Empty for filler. */
  readonly names: readonly string[]
  readonly words: readonly Word[]
  /** A phrase that is also read word by word, as if it were not listed. */
  readonly divides: boolean
}

export interface Match {
  /** Empty for filler. */
  readonly names: readonly string[]
  readonly length: number
  /** A phrase that divides has given the names. */
  readonly divides: boolean
}

export type Matcher = (words: readonly Word[], at: number) => Match | null

/** What a text is looked at for: all phrases, or those that do not divide. */
type Counted = 'all' | 'undivided'

/** Phrases that begin with the same words. Most are never met: what follows those words is looked at when they are. */
interface Node {
  readonly entries: readonly Entry[]
  /** The first that ends here. */
  readonly ends: Readonly<Record<Counted, Entry | undefined>>
  next: ReadonlyMap<string, Node> | null
}

const nodeOf = (entries: readonly Entry[], depth: number): Node => {
  const ending = entries.filter(({ words }) => words.length === depth)
  return { entries, ends: { all: ending[0], undivided: ending.find(({ divides }) => !divides) }, next: null }
}

const nextOf = (node: Node, depth: number, part: keyof Word): ReadonlyMap<string, Node> => {
  const expand = () => {
    const longer = node.entries.filter(({ words }) => words.length > depth)
    const groups = Map.groupBy(longer, ({ words }) => words[depth]![part])
    return new Map([...groups].map(([word, entries]) => [word, nodeOf(entries, depth + 1)]))
  }
  node.next ??= expand()
  return node.next
}

/** The longest phrase that begins at a word; of several the first. */
const longest = (root: Node, words: readonly Word[], at: number, part: keyof Word, counted: Counted): Match | null => {
  let node = root
  let found: Entry | undefined
  let length = 0
  for (let depth = 0; at + depth < words.length; depth++) {
    const next = nextOf(node, depth, part).get(words[at + depth]![part])
    if (!next) break
    node = next
    const entry = node.ends[counted]
    if (!entry) continue
    found = entry
    length = depth + 1
  }
  return found ? { names: found.names, divides: found.divides, length } : null
}

/** What such letters are divided into needs no tokenizer, and almost all of a vocabulary is written so. */
const plainly = /^[a-z]+(?: [a-z]+)*$/

const piecesOf = (phrase: string): readonly string[] =>
  plainly.test(phrase)
    ? phrase.split(' ')
    : tokensOf(phrase)
        .filter(({ kind }) => kind !== 'symbol')
        .map(({ text }) => text)

/**
 * Reads the phrases of a vocabulary as words; signs between them do not count. The same words come again and again: each is
 * looked at once.
 */
export const wordReader = (language: string): ((phrase: string) => readonly Word[]) => {
  const seen = new Map<string, Word>()
  const wordOf = (text: string): Word => {
    const known = seen.get(text)
    if (known) return known
    const word = { form: formOf(text, language), stem: stemOf(text, language) }
    seen.set(text, word)
    return word
  }
  return phrase => piecesOf(phrase).map(wordOf)
}

/** Names and their wordings, from lines of `name: wordings`. */
export const wordingsOf = (lines: string): readonly (readonly [names: readonly string[], phrase: string])[] =>
  lines
    .split('\n')
    .filter(line => line.trim() !== '')
    .flatMap(line => {
      const [name = '', wordings = ''] = line.split(':')
      const names = name.trim().split(' ')
      return wordings.split(',').map(phrase => [names, phrase.trim()] as const)
    })

/** Of which of the words that are listed alone a word is an English form; of several, of the first. */
const inflectedOf = (entries: readonly Entry[]): ((form: string) => Entry | undefined) => {
  // Whatever ending they take, words keep their first two letters.
  const beginningOf = (form: string) => form.slice(0, 2)
  const alone = Map.groupBy(
    entries.filter(({ words }) => words.length === 1),
    ({ words }) => beginningOf(words[0]!.form),
  )
  const formsOf = (beginning: string): ReadonlyMap<string, Entry> => {
    const forms = new Map<string, Entry>()
    for (const entry of alone.get(beginning) ?? [])
      for (const form of englishForms(entry.words[0]!.form)) if (!forms.has(form)) forms.set(form, entry)
    return forms
  }
  const known = new Map<string, ReadonlyMap<string, Entry>>()
  return form => {
    const beginning = beginningOf(form)
    if (!alone.has(beginning)) return undefined
    const forms = known.get(beginning) ?? formsOf(beginning)
    known.set(beginning, forms)
    return forms.get(form)
  }
}

const writtenIn = (entries: readonly Entry[], language: string) => {
  const root = nodeOf(entries, 0)
  const inflected = language === 'en' ? inflectedOf(entries) : () => undefined
  return (words: readonly Word[], at: number, counted: Counted): Match | null => {
    const found = longest(root, words, at, 'form', counted)
    if (found) return found
    // "plans" is of "plan", not of "plane", whose stem it shares.
    const entry = inflected(words[at]!.form)
    return entry ? { names: entry.names, divides: false, length: 1 } : null
  }
}

/** Finds the longest phrase that begins at a word, as it is written. */
export const writtenMatcherOf = (entries: readonly Entry[], language: string): Matcher => {
  const written = writtenIn(entries, language)
  return (words, at) => written(words, at, 'all')
}

/**
 * Finds the longest phrase that begins at a word: `all`, or the longest of those that do not divide. A phrase is found as it
 * is written, or with other endings where no phrase is written so; of two phrases of the same stems the one that comes first
 * counts.
 */
export const matchersOf = (entries: readonly Entry[], language: string): Readonly<Record<Counted, Matcher>> => {
  const written = writtenIn(entries, language)
  const root = nodeOf(entries, 0)
  const matcherOf =
    (counted: Counted): Matcher =>
    (words, at) => {
      const asWritten = written(words, at, counted)
      const asStemmed = longest(root, words, at, 'stem', counted)
      return (asStemmed?.length ?? 0) > (asWritten?.length ?? 0) ? asStemmed : asWritten
    }
  return { all: matcherOf('all'), undivided: matcherOf('undivided') }
}
