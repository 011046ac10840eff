import { expect, it } from 'vitest'
import { compareRows } from './compare.ts'
import { broken, judgeRow, type Row } from './report.ts'

const row = (p50: number, p99: number, serverCpuUs: number | null): Row => {
  const cpuUs = serverCpuUs === null ? null : { server: serverCpuUs, generator: 1 }
  return judgeRow('exact', { ...broken(null), values: { p50, p99 } }, { seconds: 1, cpuUs, memory: null }, true)
}

it('gives the ratio of the means of all rounds, this checkout over the other', () => {
  const compared = compareRows(['exact'], [row(1, 4, 500), row(3, 4, 700)], [row(1, 2, 300), row(1, 2, 300)])
  expect(compared).toMatchObject([
    { measure: 'p50', other: [1, 3], own: [1, 1], ratio: 0.5 },
    { measure: 'p99', other: [4, 4], own: [2, 2], ratio: 0.5 },
    { measure: 'server CPU', other: [500, 700], own: [300, 300], ratio: 0.5 },
  ])
})

it('has no ratio where one side has no figure, and leaves out what neither has', () => {
  const brokenRow = judgeRow('exact', broken(new Error('x')), { seconds: 1, cpuUs: null, memory: null }, true)
  const compared = compareRows(['exact'], [brokenRow], [row(1, 2, null)])
  expect(compared.map(({ measure, other, ratio }) => [measure, other, ratio])).toEqual([
    ['p50', [], null],
    ['p99', [], null],
  ])
})
