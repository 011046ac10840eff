import type { Configuration } from '../../processors/configuration.ts'
import type { Cell } from './cells.ts'
import { t95 } from './student.ts'
import { usdText } from './usd.ts'

/** What may be spent in a month, and how it goes. */
export interface BudgetState {
  /** USD, exact decimals; `left` is below 0 where more was spent. */
  readonly usd: string
  readonly left: string
  /** Of the budget, above 1 where more was spent. */
  readonly used: number
  /** UTC day on which it was used up, or will be at that rate; null where not within the month, or nobody can tell. */
  readonly usedUpOn: string | null
}

/** A month's spending and what it is likely to come to. Days are UTC. */
export interface Forecast {
  /** ISO 8601, as 2026-11. */
  readonly month: string
  readonly at: string
  /** So far, USD, exact decimal. */
  readonly spent: string
  /** Each day of the month up to today, none before the first line. */
  readonly days: readonly { readonly day: string; readonly spent: string }[]
  /** At the month's end, USD, with a 95 % prediction interval; null where nobody can tell. */
  readonly end: { readonly estimate: string; readonly low: string; readonly high: string } | null
  /** What `end` rests on: so many whole days before today, each weekday by itself or all alike. */
  readonly basis: { readonly wholeDays: number; readonly byWeekday: boolean }
  /** Why there is no `end`; null where there is one. */
  readonly cannotTell: string | null
  /** Null where none is configured. */
  readonly budget: BudgetState | null
}

/** What a tenant may take in a month, or all together where none is named, USD; null where nobody has said. */
export const budgetFor = ({ monthlyUsd, tenants }: Configuration['budget'], tenant: string | null): number | null =>
  tenant === null ? monthlyUsd : Object.hasOwn(tenants, tenant) ? tenants[tenant]! : null

const dayMs = 86_400_000

/** Older days say little about this month. */
const mostDays = 56
/** A week: with fewer whole days nothing tells Sundays from Mondays, or chance from habit. */
const fewestDays = 7
/** Every weekday at least twice, so that the days can be compared with their own kind. */
const fewestByWeekday = 14

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const weekdayOf = (ms: number): number => new Date(ms).getUTCDay()

/** An amount in USD to 1e-6, the least that a forecast is told to. */
const roughText = (usd: number): string => usdText(BigInt(Math.round(usd * 1e6)) * 1_000_000n)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

interface Usual {
  /** USD that a day of this weekday usually takes. */
  mean(weekday: number): number
  /** Half of the 95 % interval of what days of these weekdays take together, USD. */
  reach(weekdays: readonly number[]): number
}

/**
 * What days take, from past ones: the mean of each weekday, or of all where a weekday has been seen but once. The linear model with a
 * term for each group predicts the sum of m_w new days of group w, seen n_w times, with the variance s² (Σ m_w + Σ m_w² / n_w), s² being
 * that of the residuals, with as many degrees of freedom as there are days less groups (Montgomery, Peck and Vining, "Introduction to
 * Linear Regression Analysis", on the prediction of new observations).
 */
const usualOf = (past: readonly { readonly weekday: number; readonly usd: number }[], byWeekday: boolean): Usual => {
  const groupOf = (weekday: number): number => (byWeekday ? weekday : 0)
  const groups = Map.groupBy(past, ({ weekday }) => groupOf(weekday))
  const means = new Map([...groups].map(([group, days]) => [group, sum(days.map(({ usd }) => usd)) / days.length]))
  const mean = (weekday: number): number => means.get(groupOf(weekday))!
  const degrees = past.length - groups.size
  const variance = sum(past.map(({ weekday, usd }) => (usd - mean(weekday)) ** 2)) / degrees
  return {
    mean,
    reach: weekdays => {
      const ahead = Map.groupBy(weekdays, groupOf)
      const ofMeans = sum([...ahead].map(([group, days]) => days.length ** 2 / groups.get(group)!.length))
      return t95(degrees) * Math.sqrt(variance * (weekdays.length + ofMeans))
    },
  }
}

/**
 * What the month of `atMs` has taken and is likely to. Today counts as one of its kind, or as what it has taken where that is more already: how
 * spending goes over a day is not looked at. Neither is a trend, so where spending grows the forecast comes after it. `budgetUsd`: of the month, null for none.
 */
export const forecastOf = (cells: readonly Cell[], atMs: number, budgetUsd: number | null): Forecast => {
  const spentOn = new Map<string, bigint>()
  for (const { day, spentPicoUsd } of cells) spentOn.set(day, (spentOn.get(day) ?? 0n) + spentPicoUsd)
  const picoOf = (ms: number): bigint => spentOn.get(dayOf(ms)) ?? 0n
  const usdOf = (ms: number): number => Number(picoOf(ms)) / 1e12

  const at = new Date(atMs)
  const today = Math.floor(atMs / dayMs) * dayMs
  const monthStart = Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
  const monthEnd = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1)
  const span = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.max(0, (to - from) / dayMs) }, (_, n) => from + n * dayMs)

  const first = [...spentOn.keys()].reduce((least, day) => Math.min(least, Date.parse(day)), today)
  const days = span(Math.max(monthStart, first), today + dayMs)
  const spent = days.reduce((total, day) => total + picoOf(day), 0n)

  // The first day began before its first line.
  const past = span(Math.max(first + dayMs, today - mostDays * dayMs), today)
  const byWeekday = past.length >= fewestByWeekday
  const usual =
    past.length < fewestDays
      ? null
      : usualOf(
          past.map(day => ({ weekday: weekdayOf(day), usd: usdOf(day) })),
          byWeekday,
        )
  const ahead = span(today, monthEnd)
  const expected = (day: number): number => {
    const mean = usual!.mean(weekdayOf(day))
    return day === today ? Math.max(usdOf(day), mean) : mean
  }
  const endOf = (): NonNullable<Forecast['end']> => {
    const before = Number(spent - picoOf(today)) / 1e12
    const estimate = before + sum(ahead.map(expected))
    const reach = usual!.reach(ahead.map(weekdayOf))
    // What was spent stays spent.
    const low = Math.max(Number(spent) / 1e12, estimate - reach)
    return { estimate: roughText(estimate), low: roughText(low), high: roughText(estimate + reach) }
  }
  const usedUpOn = (budget: number): string | null => {
    let total = 0
    for (const day of [...days, ...(usual ? ahead.slice(1) : [])]) {
      total += usual && day >= today ? expected(day) : usdOf(day)
      if (total >= budget) return dayOf(day)
    }
    return null
  }
  const budgetOf = (budget: number): BudgetState => {
    const pico = BigInt(Math.round(budget * 1e6)) * 1_000_000n
    return {
      usd: usdText(pico),
      left: usdText(pico - spent),
      used: Number(spent) / Number(pico),
      usedUpOn: usedUpOn(budget),
    }
  }
  return {
    month: dayOf(monthStart).slice(0, 7),
    at: at.toISOString(),
    spent: usdText(spent),
    days: spentOn.size === 0 ? [] : days.map(day => ({ day: dayOf(day), spent: usdText(picoOf(day)) })),
    end: usual && endOf(),
    basis: { wholeDays: past.length, byWeekday },
    cannotTell: usual
      ? null
      : `the ledger has ${past.length} whole ${past.length === 1 ? 'day' : 'days'} before today, and a forecast takes ${fewestDays}`,
    budget: budgetUsd === null ? null : budgetOf(budgetUsd),
  }
}
