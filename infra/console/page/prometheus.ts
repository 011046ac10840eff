/** A histogram as Prometheus exposes it: how many observations lie at or below each bound. */
export interface Histogram {
  /** Ascending; the last bound is infinite. */
  readonly buckets: readonly (readonly [bound: number, atMost: number])[]
  readonly count: number
}

export interface Quantile {
  readonly value: number
  /** The value lies in the first bucket: it is at most the bucket's bound, and no more is known. */
  readonly atMost: boolean
}

const labelOf = (labels: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1]

/** The histograms of a metric in an exposition text, by the value of one of its labels. */
export const histogramsBy = (text: string, metric: string, label: string): ReadonlyMap<string, Histogram> => {
  const buckets = new Map<string, [number, number][]>()
  for (const line of text.split('\n')) {
    const [, labels, value] = line.startsWith(`${metric}_bucket{`) ? (/\{(.*)\} (\S+)/.exec(line) ?? []) : []
    const key = labels === undefined ? undefined : labelOf(labels, label)
    const bound = labels === undefined ? undefined : labelOf(labels, 'le')
    if (key === undefined || bound === undefined) continue
    const all = buckets.get(key) ?? []
    all.push([bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), Number(value)])
    buckets.set(key, all)
  }
  return new Map(
    [...buckets].map(([key, all]) => {
      const sorted = all.toSorted(([a], [b]) => a - b)
      return [key, { buckets: sorted, count: sorted.at(-1)![1] }]
    }),
  )
}

/**
 * The q-quantile, estimated as Prometheus' histogram_quantile does: evenly spread within its bucket. Null where nothing was
 * observed; the last finite bound where the quantile lies beyond it.
 */
export const quantile = ({ buckets, count }: Histogram, q: number): Quantile | null => {
  if (count === 0) return null
  const rank = q * count
  const at = buckets.findIndex(([, atMost]) => atMost >= rank)
  const [bound, upTo] = buckets[at]!
  if (at === 0) return { value: bound, atMost: true }
  const [lower, before] = buckets[at - 1]!
  if (bound === Number.POSITIVE_INFINITY) return { value: lower, atMost: false }
  return { value: lower + ((bound - lower) * (rank - before)) / (upTo - before), atMost: false }
}
