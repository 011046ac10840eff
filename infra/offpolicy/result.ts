import type { DeciderConfiguration, Tier } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { laidOver } from '../configuration/load.ts'
import type { Log } from '../log/in-use.ts'
import { createFacts } from '../runtime/facts.ts'
import { followViews } from '../runtime/views.ts'
import type { Estimate } from '../whatif/paired.ts'
import { effectiveSize, ips, meanOf, snips } from './estimate.ts'
import { type RoutedRow, readRows } from './rows.ts'

/** What is estimated of each: shares of turns, USD a turn, ms. */
export const offPolicyMetrics = ['usd', 'latency_ms', 'unhelpful'] as const
export type OffPolicyMetric = (typeof offPolicyMetrics)[number]

/** The document of `turnstream whatif --off-policy --json`. */
export interface OffPolicy {
  readonly kind: 'off-policy'
  readonly from: string | null
  readonly to: string | null
  readonly set: readonly string[]
  /** Turns that a model was asked for, by a tier that the router chose or that was explored. */
  readonly turns: number
  readonly explored: number
  /** Share of turns by tier, as they were routed and as they would be. */
  readonly tiers: Readonly<Record<Tier, { readonly logged: number; readonly other: number }>>
  /** Share of turns that would be sent where they were never sent; what came of those is not estimated. */
  readonly unseen: number
  /** As many turns that were really routed so would tell about as much. */
  readonly effective_turns: number
  readonly estimates: Readonly<
    Record<OffPolicyMetric, { readonly logged: Estimate; readonly ips: Estimate; readonly snips: Estimate }>
  >
}

export interface OffPolicyOptions {
  readonly log: Log
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  readonly set: readonly string[]
  readonly onPassed?: (records: number) => void
}

/** What decides on a tier once a turn is scored. */
const routing = ['smallBelow', 'mediumBelow', 'confidence', 'stickyMs', 'hysteresis', 'explore'].map(
  name => `route.${name}`,
)

/** Share of turns beyond which too little is known of where they would be sent. */
const mostUnseen = 0.01
/** Turns' worth below which an estimate would be a guess. */
const leastEffective = 100

const checkSet = (set: readonly string[]): void => {
  if (set.length === 0)
    throw turnstreamError('USAGE', '--off-policy estimates another router: say with --set what would be otherwise')
  const path = set.map(each => each.split('=')[0]!).find(each => !routing.includes(each))
  if (path !== undefined)
    throw turnstreamError(
      'USAGE',
      `--set ${path}: off-policy estimates follow ${routing.join(', ')}; for anything else try a what-if without --off-policy`,
    )
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Throws NO_OVERLAP. */
const checkOverlap = (rows: readonly RoutedRow[], unseen: number, effective: number): void => {
  const advice =
    'set route.explore to 0.05 or so on live traffic, wait for some thousand turns that miss, and ask again'
  if (unseen > mostUnseen) {
    const by = (['small', 'medium', 'large'] as const)
      .map(tier => ({ tier, share: rows.reduce((sum, row) => sum + (row.wanted === tier ? row.unseen : 0), 0) }))
      .toSorted((a, b) => b.share - a.share)[0]!.tier
    throw turnstreamError(
      'NO_OVERLAP',
      `${percent(unseen)} of ${rows.length} turns would go where such a turn never went, most of them to the ${by} tier: what would come of that the log cannot tell; ${advice}`,
      { details: { turns: rows.length, unseen, tier: by } },
    )
  }
  if (effective < leastEffective)
    throw turnstreamError(
      'NO_OVERLAP',
      `the ${rows.length} turns tell of it as much as ${effective.toFixed(0)} would that were really routed so, and ${leastEffective} are needed; ${advice}`,
      { details: { turns: rows.length, effective_turns: effective } },
    )
}

const iso = (ms: number): string | null => (Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : null)

/**
 * What another router would have come to on the turns that missed, by how likely each was sent where it went. Throws USAGE for what it does not follow, CONFIG_INVALID,
 * UNAVAILABLE where no turn was routed in the range, NO_OVERLAP where too little of what it would do was ever done.
 */
export const offPolicy = async (options: OffPolicyOptions): Promise<OffPolicy> => {
  const { log, fromMs, toMs, set, onPassed = () => undefined } = options
  checkSet(set)
  const views = await followViews(log)
  views.stop()
  laidOver(views.current().configuration, set)
  const laid = new WeakMap<DeciderConfiguration, DeciderConfiguration>()
  const rows = await readRows({
    ...{ log, facts: createFacts(log), views, fromMs, toMs, onPassed },
    laidOver: base => {
      const found = laid.get(base) ?? laidOver(base, set)
      laid.set(base, found)
      return found
    },
  })
  if (rows.length === 0)
    throw turnstreamError(
      'UNAVAILABLE',
      `no turn was routed to a tier from ${iso(fromMs) ?? 'earliest'} to ${iso(toMs) ?? 'latest'}`,
    )
  const share = (of: (row: RoutedRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const unseen = share(row => row.unseen)
  const effective = effectiveSize(rows)
  checkOverlap(rows, unseen, effective)
  const estimatesOf = (reward: (row: RoutedRow) => number) => {
    const rewards = rows.map(reward)
    return { logged: meanOf(rows, rewards), ips: ips(rows, rewards), snips: snips(rows, rewards) }
  }
  const tierOf = (tier: Tier) => ({
    logged: share(row => (row.tier === tier ? 1 : 0)),
    other: share(row => row.other.get(tier) ?? 0),
  })
  return {
    ...{ kind: 'off-policy', from: iso(fromMs), to: iso(toMs), set },
    turns: rows.length,
    explored: rows.filter(({ isExplored }) => isExplored).length,
    tiers: { small: tierOf('small'), medium: tierOf('medium'), large: tierOf('large') },
    ...{ unseen, effective_turns: effective },
    estimates: {
      usd: estimatesOf(({ usd }) => usd),
      latency_ms: estimatesOf(({ latencyMs }) => latencyMs),
      unhelpful: estimatesOf(({ unhelpful }) => (unhelpful ? 1 : 0)),
    },
  }
}
