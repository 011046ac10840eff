import type { Side, Unknowns } from '../whatif/compare.ts'
import type { Estimate } from '../whatif/paired.ts'
import type { Summary } from '../whatif/summary.ts'
import type { Replayed, WhatIf } from '../whatif/whatif.ts'
import { tableOf } from './table.ts'

const numbers = new Intl.NumberFormat('en')
const count = (value: number): string => numbers.format(value)
const many = (value: number, one: string, more = `${one}s`): string => `${count(value)} ${value === 1 ? one : more}`
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`
const usd = (value: number): string => value.toFixed(6)
const ms = (value: number | null): string => (value === null ? 'unknown' : `${Math.round(value)} ms`)

/** A difference with its sign and its interval. */
const difference = ({ value, low, high }: Estimate, text: (value: number) => string): string => {
  const signed = (of: number): string => `${of > 0 ? '+' : ''}${text(of)}`
  return low === null || high === null
    ? `${signed(value)} (interval unknown)`
    : `${signed(value)} [${signed(low)}, ${signed(high)}]`
}

const points = (share: number): string => (share * 100).toFixed(2)
const whole = (value: number): string => count(Math.round(value))

const layersText = ({ by_layer: { exact, hot, cold } }: Summary): string =>
  `${count(exact ?? 0)} / ${count(hot ?? 0)} / ${count(cold ?? 0)}`

const mixText = ({ by_tier: tiers }: Summary): string =>
  Object.entries(tiers)
    .map(([tier, turns]) => `${tier} ${count(turns)}`)
    .join(', ')

const wrongText = ({ wrong_hits: wrong, judged_hits: judged }: Summary): string => `${count(wrong)} of ${count(judged)}`

const wholeTable = (
  columns: readonly (readonly [name: string, summary: Summary])[],
  { difference: by }: Pick<Side, 'difference'>,
): string => {
  const row = (name: string, of: (summary: Summary) => string, less = ''): readonly string[] => [
    ...[name, ...columns.map(([, summary]) => of(summary)), less],
  ]
  return tableOf(
    ['', ...columns.map(([name]) => name), 'difference'],
    [
      row('turns', ({ turns }) => count(turns)),
      row('hit rate, points', ({ hit_rate }) => percent(hit_rate), difference(by.hit_rate, points)),
      row('exact / hot / cold', layersText),
      row(
        'wrong of judged hits',
        wrongText,
        difference(by.wrong_hits, value => value.toFixed(1)),
      ),
      row('USD spent', ({ spent_usd }) => spent_usd, difference(by.spent_usd, usd)),
      row('of that estimated', ({ estimated_usd }) => estimated_usd),
      row('USD saved', ({ saved_usd }) => saved_usd),
      row('tokens', ({ tokens }) => count(tokens), difference(by.tokens, whole)),
      row('tiers of misses', mixText),
      row('degraded', ({ degraded }) => count(degraded)),
      row('p50 / p95 / p99', ({ latency_ms: { p50, p95, p99 } }) => `${ms(p50)} / ${ms(p95)} / ${ms(p99)}`),
      row('own turns, USD', ({ own }) => `${count(own.turns)}, ${own.usd}`),
    ],
    1,
  )
}

const groupTable = (name: string, groups: Readonly<Record<string, Side>>): readonly string[] => {
  const rows = Object.entries(groups)
  if (rows.length < 2) return []
  return [
    tableOf(
      [name, 'turns', 'hit rate A', 'hit rate B', 'B less A', 'USD A', 'USD B', 'B less A'],
      rows.map(([group, { a, b, difference: by }]) => [
        ...[group, count(a.turns), percent(a.hit_rate), percent(b.hit_rate), difference(by.hit_rate, points)],
        ...[a.spent_usd, b.spent_usd, difference(by.spent_usd, usd)],
      ]),
      1,
    ),
  ]
}

const unknownText = (name: string, unknown: Unknowns): string =>
  [
    `${name}: ${many(unknown.replies_stood_in, 'reply', 'replies')} that no model gave, stood in for by what the turn was told`,
    `${count(unknown.replies_to_other_prompts)} to another prompt than was recorded`,
    `${count(unknown.replies_unknown)} of which nothing is known`,
    `${many(unknown.hits_unjudged, 'hit')} that nobody has judged`,
  ].join('; ')

const changedText = ({ changed: { turns, ways, rows } }: Pick<WhatIf, 'changed'>): readonly string[] => {
  if (turns === 0) return ['No turn would have been answered otherwise.']
  return [
    `${many(turns, 'turn')} would have been answered otherwise: ${Object.entries(ways)
      .map(([way, n]) => `${way} ${count(n)}`)
      .join(', ')}.`,
    ...(rows.length === 0
      ? []
      : [
          tableOf(
            ['turn', 'scene', 'A', 'B', 'USD, B less A'],
            rows.map(({ turn_id, scene, a, b, cost_difference_usd }) => [
              ...[turn_id, scene, a, b],
              usd(cost_difference_usd),
            ]),
            4,
          ),
        ]),
  ]
}

const setText = (set: readonly string[]): string => (set.length === 0 ? 'as recorded' : set.join(' '))

const rangeText = ({ from, to, cold }: Pick<WhatIf, 'from' | 'to' | 'cold'>): string =>
  `From ${from ?? 'earliest'} to ${to ?? 'latest'}${cold ? ', beginning with empty caches' : ''}.`

const deadText = (name: string, of: Readonly<Record<string, number>>): readonly string[] =>
  Object.keys(of).length === 0 ? [] : [`${name}: no decision could be made on some inputs: ${JSON.stringify(of)}`]

/** A comparison for a terminal. */
export const whatIfText = (result: WhatIf): string => {
  const { set_a: setA, set_b: setB, recorded, a, b, by_scene: scenes, by_day: days, unknown, dead, unsaid } = result
  return [
    `${rangeText(result)} A: ${setText(setA)}. B: ${setText(setB)}.`,
    wholeTable(
      [
        ['recorded', recorded],
        ['A', a],
        ['B', b],
      ],
      result,
    ),
    ...groupTable('scene', scenes),
    ...groupTable('day', days),
    ...changedText(result),
    'What the log cannot tell:',
    unknownText('A', unknown.a),
    unknownText('B', unknown.b),
    `What was said of answers that were not given: ${count(unsaid.a)} in A, ${count(unsaid.b)} in B.`,
    ...deadText('A', dead.a),
    ...deadText('B', dead.b),
  ].join('\n')
}

/** A replay for a terminal. */
export const replayedText = (result: Replayed & { readonly into: string | null }): string => {
  const { set, a, b, by_day: days, unknown, dead, unsaid, into } = result
  return [
    `${rangeText(result)} Replayed ${setText(set)}.`,
    wholeTable(
      [
        ['recorded', a],
        ['replayed', b],
      ],
      result,
    ),
    ...groupTable('day', days),
    ...changedText(result),
    unknownText('What the log cannot tell', unknown.b),
    `What was said of answers that were not given: ${count(unsaid)}.`,
    ...deadText('Dead letters', dead),
    into === null
      ? 'Nothing was written: --execute --into DIRECTORY would.'
      : `Written to ${into}: npx turnstream costs --data-dir ${into}`,
  ].join('\n')
}
