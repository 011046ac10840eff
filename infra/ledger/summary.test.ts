import { expect, it } from 'vitest'
import { addLine, type Cells } from './cells.ts'
import { lineOf, usageOf } from './ledger.fixtures.ts'
import { summarise } from './summary.ts'
import { usdText } from './usd.ts'

const lines = [
  lineOf({ atMs: Date.parse('2026-01-01T10:00:00Z') }),
  lineOf({ source: 'exact', usage: usageOf(0, 0), costPicoUsd: 0, calls: 0, baselinePicoUsd: 80_000_000_000 }),
  lineOf({ source: 'cold', usage: usageOf(0, 0), costPicoUsd: 0, calls: 0, day: '2026-01-02' }),
]
const cells = (() => {
  const all: Cells = new Map()
  for (const line of lines) addLine(all, line)
  return [...all.values()]
})()

it('counts turns by layer, tokens and money against the baseline', () => {
  expect(summarise(cells, [])).toEqual({
    since: '2026-01-01T10:00:00.000Z',
    turns: 3,
    byLayer: { exact: 1, hot: 0, cold: 1, none: 1 },
    hitRate: 2 / 3,
    calls: 1,
    tokens: { spent: 110, baseline: 480, saved: 370 },
    usd: { spent: '0.03', baseline: '0.28', saved: '0.25' },
    savedInterval: {
      ...{ checks: 0, chosen: 0, ratio: null, tokens: null, usd: null },
      cannotTell: '0 hits were answered afresh, and an interval takes 30',
    },
    degraded: { turns: 0, hits: 0, tokens: { saved: 0, unclaimed: 0 }, usd: { saved: '0', unclaimed: '0' } },
    choices: { offered: 0, chosen: 0, tokens: { spent: 0, saved: 0 }, usd: { spent: '0', saved: '0' } },
    own: { turns: 0, tokens: 0, usd: '0' },
    baselineModel: 'large',
    rows: [],
  })
})

it('claims nothing for degraded answers but for hits on them, and tells both apart', () => {
  const all: Cells = new Map()
  const nothing = { usage: usageOf(0, 0), costPicoUsd: 0, calls: 0 }
  addLine(all, lineOf({ ...nothing, source: 'faq', degraded: 'no_upstream' }))
  addLine(all, lineOf({ ...nothing, source: 'exact', degraded: 'no_upstream' }))
  addLine(all, lineOf({ source: 'apology', degraded: 'failover' }))
  const { tokens, usd, degraded } = summarise([...all.values()], [])
  expect(degraded).toEqual({
    turns: 3,
    hits: 1,
    tokens: { saved: 160, unclaimed: 320 },
    usd: { saved: '0.1', unclaimed: '0.2' },
  })
  // The call that failed was billed all the same.
  expect(tokens).toEqual({ spent: 110, baseline: 480, saved: 50 })
  expect(usd).toEqual({ spent: '0.03', baseline: '0.3', saved: '0.07' })
})

it('tells what showing existing answers took, and what choosing them spared', () => {
  const all: Cells = new Map()
  const choice = { offered: 4, tokens: 40, costPicoUsd: 4_000_000_000, savedTokens: 0, savedPicoUsd: 0, chosen: false }
  addLine(all, lineOf({ choice }))
  addLine(all, lineOf({ choice: { ...choice, chosen: true, savedTokens: 25, savedPicoUsd: 10_000_000_000 } }))
  addLine(all, lineOf({}))
  expect(summarise([...all.values()], []).choices).toEqual({
    offered: 2,
    chosen: 1,
    tokens: { spent: 80, saved: 25 },
    usd: { spent: '0.008', saved: '0.01' },
  })
})

it('counts what no customer has asked among what was spent, and among no turns', () => {
  const all: Cells = new Map()
  addLine(all, lineOf({}))
  addLine(all, lineOf({ purpose: 'summary', baselineTokens: usageOf(0, 0), baselinePicoUsd: 0 }))
  expect(summarise([...all.values()], [])).toMatchObject({
    ...{ turns: 1, hitRate: 0, calls: 2, byLayer: { none: 1 } },
    tokens: { spent: 220, baseline: 160, saved: -60 },
    usd: { spent: '0.06', baseline: '0.1', saved: '0.04' },
    own: { turns: 1, tokens: 110, usd: '0.03' },
  })
})

it('gives a row for each combination that is asked for, sorted, and their sum is the whole', () => {
  const { rows, turns } = summarise(cells, ['day', 'layer'])
  expect(rows.map(({ day, layer, turns }) => [day, layer, turns])).toEqual([
    ['2026-01-01', 'exact', 1],
    ['2026-01-01', 'none', 1],
    ['2026-01-02', 'cold', 1],
  ])
  expect(rows.reduce((sum, row) => sum + row.turns, 0)).toBe(turns)
})

it('names every baseline that a saving is counted against', () => {
  const all: Cells = new Map()
  for (const baselineModel of ['b', 'a']) addLine(all, lineOf({ baselineModel }))
  expect(summarise([...all.values()], []).baselineModel).toBe('a, b')
})

it('says of an empty ledger that there is nothing, without dividing by it', () => {
  expect(summarise([], ['day'])).toMatchObject({ since: null, turns: 0, hitRate: 0, baselineModel: null, rows: [] })
})

it.each([
  [0n, '0'],
  [1n, '0.000000000001'],
  [25_100_000n, '0.0000251'],
  [1_000_000_000_000n, '1'],
  [-30_000_000_000n, '-0.03'],
  [12_345_678_901_234_567_890n, '12345678.90123456789'],
])('%d pico-USD are %s USD', (pico, text) => {
  expect(usdText(pico)).toBe(text)
})
