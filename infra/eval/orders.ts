import { type CacheRow, sampled } from './rows.ts'

/** One group after another, by name and text: the first questions of each find neighbours that agree on the answer of the last. */
export const sortedByGroup = (rows: readonly CacheRow[]): readonly CacheRow[] =>
  rows.toSorted((a, b) => (a.group === b.group ? Number(a.text > b.text) - 0.5 : Number(a.group > b.group) - 0.5))

/** Runs of at most `length` rows of one group, in an order that the seed draws; without a length one run for each group. */
export const inRuns = (rows: readonly CacheRow[], seed: number, length = rows.length): readonly CacheRow[] => {
  const groups = [...Map.groupBy(sampled(rows, rows.length, seed), ({ group }) => group).values()]
  const runs = groups.flatMap(those =>
    Array.from({ length: Math.ceil(those.length / length) }, (_, n) => those.slice(n * length, (n + 1) * length)),
  )
  return sampled(runs, runs.length, seed).flat()
}
