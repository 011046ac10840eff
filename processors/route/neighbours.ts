import { dot, type Gain, type Worded } from './gain.ts'

/** What came of a turn of the past: its vector, L2-normalised, and strong right less weak right: -1, 0 or 1. */
export interface PastOutcome {
  readonly vector: Float32Array
  readonly gain: number
}

export interface NeighboursModel {
  readonly outcomes: readonly PastOutcome[]
  /** So many of the nearest count, all alike. */
  readonly k: number
  /** Turns whose neighbours' mean similarity is less are unlike those of the past. */
  readonly familiarFrom: number
}

interface Near {
  readonly similarity: number
  readonly gain: number
}

/** The k most similar, in no order; of equally similar ones the earlier. */
const nearest = (vector: Float32Array, outcomes: readonly PastOutcome[], k: number): readonly Near[] =>
  outcomes
    .map(outcome => ({ similarity: dot(outcome.vector, vector), gain: outcome.gain }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k)

/** The mean gain of the nearest turns of the past; the mean of all for a turn without a vector. Looks at every outcome: 1 ms for some thousands. */
export const neighboursGain = ({ outcomes, k, familiarFrom }: NeighboursModel): ((turn: Worded) => Gain) => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const usual = mean(outcomes.map(({ gain }) => gain))
  return ({ vector }) => {
    if (vector === null) return { gain: usual, familiar: false }
    const near = nearest(vector, outcomes, k)
    return {
      gain: mean(near.map(({ gain }) => gain)),
      familiar: mean(near.map(({ similarity }) => similarity)) >= familiarFrom,
    }
  }
}
