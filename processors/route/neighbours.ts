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

export interface Near {
  /** Its place among the outcomes. */
  readonly at: number
  readonly similarity: number
  readonly gain: number
}

/** The k nearest, most similar first; of equally similar ones the earlier. Looks at every outcome, half a millisecond for a thousand. */
export const nearest = (vector: Float32Array, outcomes: readonly PastOutcome[], k: number): readonly Near[] => {
  const found: Near[] = []
  for (const [at, outcome] of outcomes.entries()) {
    const similarity = dot(outcome.vector, vector)
    if (found.length === k && similarity <= found[k - 1]!.similarity) continue
    const place = found.findLastIndex(near => near.similarity >= similarity) + 1
    found.splice(place, 0, { at, similarity, gain: outcome.gain })
    if (found.length > k) found.pop()
  }
  return found
}

/** The mean of a figure over the first k, or over all where there are fewer; 0 of none. */
export const meanOf = (near: readonly Near[], figure: 'similarity' | 'gain', k = near.length): number => {
  const count = Math.min(k, near.length)
  let sum = 0
  for (let n = 0; n < count; n++) sum += near[n]![figure]
  return sum / Math.max(1, count)
}

/** The mean gain of the nearest turns of the past; the mean of all for a turn without a vector. */
export const neighboursGain = ({ outcomes, k, familiarFrom }: NeighboursModel): ((turn: Worded) => Gain) => {
  const usual = outcomes.reduce((sum, { gain }) => sum + gain, 0) / outcomes.length
  return ({ vector }) => {
    if (vector === null) return { gain: usual, familiar: false }
    const near = nearest(vector, outcomes, k)
    return { gain: meanOf(near, 'gain'), familiar: meanOf(near, 'similarity') >= familiarFrom }
  }
}
