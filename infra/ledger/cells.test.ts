import { expect, it } from 'vitest'
import { addLine, type Cells } from './cells.ts'
import { lineOf } from './ledger.fixtures.ts'

const cellsOf = (...lines: readonly Parameters<typeof addLine>[1][]) => {
  const cells: Cells = new Map()
  for (const line of lines) addLine(cells, line)
  return [...cells.values()]
}

it('adds money exactly, beyond what a number can hold', () => {
  const most = Number.MAX_SAFE_INTEGER
  const [cell] = cellsOf(...Array.from({ length: 3 }, () => lineOf({ costPicoUsd: most, baselinePicoUsd: most })))
  expect(cell).toMatchObject({ spentPicoUsd: 27_021_597_764_222_973n, baselinePicoUsd: 27_021_597_764_222_973n })
})

it('counts every source but a cache layer as none', () => {
  const cells = cellsOf(
    ...['exact', 'hot', 'cold', 'model', 'faq', 'apology', 'none'].map(source => lineOf({ source })),
  )
  expect(cells.map(({ layer, turns }) => [layer, turns])).toEqual([
    ['exact', 1],
    ['hot', 1],
    ['cold', 1],
    ['none', 4],
  ])
})

it('keeps apart what differs in one part of the key, the baseline model and degraded answers too', () => {
  const differing = [
    { tenant: 'b' },
    { scene: 'b' },
    { model: 'b' },
    { pool: 'b' },
    { source: 'cold' },
    { day: '2026-01-02' },
    { baselineModel: 'b' },
    { degraded: 'failover' },
  ]
  expect(cellsOf(lineOf({}), ...differing.map(lineOf), lineOf({}))).toHaveLength(differing.length + 1)
})

it('goes on from what is already known of a cell', () => {
  const [known] = cellsOf(lineOf({ costPicoUsd: 5, atMs: 1_000 }))
  const cells: Cells = new Map()
  addLine(cells, lineOf({ costPicoUsd: 7, atMs: 2_000 }), () => known)
  expect([...cells.values()]).toMatchObject([{ turns: 2, spentPicoUsd: 12n, sinceMs: 1_000 }])
})
