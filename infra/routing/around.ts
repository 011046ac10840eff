import { dot } from '../../processors/route/gain.ts'
import type { Near } from '../../processors/route/neighbours.ts'
import { gainOf, type Outcome } from './outcome.ts'

/** A training turn as a neighbour of another, and its place among all. */
export interface Neighbour extends Near {
  readonly at: number
}

/** Of each turn all others, most similar first, but for those of the same text: they would speak for themselves. */
export const aroundEach = (outcomes: readonly Outcome[]): readonly (readonly Neighbour[])[] => {
  const gains = outcomes.map(gainOf)
  return outcomes.map(({ text, vector }) =>
    outcomes
      .flatMap((other, at) =>
        other.text === text ? [] : [{ similarity: dot(vector, other.vector), gain: gains[at]!, at }],
      )
      .sort((a, b) => b.similarity - a.similarity),
  )
}

/** Of training turns, so many may be less like the others than what is taken for familiar. */
export const strangers = 0.01
