import type { Estimate } from '../whatif/paired.ts'

/** A routed turn, as another policy would have weighed it. */
export interface Weighed {
  /** How much likelier the other policy takes what was taken: the ratio of both probabilities. */
  readonly weight: number
  /** Turns that ask the same depend on each other. */
  readonly cluster: string
}

/** With fewer clusters an interval would promise what it does not keep. */
const fewestClusters = 30

const z95 = 1.959964

const total = (numbers: Iterable<number>): number => {
  let sum = 0
  for (const each of numbers) sum += each
  return sum
}

/** Standard error of a mean of terms that are around zero, by the variance between the sums of clusters. */
const errorOf = (rows: readonly Weighed[], terms: readonly number[]): number | null => {
  const sums = new Map<string, number>()
  for (const [at, { cluster }] of rows.entries()) sums.set(cluster, (sums.get(cluster) ?? 0) + terms[at]!)
  const clusters = sums.size
  if (clusters < fewestClusters) return null
  const squares = total([...sums.values()].map(sum => sum ** 2))
  return Math.sqrt((clusters / (clusters - 1)) * squares) / rows.length
}

const around = (value: number, error: number | null): Estimate =>
  error === null ? { value, low: null, high: null } : { value, low: value - z95 * error, high: value + z95 * error }

/** The mean of what came of the turns, as they were routed, with a 95 % interval. */
export const meanOf = (rows: readonly Weighed[], rewards: readonly number[]): Estimate => {
  const value = total(rewards) / rows.length
  return around(
    value,
    errorOf(
      rows,
      rewards.map(reward => reward - value),
    ),
  )
}

/**
 * The mean under the other policy by inverse propensity scores (Horvitz and Thompson 1952): unbiased where that takes nothing that was never taken; it
 * varies much where weights are large.
 */
export const ips = (rows: readonly Weighed[], rewards: readonly number[]): Estimate => {
  const terms = rows.map(({ weight }, at) => weight * rewards[at]!)
  return meanOf(rows, terms)
}

/**
 * The same, divided by the mean weight instead of by one (Swaminathan and Joachims, "The self-normalized estimator for counterfactual learning", 2015): slightly biased, and varies
 * less. The error is that of a ratio, linearised.
 */
export const snips = (rows: readonly Weighed[], rewards: readonly number[]): Estimate => {
  const weights = total(rows.map(({ weight }) => weight))
  const value = total(rows.map(({ weight }, at) => weight * rewards[at]!)) / weights
  const meanWeight = weights / rows.length
  return around(
    value,
    errorOf(
      rows,
      rows.map(({ weight }, at) => (weight * (rewards[at]! - value)) / meanWeight),
    ),
  )
}

/** As many turns routed by the other policy itself would tell about as much (Kish 1965). */
export const effectiveSize = (rows: readonly Weighed[]): number => {
  const weights = total(rows.map(({ weight }) => weight))
  const squares = total(rows.map(({ weight }) => weight ** 2))
  return squares === 0 ? 0 : weights ** 2 / squares
}
