import type { Forecast } from '../ledger/forecast.ts'
import type { Pareto } from '../ledger/pareto.ts'
import { type CostRow, dimensions, type Sums } from '../ledger/summary.ts'
import type { Costs } from './run/costs.ts'
import { tableOf } from './table.ts'

const numbers = new Intl.NumberFormat('en')

const count = (value: number): string => numbers.format(value)

const many = (value: number, one: string, more = `${one}s`): string => `${count(value)} ${value === 1 ? one : more}`

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const columns = ['turns', 'hit rate', 'calls', 'tokens spent', 'tokens saved', 'USD spent', 'USD baseline', 'USD saved']

const cellsOf = ({ turns, hitRate, calls, tokens, usd }: Sums): readonly string[] => [
  count(turns),
  percent(hitRate),
  count(calls),
  count(tokens.spent),
  count(tokens.saved),
  usd.spent,
  usd.baseline,
  usd.saved,
]

/** What the sums make of degraded answers; null where there are none. */
const degradedText = ({ degraded: { turns, hits, usd }, baselineModel }: Costs): string | null => {
  if (turns === 0) return null
  return [
    `${many(turns, 'turn')} degraded to the help centre.`,
    ...(turns === hits ? [] : [`Not counted as saved: ${usd.unclaimed} USD that ${baselineModel} would have cost.`]),
    ...(hits === 0 ? [] : [`Saved by ${many(hits, 'hit')} on such answers: ${usd.saved} USD.`]),
  ].join(' ')
}

/** What canonical answers took and spared; null where none were offered. */
const choicesText = ({ choices: { offered, chosen, tokens, usd } }: Costs): string | null =>
  offered === 0
    ? null
    : `${many(offered, 'miss', 'misses')} shown existing answers, ${count(chosen)} chose one: ${many(tokens.spent, 'token')} more sent (${usd.spent} USD), ${many(tokens.saved, 'token')} fewer received (${usd.saved} USD).`

/** How sure the savings are; null where there was no hit. */
const intervalText = ({ savedInterval: { checks, chosen, usd, cannotTell }, hitRate }: Costs): string | null => {
  if (hitRate === 0) return null
  if (usd === null) return `How sure the USD saved are cannot be known: ${cannotTell}.`
  const by = chosen === 0 ? '' : `, ${count(chosen)} of them with an existing one`
  return `Saved with 95 % confidence: ${usd.low} to ${usd.high} USD, by ${many(checks, 'hit')} that were answered afresh${by}.`
}

/** What was asked beside the turns of customers; null where nothing was. */
const ownText = ({ own: { turns, tokens, usd } }: Costs): string | null =>
  turns === 0
    ? null
    : `In what was spent: ${many(turns, 'turn')} of its own, for tasks, checks, judgements and summaries, with ${many(tokens, 'token')} (${usd} USD).`

const sumsTable = (costs: Costs): string => {
  const by = dimensions.filter(name => costs.rows.some(row => name in row))
  const head = by.length === 0 ? [''] : by
  const nameOf = (row: CostRow): readonly string[] => by.map(name => row[name] ?? '')
  return tableOf(
    [...head, ...columns],
    [
      ...costs.rows.map(row => [...nameOf(row), ...cellsOf(row)]),
      ['all', ...head.slice(1).map(() => ''), ...cellsOf(costs)],
    ],
    head.length,
  )
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

const paretoText = ({ clusters, driving, coverage, rows, unknown, cannotTell }: Pareto): string =>
  [
    driving === 0
      ? 'Nothing was spent, so no question drives it.'
      : `${count(driving)} of ${count(clusters)} questions account for ${percent(coverage)} of what was spent:`,
    ...(rows.length === 0
      ? []
      : [
          tableOf(
            ['question', 'scene', 'turns', 'hits', 'USD spent', 'share', 'with those above'],
            rows.map(({ example, scene, turns, hits, usd, share, cumulative }) => [
              short(example.replaceAll(/\s+/g, ' ')),
              scene,
              count(turns),
              count(hits),
              usd.spent,
              percent(share),
              percent(cumulative),
            ]),
            2,
          ),
        ]),
    ...(driving > rows.length ? [`and ${count(driving - rows.length)} more: --limit`] : []),
    ...(unknown.turns === 0
      ? []
      : [`${count(unknown.turns)} turns (${unknown.spent} USD) have no question on the log any more.`]),
    ...cannotTell.map(limit => `Bear in mind: ${limit}.`),
  ].join('\n')

const budgetText = ({ cannotTell, budget }: Forecast): string => {
  if (budget === null) return 'No budget is configured for it: budget.monthlyUsd, or budget.tenants.'
  const { usd, used, usedUpOn } = budget
  const share = `Of its budget of ${usd} USD ${percent(used)} is used`
  if (used >= 1) return `${share}; it was used up on ${usedUpOn}.`
  if (cannotTell !== null) return `${share}.`
  return usedUpOn === null ? `${share}; it will not be used up.` : `${share}; it will be used up on ${usedUpOn}.`
}

const forecastText = (forecast: Forecast): string => {
  const { month, spent, days, end, basis, cannotTell } = forecast
  return [
    `${month} so far: ${spent} USD${days.length === 0 ? '' : ', by days (UTC):'}`,
    ...(days.length === 0
      ? []
      : [
          tableOf(
            ['day', 'USD spent'],
            days.map(({ day, spent }) => [day, spent]),
            1,
          ),
        ]),
    end === null
      ? `What it will come to cannot be known yet: ${cannotTell}.`
      : `It will come to about ${end.estimate} USD, with 95 % confidence to ${end.low} to ${end.high}, if the rest goes as the last ${basis.wholeDays} whole days did${basis.byWeekday ? ', each weekday by itself' : ''}.`,
    budgetText(forecast),
  ].join('\n')
}

/** The sums of the ledger for a terminal. */
export const costsText = (costs: Costs): string => {
  const { since, turns, baselineModel, unpriced, forecast, pareto } = costs
  if (since === null) return 'The ledger has no such turn: none has been answered yet.'
  const without = Object.entries(unpriced ?? {})
  const degraded = degradedText(costs)
  const choices = choicesText(costs)
  const own = ownText(costs)
  const interval = intervalText(costs)
  return [
    `${count(turns)} turns since ${since}; USD saved is counted against ${baselineModel} answering each with its whole history`,
    sumsTable(costs),
    ...(interval === null ? [] : [interval]),
    ...(degraded === null ? [] : [degraded]),
    ...(choices === null ? [] : [choices]),
    ...(own === null ? [] : [own]),
    ...(without.length === 0
      ? []
      : [
          `No price for ${without.map(([model, lines]) => `${model} (${count(lines)} turns)`).join(', ')}: counted as 0.`,
        ]),
    ...(forecast ? [forecastText(forecast)] : []),
    ...(pareto ? [paretoText(pareto)] : []),
  ].join('\n')
}
