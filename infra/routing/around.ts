import { type Near, nearest } from '../../processors/route/neighbours.ts'
import { gainOf, type Outcome } from './outcome.ts'

/** So many are kept of each turn: some times as many as count, for a part of them is left out in turn. */
const kept = 200

/** Of each turn the nearest others, most similar first, but for those of the same text: they would speak for themselves. */
export const aroundEach = (outcomes: readonly Outcome[]): readonly (readonly Near[])[] => {
  const past = outcomes.map(outcome => ({ vector: outcome.vector, gain: gainOf(outcome) }))
  const times = Map.groupBy(outcomes, ({ text }) => text)
  return outcomes.map(({ text, vector }) =>
    nearest(vector, past, kept + times.get(text)!.length)
      .filter(({ at }) => outcomes[at]!.text !== text)
      .slice(0, kept),
  )
}

/** Of training turns, so many may be less like the others than what is taken for familiar. */
export const strangers = 0.01
