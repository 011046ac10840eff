import { expect, it } from 'vitest'
import { seededRandom } from '../../runtime/simulation/random.ts'
import { poissonArrivals } from './arrivals.ts'

it('has exactly the requests of the rate, in order, within the time', () => {
  const due = poissonArrivals(1_500, 2, seededRandom(1))
  expect(due).toHaveLength(3_000)
  expect(due.every((at, index) => at >= (due[index - 1] ?? 0) && at < 2_000)).toBe(true)
})

it('spaces them as independent customers come: gaps spread as much as their mean', () => {
  const due = poissonArrivals(1_000, 10, seededRandom(2))
  const gaps = Array.from(due, (at, index) => at - (due[index - 1] ?? 0))
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
  expect(mean).toBeCloseTo(1, 1)
  expect(deviation).toBeCloseTo(1, 1)
})

it('is the same for the same seed', () => {
  expect(poissonArrivals(50, 1, seededRandom(3))).toEqual(poissonArrivals(50, 1, seededRandom(3)))
})
