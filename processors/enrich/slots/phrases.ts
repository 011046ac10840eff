import { type Token, tokensOf } from './tokens.ts'

interface Node<T> {
  readonly next: Map<string, Node<T>>
  value?: T
}

export interface PhraseMatch<T> {
  readonly value: T
  readonly length: number
}

export interface PhraseMatcher<T> {
  /** The longest phrase that begins at a token. */
  (tokens: readonly Token[], at: number): PhraseMatch<T> | null
  /** Whether a phrase begins with such a token. */
  begins(token: Token): boolean
}

/** Finds the longest of many phrases, whatever its case, in time that the number of phrases does not change. */
export const phraseMatcher = <T>(phrases: Iterable<readonly [phrase: string, value: T]>): PhraseMatcher<T> => {
  const root: Node<T> = { next: new Map() }
  for (const [phrase, value] of phrases) {
    let node = root
    for (const { text } of tokensOf(phrase)) {
      const next = node.next.get(text) ?? { next: new Map() }
      node.next.set(text, next)
      node = next
    }
    if (node !== root) node.value = value
  }
  const longest = (tokens: readonly Token[], at: number): PhraseMatch<T> | null => {
    let node: Node<T> | undefined = root
    let found: PhraseMatch<T> | null = null
    for (let i = at; i < tokens.length; i++) {
      node = node.next.get(tokens[i]!.text)
      if (!node) break
      if (node.value !== undefined) found = { value: node.value, length: i - at + 1 }
    }
    return found
  }
  return Object.assign(longest, { begins: ({ text }: Token) => root.next.has(text) })
}

/** Pairs for `phraseMatcher` from a table that lists the wordings of each value, separated by `|`. */
export const wordings = <T>(table: readonly (readonly [value: T, wordings: string])[]): (readonly [string, T])[] =>
  table.flatMap(([value, list]) => list.split('|').map(phrase => [phrase.trim(), value] as const))
