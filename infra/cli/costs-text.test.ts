import { expect, it } from 'vitest'
import { addLine, type Cells } from '../ledger/cells.ts'
import { lineOf } from '../ledger/ledger.fixtures.ts'
import { summarise } from '../ledger/summary.ts'
import { costsText } from './costs-text.ts'

const textOf = (...lines: readonly Parameters<typeof lineOf>[0][]): string => {
  const cells: Cells = new Map()
  for (const line of lines) addLine(cells, lineOf({ costPicoUsd: 0, ...line }))
  return costsText({ ...summarise([...cells.values()], ['layer']), unpriced: null, pareto: null })
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
