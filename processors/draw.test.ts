import { expect, it } from 'vitest'
import { drawnFor } from './draw.ts'

it('a name draws the same number for ever: decisions on the log rest on it', () => {
  expect(['t1/stampede', '7/e1', ''].map(name => drawnFor(name).toFixed(6))).toEqual([
    '0.709397',
    '0.545069',
    '0.889416',
  ])
})

it('numbers of many names are spread evenly from 0 to 1', () => {
  const drawn = Array.from({ length: 10_000 }, (_, n) => drawnFor(`t${n}`))
  for (const share of [0.1, 0.5, 0.9]) {
    const below = drawn.filter(number => number < share).length / drawn.length
    expect(Math.abs(below - share)).toBeLessThan(0.02)
  }
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...drawn)).toBeLessThan(1)
})
