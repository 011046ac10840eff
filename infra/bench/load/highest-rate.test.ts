import { expect, it } from 'vitest'
import { highestRate } from './highest-rate.ts'

const search = async (first: number, trials: number, capacity: number) => {
  const rates: number[] = []
  const { best } = await highestRate(first, trials, async perSecond => {
    rates.push(perSecond)
    return { perSecond, holds: perSecond <= capacity }
  })
  return { best: best?.perSecond ?? null, rates }
}

it.each([
  [3_000, 2_999],
  [3_000, 700],
  [3_000, 3_300],
  [600, 1_900],
])('from %i finds a capacity of %i to within a tenth, and never claims more', async (first, capacity) => {
  const { best } = await search(first, 8, capacity)
  expect(best).toBeLessThanOrEqual(capacity)
  expect(best).toBeGreaterThan(capacity * 0.9)
})

it('has no best rate where none held, and tries no more than it may', async () => {
  const { best, rates } = await search(1_000, 4, 1)
  expect(best).toBeNull()
  expect(rates).toEqual([1_000, 500, 250, 125])
})

it('stops when what holds and what fails are as good as the same', async () => {
  const { rates } = await search(1_000, 50, 1_200)
  expect(rates.length).toBeLessThan(8)
})
