import { button, make } from './dom.ts'
import { count, ms, percent, plural, usd } from './format.ts'
import { frontPlot, nameOf } from './front-plot.ts'
import { intervalPlot, intervalScale } from './interval-plot.ts'
import type { Estimate, Sides, Sums, SweepResult, Swept, WhatIfResult } from './replay-shape.ts'

const signed = (value: number, text: (value: number) => string): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${text(Math.abs(value))}`

const points = (share: number): string => `${(share * 100).toFixed(2)} points`

const differenceText = ({ value, low, high }: Estimate, text: (value: number) => string): string =>
  low === null || high === null
    ? signed(value, text)
    : `${signed(value, text)} (${signed(low, text)} to ${signed(high, text)})`

const cell = (content: Node | string): HTMLElement => make('td', {}, content)

const row = (name: string, { a, b }: Sides, of: (sums: Sums) => string, less: string): HTMLElement =>
  make('tr', {}, make('th', { scope: 'row' }, name), cell(of(a)), cell(of(b)), cell(less))

const layers = ({ by_layer: by }: Sums): string =>
  ['exact', 'hot', 'cold'].map(name => count(by[name] ?? 0)).join(' / ')
const tiers = ({ by_tier: by }: Sums): string =>
  Object.entries(by)
    .map(([name, turns]) => `${name} ${count(turns)}`)
    .join(', ') || 'none'
const latency = ({ latency_ms: { p50, p95, p99 } }: Sums): string =>
  [p50, p95, p99].map(value => (value === null ? 'unknown' : ms(value))).join(' / ')

const table = (caption: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement =>
  make(
    'div',
    { class: 'replay-table', tabindex: 0, role: 'group', 'aria-label': caption },
    make(
      'table',
      { class: 'figures-table' },
      make('caption', {}, caption),
      make('thead', {}, make('tr', {}, ...heads.map(name => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...rows),
    ),
  )

const wholeTable = (result: WhatIfResult): HTMLElement => {
  const { hit_rate: hits, spent_usd: spent, tokens, wrong_hits: wrong } = result.difference
  return table(
    'A and B on the same turns; differences of B with 95 % intervals over questions',
    ['', 'A', 'B', 'B less A'],
    [
      row('Hit rate', result, sums => percent(sums.hit_rate), differenceText(hits, points)),
      row('Exact / hot / cold', result, layers, ''),
      row(
        'Wrong of judged hits',
        result,
        sums => `${count(sums.wrong_hits)} of ${count(sums.judged_hits)}`,
        differenceText(wrong, value => value.toFixed(1)),
      ),
      row('Spent', result, sums => usd(Number(sums.spent_usd)), differenceText(spent, usd)),
      row(
        'Tokens',
        result,
        sums => count(sums.tokens),
        differenceText(tokens, value => count(Math.round(value))),
      ),
      row('p50 / p95 / p99', result, latency, ''),
      row('Tiers of misses', result, tiers, ''),
    ],
  )
}

/** One row for each scene or day: what changes there, drawn on one scale. */
const groupTable = (what: string, groups: Readonly<Record<string, Sides>>): HTMLElement | null => {
  const entries = Object.entries(groups)
  if (entries.length < 2) return null
  const hits = intervalScale(entries.map(([, { difference }]) => difference.hit_rate))
  const spent = intervalScale(entries.map(([, { difference }]) => difference.spent_usd))
  return table(
    `B less A by ${what}: to the right is more, the line its 95 % interval where there is one`,
    [what, 'turns', `hit rate, ±${points(hits)}`, `spent, ±${usd(spent)}`],
    entries.map(([name, { a, difference }]) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, name),
        cell(count(a.turns)),
        cell(intervalPlot(difference.hit_rate, hits, differenceText(difference.hit_rate, points))),
        cell(intervalPlot(difference.spent_usd, spent, differenceText(difference.spent_usd, usd))),
      ),
    ),
  )
}

const changedList = ({ changed }: WhatIfResult, explain: (turnId: string) => void): HTMLElement => {
  if (changed.turns === 0) return make('p', {}, 'No turn would have been answered otherwise.')
  const ways = Object.entries(changed.ways)
    .slice(0, 6)
    .map(([way, turns]) => `${way.replace('->', '→')} ${count(turns)}`)
  return make(
    'div',
    { class: 'replay-changed' },
    make('p', {}, `${plural(changed.turns, 'turn')} would have been answered otherwise: ${ways.join(', ')}.`),
    make(
      'ul',
      { 'aria-label': 'Turns that differ most in cost' },
      ...changed.rows.map(({ turn_id: id, scene, a, b, cost_difference_usd: by }) =>
        make(
          'li',
          {},
          button('Why', () => explain(id), { class: 'quiet', 'aria-label': `Why ${id} was answered so` }),
          ` ${scene}: ${a} → ${b}, ${signed(by, usd)}`,
        ),
      ),
    ),
  )
}

const whatIfParts = (result: WhatIfResult, explain: (turnId: string) => void): readonly (HTMLElement | null)[] => {
  const { recorded, a, unknown } = result
  return [
    wholeTable(result),
    make(
      'p',
      { class: 'about' },
      `Really ${percent(recorded.hit_rate)} were hits, for ${usd(Number(recorded.spent_usd))}; A comes to ${percent(a.hit_rate)} and ${usd(Number(a.spent_usd))}: so far is this to be trusted. Of B the log cannot tell ${plural(unknown.b.replies_stood_in, 'reply', 'replies')} that no model gave, ${count(unknown.b.replies_unknown)} of which nothing is known, and whether ${plural(unknown.b.hits_unjudged, 'hit')} were right.`,
    ),
    groupTable('scene', result.by_scene),
    groupTable('day', result.by_day),
    changedList(result, explain),
  ]
}

const sweepParts = (result: SweepResult): readonly (HTMLElement | SVGElement | null)[] => {
  const front = result.configurations
    .filter(({ on_front }) => on_front)
    .sort((a, b) => Number(a.spent_usd) - Number(b.spent_usd))
  const line = (swept: Swept): HTMLElement =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('code', {}, nameOf(swept))),
      cell(percent(swept.hit_rate)),
      cell(`${count(swept.wrong_hits)} of ${count(swept.judged_hits)}`),
      cell(usd(Number(swept.spent_usd))),
    )
  return [
    make('div', { class: 'front-plot' }, frontPlot(result)),
    table(
      `None of ${plural(result.configurations.length, 'configuration')} spends as little and is as seldom wrong as one of these, over ${plural(result.turns, 'turn')}`,
      ['', 'hit rate', 'wrong of judged', 'spent'],
      [result.as_recorded, ...front].map(line),
    ),
  ]
}

/** What a replay has come to; `explain` opens why a turn was answered as it was. */
export const replayResult = (result: WhatIfResult | SweepResult, explain: (turnId: string) => void): HTMLElement => {
  const parts = result.kind === 'sweep' ? sweepParts(result) : whatIfParts(result, explain)
  return make('div', { class: 'replay-result' }, ...parts)
}
