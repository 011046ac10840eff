import { describe, expect, it } from 'vitest'
import { seededRandom } from '../runtime/simulation/random.ts'
import { type Cell, emptyCell } from './cells.ts'
import { forecastOf } from './forecast.ts'
import { lineOf } from './ledger.fixtures.ts'
import { t95 } from './student.ts'

const dayMs = 86_400_000

/** A cell of what a day has taken. */
const spentOn = (day: string, usd: number): Cell => ({
  ...emptyCell(lineOf({ day })),
  spentPicoUsd: BigInt(Math.round(usd * 1e6)) * 1_000_000n,
})
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
/** Cells of days in a row. */
const daysFrom = (first: string, amounts: readonly number[]): readonly Cell[] =>
  amounts.map((usd, n) => spentOn(dayOf(Date.parse(first) + n * dayMs), usd))
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`)

it.each([
  [6, 2.4469],
  [7, 2.3646],
  [10, 2.2281],
  [30, 2.0423],
  [49, 2.0096],
])('the 0.975 quantile of t with %d degrees of freedom is that of the tables', (degrees, quantile) => {
  expect(Math.abs(t95(degrees) - quantile)).toBeLessThan(0.002)
})

it('adds up the month by days, exactly, and leaves other months out', () => {
  const cells = [
    spentOn('2026-01-31', 5),
    spentOn('2026-02-01', 0.1),
    spentOn('2026-02-01', 0.2),
    spentOn('2026-02-03', 1),
  ]
  expect(forecastOf(cells, noon('2026-02-03'), null)).toMatchObject({
    month: '2026-02',
    spent: '1.3',
    days: [
      { day: '2026-02-01', spent: '0.3' },
      { day: '2026-02-02', spent: '0' },
      { day: '2026-02-03', spent: '1' },
    ],
    budget: null,
  })
})

it('says with less than a week of whole days that it cannot tell, and why; a first day is not whole', () => {
  const { end, cannotTell, budget } = forecastOf(daysFrom('2026-03-01', Array(7).fill(1)), noon('2026-03-07'), 100)
  expect(end).toBeNull()
  expect(cannotTell).toBe('the ledger has 5 whole days before today, and a forecast takes 7')
  expect(budget).toEqual({ usd: '100', left: '93', used: 0.07, usedUpOn: null })
  expect(forecastOf([], noon('2026-03-07'), null)).toMatchObject({ spent: '0', days: [], end: null })
})

it('expects of each weekday what it has taken, and of even spending the same with nothing to spare', () => {
  // Sundays take 1 USD, other days 4: 1 March 2026 is a Sunday.
  const amounts = Array.from({ length: 40 }, (_, n) => (n % 7 === 0 ? 1 : 4))
  const cells = daysFrom('2026-02-01', amounts).filter(({ day }) => day < '2026-03-10')
  // Five Sundays and 26 others in March.
  expect(forecastOf(cells, noon('2026-03-10'), null)).toMatchObject({
    spent: String(2 * 1 + 7 * 4),
    end: { estimate: '109', low: '109', high: '109' },
    basis: { wholeDays: 36, byWeekday: true },
  })
})

it('takes all days alike where a weekday was seen but once, and looks at no more than eight weeks', () => {
  const few = forecastOf(daysFrom('2026-04-01', Array(10).fill(2)), noon('2026-04-11'), null)
  expect(few).toMatchObject({ end: { estimate: '60' }, basis: { wholeDays: 9, byWeekday: false } })
  const long = [...daysFrom('2026-01-01', Array(60).fill(100)), ...daysFrom('2026-03-02', Array(60).fill(1))]
  expect(forecastOf(long, noon('2026-05-01'), null)).toMatchObject({
    end: { estimate: '31', low: '31', high: '31' },
    basis: { wholeDays: 56 },
  })
})

it('counts a day that has taken more than usual already as what it has taken', () => {
  const cells = [...daysFrom('2026-04-01', Array(29).fill(1)), spentOn('2026-04-30', 6)]
  expect(forecastOf(cells, noon('2026-04-30'), null).end).toMatchObject({ estimate: '35', low: '35' })
})

it.each([
  [100, null],
  [30, '2026-04-30'],
  [25.5, '2026-04-26'],
  [20, '2026-04-20'],
  [3, '2026-04-03'],
])('a budget of %d USD at 1 USD a day is used up on %s', (budget, day) => {
  const cells = daysFrom('2026-03-20', Array(32).fill(1)).filter(cell => cell.day <= '2026-04-20')
  expect(forecastOf(cells, noon('2026-04-20'), budget).budget).toMatchObject({ usedUpOn: day })
})

/**
 * Months with a week of their own and multiplicative noise of 25 %, seen on some day, after `history` whole days; how many ended within
 * the interval.
 */
const covered = (months: number, history: number, seed: number): number => {
  const random = seededRandom(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const week = [0.4, 1.1, 1.2, 1.1, 1, 0.9, 0.5]
  let within = 0
  for (let n = 0; n < months; n++) {
    const monthStart = Date.UTC(2026, random.int(0, 11))
    const monthEnd = Date.UTC(new Date(monthStart).getUTCFullYear(), new Date(monthStart).getUTCMonth() + 1)
    const today = monthStart + random.int(0, Math.round((monthEnd - monthStart) / dayMs) - 1) * dayMs
    const level = 1 + 99 * random.next()
    const first = today - (history + 1) * dayMs
    const amounts = Array.from({ length: (monthEnd - first) / dayMs }, (_, d) => {
      const weekday = new Date(first + d * dayMs).getUTCDay()
      return level * week[weekday]! * Math.exp(0.25 * normal())
    })
    const share = random.next()
    const known = amounts.slice(0, history + 2).map((usd, d) => (d === history + 1 ? usd * share : usd))
    const { end } = forecastOf(daysFrom(dayOf(first), known), today + share * dayMs, null)
    const truth = amounts.reduce((total, usd, d) => (first + d * dayMs < monthStart ? total : total + usd), 0)
    if (Number(end!.low) <= truth && truth <= Number(end!.high)) within++
  }
  return within / months
}

describe('the interval of 95 %', () => {
  it.each([56, 28, 14])('has the end of 90 to 99 of 100 simulated months after %d whole days', history => {
    const share = covered(300, history, history)
    expect(share).toBeGreaterThanOrEqual(0.9)
    expect(share).toBeLessThanOrEqual(0.99)
  })
  it('is rather too wide than too narrow while weekdays cannot be told apart', () => {
    expect(covered(300, 10, 10)).toBeGreaterThanOrEqual(0.9)
  })
})
