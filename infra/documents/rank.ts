import type { FoundPassage } from '../../processors/ports/documents.ts'
import { termsOf } from '../help-centre/lexical.ts'
import { leastSimilarity, sceneSimilarity } from '../help-centre/open.ts'

/**
 * What it is worth that a passage has all of a question's words, beside a cosine of 1: codes and names that the embedding does not know. Without,
 * documents are found a little less often, with 0.2 articles beside them are (docs/documents.md).
 */
const wordsWorth = 0.1

/** A passage that is less similar than an article must be has at least this share of a question's words, or is about something else. */
const leastCovered = 0.5

/** As many of those that fit best are considered, by their meaning, by their words, and by their words alone. */
export const depths = { meaning: 50, words: 10, wordsAlone: 50 } as const

/** The different terms of a question. */
export const askedTerms = (text: string): readonly string[] => [...new Set(termsOf(text))]

/** What a search by words looks at of a passage. */
export const passageTerms = ({
  heading,
  text,
}: {
  readonly heading: string
  readonly text: string
}): readonly string[] => termsOf(`${heading}\n${text}`)

/** A passage without its worth. */
export interface Kept extends Omit<FoundPassage, 'worth'> {
  /** Orders those that are worth the same. */
  readonly id: string
}

/** What is known of a passage and a question. */
export interface Considered {
  readonly kept: Kept
  /** 0 where the passage has no vector, null where the question has none. */
  readonly cosine: number | null
  /** Whether it has a term of the question. */
  has(term: string): boolean
}

export const passageId = (key: string, number: number): string => `${key}#${String(number).padStart(6, '0')}`

/** How much a term says that so many of these passages have: the inverse document frequency of BM25. */
export const rarity = (having: number, passages: number): number =>
  Math.log(1 + (passages - having + 0.5) / (having + 0.5))

/**
 * The passages most worth showing: cosine and the share of the question's terms that a passage has, 0 to 1, each by its rarity, combined
 * linearly (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023); the asker's scene before others that are
 * worth as much. Where the question has no vector the words alone count. `having` says how many of all passages have a term.
 */
export const mostWorth = (
  considered: Iterable<Considered>,
  {
    terms,
    having,
    passages,
    scene,
  }: {
    readonly terms: readonly string[]
    readonly having: (term: string) => number
    readonly passages: number
    readonly scene: string
  },
  limit: number,
): readonly FoundPassage[] => {
  const rarities = terms.map(term => [term, rarity(having(term), passages)] as const)
  const whole = rarities.reduce((sum, [, each]) => sum + each, 0) || 1
  const found: { readonly kept: Kept; readonly worth: number }[] = []
  for (const { kept, cosine, has } of considered) {
    const covered = rarities.reduce((sum, [term, each]) => (has(term) ? sum + each : sum), 0) / whole
    const worth = cosine === null ? covered : cosine + wordsWorth * covered
    if ((cosine ?? 0) < leastSimilarity && covered < leastCovered) continue
    found.push({ kept, worth: kept.scene === scene ? worth + sceneSimilarity : worth })
  }
  return found
    .sort((a, b) => b.worth - a.worth || (a.kept.id < b.kept.id ? -1 : 1))
    .slice(0, limit)
    .map(({ kept: { id: _, ...passage }, worth }) => ({ ...passage, worth }))
}
