import Table from 'cli-table3'
import type { CacheEvaluation } from './cache.ts'
import type { Interval } from './interval.ts'
import { markOf, plotText } from './plot-text.ts'
import type { ThresholdsEvaluation } from './thresholds.ts'

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`

const between = ([low, high]: Interval): string => `${percent(low)} to ${percent(high)}`

const ms = (value: number): string => `${value.toFixed(2)} ms`

/** The result of `eval cache` for a terminal. */
export const formatCacheEvaluation = (result: CacheEvaluation): string => {
  const { requests, hits, ci95, latencyMs } = result
  const table = new Table({ head: ['', 'count', 'share', '95 % interval'], style: { head: [], border: [] } })
  table.push(
    ['requests', requests, '', ''],
    ['exact hits', hits.exact, percent(requests === 0 ? 0 : hits.exact / requests), ''],
    ['semantic hits', hits.semantic, percent(requests === 0 ? 0 : hits.semantic / requests), ''],
    ['all hits', hits.exact + hits.semantic, percent(result.hitRate), between(ci95.hitRate)],
    ['false hits, of hits', result.falseHits, percent(result.falsePerHit), between(ci95.falsePerHit)],
    ['wrong choices on a miss', result.wrongOnMiss, '', ''],
    [
      'wrong answers, of requests',
      result.falseHits + result.wrongOnMiss,
      percent(result.falsePerRequest),
      between(ci95.falsePerRequest),
    ],
    ['model calls', result.modelCalls, '', ''],
  )
  return [
    table.toString(),
    `Lookup: p50 ${ms(latencyMs.p50)}, p95 ${ms(latencyMs.p95)}, p99 ${ms(latencyMs.p99)}. Configuration ${result.configHash}.`,
  ].join('\n')
}

/** The result of `eval thresholds` for a terminal: a table and a plot. */
export const formatThresholdsEvaluation = ({ requests, thresholds }: ThresholdsEvaluation): string => {
  const table = new Table({
    head: ['', 'threshold', 'hits', '95 % interval', 'wrong hits', 'of hits', '95 % interval', 'model calls'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...Array.from({ length: 7 }, () => 'right' as const)],
  })
  table.push(
    ...thresholds.map(({ threshold, hitRate, falseHits, falsePerHit, modelCalls, ci95 }, index) => [
      markOf(index),
      threshold,
      percent(hitRate),
      between(ci95.hitRate),
      falseHits,
      percent(falsePerHit),
      between(ci95.falsePerHit),
      modelCalls,
    ]),
  )
  return [table.toString(), plotText(thresholds), `${requests} requests.`].join('\n')
}
