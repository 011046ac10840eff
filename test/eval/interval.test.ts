import { expect, test } from 'vitest'
import { wilson } from '../../infra/eval/interval.ts'

test('the interval is that of Wilson: 10 of 100 is 5.5 % to 17.4 %', () => {
  const [low, high] = wilson(10, 100)
  expect(low).toBeCloseTo(0.0552, 4)
  expect(high).toBeCloseTo(0.1744, 4)
})

test('nothing found is not nothing there, and no trials tell nothing', () => {
  expect(wilson(0, 100)[0]).toBe(0)
  expect(wilson(0, 100)[1]).toBeCloseTo(0.037, 3)
  expect(wilson(5, 5)[1]).toBe(1)
  expect(wilson(0, 0)).toEqual([0, 1])
})
