import { meanOf, type NeighboursModel } from '../../processors/route/neighbours.ts'
import { aroundEach, strangers } from './around.ts'
import { gainOf, type Outcome, quantilesOf } from './outcome.ts'

/** Neighbours that count: what a training chooses among. */
const counts = [1, 5, 10, 20, 40, 80] as const

export interface TrainedNeighbours {
  readonly model: NeighboursModel
  /** Gains at equal steps, as predicted of each training turn by the others. */
  readonly quantiles: readonly number[]
}

/**
 * Keeps the outcomes, and chooses how many neighbours count by the squared error of what they say of each other. Needs two different
 * texts at least.
 */
export const trainNeighbours = (outcomes: readonly Outcome[]): TrainedNeighbours => {
  const around = aroundEach(outcomes)
  const gains = outcomes.map(gainOf)
  const tried = counts
    .filter(count => count === 1 || count < outcomes.length)
    .map(count => {
      const predicted = around.map(near => meanOf(near, 'gain', count))
      return { count, predicted, error: predicted.reduce((sum, gain, n) => sum + (gain - gains[n]!) ** 2, 0) }
    })
  const best = tried.reduce((least, each) => (each.error < least.error ? each : least))
  const likeness = around.map(near => meanOf(near, 'similarity', best.count))
  return {
    model: {
      outcomes: outcomes.map(({ vector }, n) => ({ vector, gain: gains[n]! })),
      k: best.count,
      familiarFrom: quantilesOf(likeness)[Math.round(strangers * 100)]!,
    },
    quantiles: quantilesOf(best.predicted),
  }
}
