import { drawnFor } from '../../processors/draw.ts'
import { layers } from '../ledger/cells.ts'
import { usdText } from '../ledger/usd.ts'
import type { Marks } from './marks.ts'
import type { Outcome, OwnSpending } from './outcomes.ts'

/** What became of turns under one configuration. Money is exact decimal USD. */
export interface Summary {
  readonly turns: number
  /** In [0, 1]; 0 where there is no turn. */
  readonly hit_rate: number
  readonly by_layer: Readonly<Record<string, number>>
  /** Misses by the model that answered; `faq` for the help centre. */
  readonly by_model: Readonly<Record<string, number>>
  readonly by_tier: Readonly<Record<string, number>>
  readonly tokens: number
  readonly spent_usd: string
  /** The part of it that rests on replies of another prompt, or that stand in for some that were never given. */
  readonly estimated_usd: string
  readonly baseline_usd: string
  readonly saved_usd: string
  /** Turns of the last resort, and of hits on its answers. */
  readonly degraded: number
  /** Hits of which the log says whether they were right, and those of them that were wrong. */
  readonly judged_hits: number
  readonly wrong_hits: number
  /** From the recorded ones of turns that were answered alike. */
  readonly latency_ms: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null }
  /** Turns that no customer asked, and what they took: a part of neither the turns nor what was spent. */
  readonly own: { readonly turns: number; readonly tokens: number; readonly usd: string }
}

const picked = (sorted: Float64Array, share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null

/** How long turns took that were answered in one way. */
export interface Latencies {
  /** Of a turn: its own where it was answered so, else one of those that were; null where none was. */
  of(outcome: Outcome): number | null
}

const wayOf = ({ source, model }: Outcome): string => (source === 'model' ? `${source}/${model}` : source)

/** What the recorded outcomes say of how long an answer takes. */
export const latenciesOf = (recorded: ReadonlyMap<string, Outcome>): Latencies => {
  const ways = new Map<string, number[]>()
  for (const outcome of recorded.values()) {
    const way = ways.get(wayOf(outcome))
    if (way) way.push(outcome.latencyMs)
    else ways.set(wayOf(outcome), [outcome.latencyMs])
  }
  return {
    of: outcome => {
      const then = recorded.get(outcome.turnId)
      if (then && wayOf(then) === wayOf(outcome)) return then.latencyMs
      const way = ways.get(wayOf(outcome)) ?? []
      return way[Math.floor(drawnFor(`${outcome.turnId}/latency`) * way.length)] ?? null
    },
  }
}

const countBy = (outcomes: readonly Outcome[], nameOf: (outcome: Outcome) => string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[nameOf(outcome)] = (counts[nameOf(outcome)] ?? 0) + 1
  return counts
}

const money = (outcomes: readonly Outcome[], of: (outcome: Outcome) => number): bigint =>
  outcomes.reduce((sum, outcome) => sum + BigInt(of(outcome)), 0n)

const none: OwnSpending = { turns: 0, tokens: 0, picoUsd: 0n }

export const isEstimated = ({ basis }: Outcome): boolean => basis !== null && basis !== 'recorded'

export const summaryOf = (
  outcomes: readonly Outcome[],
  marks: Marks,
  latencies: Latencies,
  own: Readonly<OwnSpending> = none,
): Summary => {
  const hits = outcomes.filter(({ layer }) => layer !== 'none')
  const misses = outcomes.filter(({ layer }) => layer === 'none')
  const judged = hits.flatMap(({ turnId, answer }) => marks.isRight(turnId, answer) ?? [])
  const spent = money(outcomes, ({ costPicoUsd }) => costPicoUsd)
  const claimed = money(outcomes, ({ claimed, baselinePicoUsd }) => (claimed ? baselinePicoUsd : 0))
  const sorted = Float64Array.from(outcomes.flatMap(outcome => latencies.of(outcome) ?? [])).sort()
  return {
    turns: outcomes.length,
    hit_rate: outcomes.length === 0 ? 0 : hits.length / outcomes.length,
    by_layer: { ...Object.fromEntries(layers.map(layer => [layer, 0])), ...countBy(outcomes, ({ layer }) => layer) },
    by_model: countBy(misses, ({ source, model }) => (source === 'model' ? model : source)),
    by_tier: countBy(
      misses.filter(({ tier }) => tier !== null),
      ({ tier }) => tier!,
    ),
    tokens: outcomes.reduce((sum, { tokens }) => sum + tokens, 0),
    spent_usd: usdText(spent),
    estimated_usd: usdText(money(outcomes.filter(isEstimated), ({ costPicoUsd }) => costPicoUsd)),
    baseline_usd: usdText(money(outcomes, ({ baselinePicoUsd }) => baselinePicoUsd)),
    saved_usd: usdText(claimed - spent),
    degraded: outcomes.filter(({ degraded }) => degraded).length,
    judged_hits: judged.length,
    wrong_hits: judged.filter(isRight => !isRight).length,
    latency_ms: { p50: picked(sorted, 0.5), p95: picked(sorted, 0.95), p99: picked(sorted, 0.99) },
    own: { turns: own.turns, tokens: own.tokens, usd: usdText(own.picoUsd) },
  }
}
