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
