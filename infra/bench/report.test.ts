import { expect, it } from 'vitest'
import { broken, judgeRow, type Observed } from './report.ts'

const cost = { seconds: 1, cpuUs: null, memory: null }
const observed = (values: Observed['values'], failure: string | null = null): Observed => ({
  ...broken(null),
  values,
  failure,
})
const reached = (...row: Parameters<typeof judgeRow>): boolean | null => judgeRow(...row).reached

it('is reached at the target, in the direction that counts', () => {
  expect(reached('exact', observed({ p50: 0.8, p99: 4 }), cost, true)).toBe(true)
  expect(reached('exact', observed({ p50: 0.8, p99: 4.1 }), cost, true)).toBe(false)
  expect(reached('exact-rate', observed({ rate: 3_000 }), cost, true)).toBe(true)
  expect(reached('exact-rate', observed({ rate: 2_999 }), cost, true)).toBe(false)
  expect(reached('identical', observed({ 'model calls': 0, 'complete streams': 1_000 }), cost, true)).toBe(false)
})

it('is missed where a figure is missing or the row failed, whatever the figures are', () => {
  expect(reached('exact', observed({ p50: 0.1 }), cost, true)).toBe(false)
  expect(reached('replay', observed({ rate: 1e6 }, '3 decisions differ'), cost, true)).toBe(false)
  const row = judgeRow('start', broken(new Error('no server')), cost, true)
  expect([row.reached, row.failure]).toEqual([false, 'no server'])
})

it('is not judged on small sizes', () => {
  expect(reached('exact', observed({ p50: 0.1, p99: 0.2 }), cost, false)).toBeNull()
})
