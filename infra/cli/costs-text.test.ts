import { expect, it } from 'vitest'
import { addLine, type Cells } from '../ledger/cells.ts'
import { forecastOf } from '../ledger/forecast.ts'
import { lineOf, usageOf } from '../ledger/ledger.fixtures.ts'
import { summarise } from '../ledger/summary.ts'
import { costsText } from './costs-text.ts'

const textOf = (...lines: readonly Parameters<typeof lineOf>[0][]): string => {
  const cells: Cells = new Map()
  for (const line of lines) addLine(cells, lineOf({ costPicoUsd: 0, ...line }))
  return costsText({ ...summarise([...cells.values()], ['layer']), forecast: null, unpriced: null, pareto: null })
}

it('says what degraded answers leave unclaimed, and how much of the savings is by hits on them', () => {
  const miss = { source: 'faq', degraded: 'no_upstream' }
  const hit = { source: 'exact', degraded: 'no_upstream' }
  expect(textOf(miss, hit)).toContain(
    '2 turns degraded to the help centre. Not counted as saved: 0.1 USD that large would have cost. Saved by 1 hit on such answers: 0.1 USD.',
  )
  expect(textOf(miss)).not.toContain('such answers')
  expect(textOf({})).not.toContain('degraded')
})

it('says what existing answers took and spared where some were shown', () => {
  const choice = { offered: 4, chosen: true, tokens: 4_000, costPicoUsd: 4e9, savedTokens: 25, savedPicoUsd: 1e10 }
  expect(textOf({ choice }, {})).toContain(
    '1 miss shown existing answers, 1 chose one: 4,000 tokens more sent (0.004 USD), 25 tokens fewer received (0.01 USD).',
  )
  expect(textOf({})).not.toContain('existing answers')
})

it.each([
  [100, '2026-01-20', 'Of its budget of 100 USD 20.0 % is used; it will not be used up.'],
  [25, '2026-01-20', 'Of its budget of 25 USD 80.0 % is used; it will be used up on 2026-01-25.'],
  [10, '2026-01-20', 'Of its budget of 10 USD 200.0 % is used; it was used up on 2026-01-10.'],
  [100, '2026-01-03', 'Of its budget of 100 USD 3.0 % is used.'],
  [null, '2026-01-20', 'No budget is configured for it: budget.monthlyUsd, or budget.tenants.'],
])('says of a budget of %s USD on %s, at 1 USD a day, how far it reaches', (budget, today, says) => {
  const cells: Cells = new Map()
  for (let n = 1; n <= Number(today.slice(8)); n++)
    addLine(cells, lineOf({ day: `2026-01-${String(n).padStart(2, '0')}`, costPicoUsd: 1e12 }))
  const all = [...cells.values()]
  const forecast = forecastOf(all, Date.parse(`${today}T12:00:00Z`), budget)
  const text = costsText({ ...summarise(all, []), forecast, unpriced: null, pareto: null })
  expect(text).toContain(says)
  expect(text).toContain(
    today === '2026-01-03'
      ? 'What it will come to cannot be known yet: the ledger has 1 whole day before today, and a forecast takes 7.'
      : 'It will come to about 31 USD, with 95 % confidence to 31 to 31, if the rest goes as the last 18 whole days did, each weekday by itself.',
  )
})

it('says how sure the savings are where hits were answered afresh, and why nobody can tell where few were', () => {
  const nothing = { baselineTokens: usageOf(0, 0), baselinePicoUsd: 0 }
  const told = { propensity: 0.05, assumedTokens: usageOf(150, 10), assumedPicoUsd: 1e11 }
  const checked = { ...told, freshTokens: usageOf(150, 20), freshPicoUsd: 1.1e11 }
  const checks = Array.from({ length: 30 }, () => ({ purpose: 'check', ...nothing, checked }))
  expect(textOf({ source: 'exact' }, ...checks)).toContain(
    'Saved with 95 % confidence: 0.11 to 0.11 USD, by 30 hits that were answered afresh.',
  )
  expect(textOf({ source: 'exact' })).toContain(
    'How sure the USD saved are cannot be known: 0 hits were answered afresh, and an interval takes 30.',
  )
  expect(textOf({})).not.toContain('sure')
})
