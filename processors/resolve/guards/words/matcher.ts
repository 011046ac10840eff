import { tokensOf } from '../../../enrich/slots/tokens.ts'
import { englishForms, formOf, stemOf } from './stem.ts'

/** A token as the vocabularies compare it. */
export interface Word {
  /** Lower case, without accents. */
  readonly form: string
  readonly stem: string
}

export interface Match {
  /** Empty for filler. */
  readonly names: readonly string[]
  readonly length: number
}

interface Node {
  readonly next: Map<string, Node>
  names: readonly string[] | null
}

export type Matcher = (words: readonly Word[], at: number) => Match | null

const nodeFor = (root: Node, parts: readonly string[]): Node => {
  let node = root
  for (const part of parts) {
    const next = node.next.get(part) ?? { next: new Map<string, Node>(), names: null }
    node.next.set(part, next)
    node = next
  }
  return node
}

/** Words of a phrase; signs between them do not count. */
export const wordsIn = (phrase: string, language: string): readonly Word[] =>
  tokensOf(phrase)
    .filter(({ kind }) => kind !== 'symbol')
    .map(({ text }) => ({ form: formOf(text, language), stem: stemOf(text, language) }))

/** Names and their wordings, from lines of `name: wordings`. */
export const entriesOf = (lines: string): readonly (readonly [names: readonly string[], phrase: string])[] =>
  lines
    .split('\n')
    .filter(line => line.trim() !== '')
    .flatMap(line => {
      const [name = '', wordings = ''] = line.split(':')
      return wordings.split(',').map(phrase => [name.trim().split(' '), phrase.trim()] as const)
    })

const treesOf = (
  entries: Iterable<readonly [names: readonly string[], phrase: string]>,
  language: string,
): { readonly written: Node; readonly stemmed: Node } => {
  const written: Node = { next: new Map(), names: null }
  const stemmed: Node = { next: new Map(), names: null }
  const inflected: (readonly [form: string, names: readonly string[]])[] = []
  for (const [names, phrase] of entries) {
    const words = wordsIn(phrase, language)
    if (words.length === 0) continue
    const asWritten = nodeFor(
      written,
      words.map(({ form }) => form),
    )
    const asStemmed = nodeFor(
      stemmed,
      words.map(({ stem }) => stem),
    )
    asWritten.names ??= names
    asStemmed.names ??= names
    const [only] = words
    if (language === 'en' && words.length === 1)
      for (const form of englishForms(only!.form)) inflected.push([form, names])
  }
  // "plans" is of "plan", not of "plane", whose stem it shares.
  for (const [form, names] of inflected) nodeFor(written, [form]).names ??= names
  return { written, stemmed }
}

const longest = (root: Node, words: readonly Word[], at: number, part: keyof Word): Match | null => {
  let node: Node | undefined = root
  let found: Match | null = null
  for (let i = at; i < words.length; i++) {
    node = node.next.get(words[i]![part])
    if (!node) break
    if (node.names) found = { names: node.names, length: i - at + 1 }
  }
  return found
}

/** Finds the longest phrase that begins at a word, as it is written. */
export const writtenMatcherOf = (
  entries: Iterable<readonly [names: readonly string[], phrase: string]>,
  language: string,
): Matcher => {
  const { written } = treesOf(entries, language)
  return (words, at) => longest(written, words, at, 'form')
}

/**
 * Finds the longest phrase that begins at a word. A phrase is found as it is written, or with other endings where no phrase
 * is written so; of two phrases of the same stems the one that comes first counts.
 */
export const matcherOf = (
  entries: Iterable<readonly [names: readonly string[], phrase: string]>,
  language: string,
): Matcher => {
  const { written, stemmed } = treesOf(entries, language)
  return (words, at) => {
    const asWritten = longest(written, words, at, 'form')
    const asStemmed = longest(stemmed, words, at, 'stem')
    return (asStemmed?.length ?? 0) > (asWritten?.length ?? 0) ? asStemmed : asWritten
  }
}
