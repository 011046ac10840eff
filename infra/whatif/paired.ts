/** An estimate with the bounds of its 95 % interval; null bounds where there is too little to tell. */
export interface Estimate {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** One difference, and the cluster that it belongs to: members of a cluster depend on each other. */
export interface Paired {
  readonly cluster: string | number
  readonly difference: number
}

/** With fewer clusters the interval would promise what it does not keep. */
const fewestClusters = 30

const z95 = 1.959964

/**
 * The sum of paired differences, with a 95 % interval for another sample of as many clusters: normal, by the variance between the sums of
 * clusters (Cameron and Miller, "A Practitioner's Guide to Cluster-Robust Inference", 2015, equation 11 for a sum, factor G / (G - 1)).
 */
export const sumOfPairs = (pairs: Iterable<Paired>): Estimate => {
  const sums = new Map<Paired['cluster'], number>()
  let value = 0
  for (const { cluster, difference } of pairs) {
    value += difference
    sums.set(cluster, (sums.get(cluster) ?? 0) + difference)
  }
  const clusters = sums.size
  if (clusters < fewestClusters) return { value, low: null, high: null }
  const mean = value / clusters
  let squares = 0
  for (const sum of sums.values()) squares += (sum - mean) ** 2
  const half = z95 * Math.sqrt((clusters / (clusters - 1)) * squares)
  return { value, low: value - half, high: value + half }
}

/** An estimate in another unit. */
export const inUnits = ({ value, low, high }: Estimate, perUnit: number): Estimate => ({
  value: value / perUnit,
  low: low === null ? null : low / perUnit,
  high: high === null ? null : high / perUnit,
})
