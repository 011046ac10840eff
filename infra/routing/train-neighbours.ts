import { dot } from '../../processors/route/gain.ts'
import type { NeighboursModel } from '../../processors/route/neighbours.ts'
import { gainOf, type Outcome, quantilesOf } from './outcome.ts'

/** Neighbours that count: what a training chooses among. */
const counts = [1, 5, 10, 20, 40, 80] as const

/** Of training turns, so many may be less like the others than what is taken for familiar. */
const strangers = 0.01

export interface TrainedNeighbours {
  readonly model: NeighboursModel
  /** Gains at equal steps, as predicted of each training turn by the others. */
  readonly quantiles: readonly number[]
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Keeps the outcomes, and chooses how many neighbours count by the squared error of what they say of each other. Of the same text none speaks
 * for the other. Needs two different texts at least.
 */
export const trainNeighbours = (outcomes: readonly Outcome[]): TrainedNeighbours => {
  const gains = outcomes.map(gainOf)
  const possible = counts.filter(count => count < outcomes.length)
  const predicted = possible.map((): number[] => [])
  const likeness = possible.map((): number[] => [])
  for (const { text, vector } of outcomes) {
    const near = outcomes
      .flatMap((other, at) =>
        other.text === text ? [] : [{ similarity: dot(vector, other.vector), gain: gains[at]! }],
      )
      .sort((a, b) => b.similarity - a.similarity)
    for (const [at, count] of possible.entries()) {
      predicted[at]!.push(mean(near.slice(0, count).map(({ gain }) => gain)))
      likeness[at]!.push(mean(near.slice(0, count).map(({ similarity }) => similarity)))
    }
  }
  const errors = predicted.map(those => mean(those.map((gain, n) => (gain - gains[n]!) ** 2)))
  const best = errors.indexOf(Math.min(...errors))
  const familiar = quantilesOf(likeness[best]!)
  return {
    model: {
      outcomes: outcomes.map((outcome, n) => ({ vector: outcome.vector, gain: gains[n]! })),
      k: possible[best]!,
      familiarFrom: familiar[Math.round(strangers * (familiar.length - 1))]!,
    },
    quantiles: quantilesOf(predicted[best]!),
  }
}
