import { turnstreamError } from '../../processors/errors.ts'
import { seededRandom } from '../runtime/simulation/random.ts'

/** A turn that both models have answered, and whether each was right. */
export interface Outcome {
  readonly text: string
  /** [dimensions]; zeros for a text beyond the embedding model's window. */
  readonly vector: Float32Array
  readonly weak: boolean
  readonly strong: boolean
}

/** What the strong model is worth: 1 where it alone is right, -1 where the weak one alone is, else 0. */
export const gainOf = ({ weak, strong }: Pick<Outcome, 'weak' | 'strong'>): number => Number(strong) - Number(weak)

/** Fewer different texts leave too little in a fold of a fold. */
const fewest = 20

/** Throws USAGE for rows that are too few to train by. */
export const checkEnough = (rows: readonly { readonly text: string }[]): void => {
  const { size } = new Set(rows.map(({ text }) => plain(text)))
  if (size < fewest)
    throw turnstreamError('USAGE', `${size} different texts are too few to learn from: it takes ${fewest} at least`)
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()

/**
 * The fold of each row, 0 to folds - 1: equal parts of a shuffle by seed. Rows of the same text, case and white space aside, share one,
 * so that nothing is judged by what was learned from itself.
 */
export const foldsOf = (rows: readonly { readonly text: string }[], folds: number, seed: number): readonly number[] => {
  const random = seededRandom(seed)
  const drawn = new Map<string, number>()
  for (const { text } of rows) if (!drawn.has(plain(text))) drawn.set(plain(text), random.next())
  const order = new Map([...drawn].sort(([, a], [, b]) => a - b).map(([text], place) => [text, place]))
  return rows.map(({ text }) => order.get(plain(text))! % folds)
}

/** Values at equal steps of those given, ascending, both ends included. */
export const quantilesOf = (values: readonly number[], steps = 100): readonly number[] => {
  const sorted = values.toSorted((a, b) => a - b)
  return Array.from({ length: steps + 1 }, (_, n) => sorted[Math.round((n / steps) * (sorted.length - 1))]!)
}
