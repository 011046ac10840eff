import type { SweepResult, Swept } from '../sweep/result.ts'
import type { Estimate } from '../whatif/paired.ts'
import { tableOf } from './table.ts'

const numbers = new Intl.NumberFormat('en')

const interval = ({ value, low, high }: Estimate, digits: number, per: number): string => {
  const text = (of: number): string => `${of > 0 ? '+' : ''}${(of * per).toFixed(digits)}`
  return low === null || high === null ? text(value) : `${text(value)} [${text(low)}, ${text(high)}]`
}

/** Configurations that come to the same are one row. */
const rowOf = (swept: Swept, alike: readonly Swept[] = []): readonly string[] => [
  `${swept.set.length === 0 ? 'as recorded' : swept.set.join(' ')}${alike.length > 1 ? `, and ${alike.length - 1} that come to the same` : ''}`,
  `${(swept.hit_rate * 100).toFixed(2)} %`,
  swept.set.length === 0 ? '' : interval(swept.difference.hit_rate, 2, 100),
  `${numbers.format(swept.wrong_hits)} of ${numbers.format(swept.judged_hits)}`,
  swept.spent_usd,
  swept.set.length === 0 ? '' : interval(swept.difference.spent_usd, 6, 1),
]

const comesTo = ({ set, on_front, ...rest }: Swept): string => JSON.stringify(rest)

/** A sweep for a terminal: what no other configuration is better than in both, the cheapest first, beside what was recorded. */
export const sweepText = (result: SweepResult): string => {
  const { from, to, turns, questions, recorded, as_recorded: asRecorded, configurations, duration_ms: ms } = result
  const front = configurations
    .filter(({ on_front }) => on_front)
    .sort((a, b) => Number(a.spent_usd) - Number(b.spent_usd))
  return [
    `From ${from ?? 'earliest'} to ${to ?? 'latest'}: ${numbers.format(turns)} turns of ${numbers.format(questions)} questions, ${numbers.format(configurations.length)} configurations, in ${(ms / 1_000).toFixed(1)} s.`,
    `Really ${(recorded.hit_rate * 100).toFixed(2)} % were hits. No other of them spends as little and is as seldom wrong as one of these:`,
    tableOf(
      ['', 'hit rate', 'points more', 'wrong of judged hits', 'USD spent', 'USD more'],
      [rowOf(asRecorded), ...[...Map.groupBy(front, comesTo).values()].map(alike => rowOf(alike[0]!, alike))],
      1,
    ),
    'A hit is judged by marks, or where a model has answered that very turn; those that were refused then count most.',
    'A sweep follows the caches and what a miss costs. Look at one with all that follows from it: turnstream whatif --set …',
  ].join('\n')
}
