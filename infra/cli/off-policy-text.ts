import { type OffPolicy, type OffPolicyMetric, offPolicyMetrics } from '../offpolicy/result.ts'
import type { Estimate } from '../whatif/paired.ts'
import { tableOf } from './table.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const units: Readonly<Record<OffPolicyMetric, (value: number) => string>> = {
  usd: value => (value * 1_000).toPrecision(3),
  latency_ms: value => value.toFixed(0),
  unhelpful: percent,
}
const names: Readonly<Record<OffPolicyMetric, string>> = {
  usd: 'USD for 1,000 turns',
  latency_ms: 'latency, ms',
  unhelpful: 'marked unhelpful',
}

const estimateText = (metric: OffPolicyMetric, { value, low, high }: Estimate): string => {
  const text = units[metric]
  return low === null || high === null ? text(value) : `${text(value)} (${text(low)} to ${text(high)})`
}

/** An estimate for another router, for terminals. */
export const offPolicyText = (result: OffPolicy): string => {
  const { turns, explored, tiers, effective_turns, estimates, unseen } = result
  const sent = Object.entries(tiers).map(
    ([tier, { logged, other }]) => `${tier} ${percent(logged)} → ${percent(other)}`,
  )
  return [
    `${turns} turns were routed to a tier, ${explored} of them elsewhere than the router had it; they tell as much as ${effective_turns.toFixed(0)} that were really routed so.`,
    `${sent.join(', ')}${unseen > 0 ? `; ${percent(unseen)} would go where no such turn ever went` : ''}`,
    tableOf(
      ['', 'as it was', 'IPS', 'SNIPS'],
      offPolicyMetrics.map(metric => [
        names[metric],
        ...(['logged', 'ips', 'snips'] as const).map(kind => estimateText(metric, estimates[metric][kind])),
      ]),
      1,
    ),
    'Intervals are of 95 %, over questions.',
  ].join('\n')
}
