import { expect, test } from 'vitest'
import { momentsOf, ridgeWeights } from './ridge.ts'

const rows = [
  [1, 0, 2],
  [0, 1, -1],
  [1, 1, 0],
  [2, -1, 1],
].map(row => Float64Array.from(row))
const targets = [5, -1, 2, 6]

test('a small penalty recovers the weights that made the targets', () => {
  const made = rows.map(([a, b, c]) => 2 * a! - b! + 0.5 * c!)
  const weights = ridgeWeights(momentsOf(rows, made), [1, 1, 1], 1e-9)
  for (const [n, weight] of [2, -1, 0.5].entries()) expect(weights[n]).toBeCloseTo(weight, 6)
})

test('the gradient of the penalised error is zero, whatever columns are trusted', () => {
  const scales = [1, 0.5, 2]
  const ridge = 3
  const weights = ridgeWeights(momentsOf(rows, targets), scales, ridge)
  for (const [n, scale] of scales.entries()) {
    const slope = rows.reduce((sum, row, at) => {
      const left = targets[at]! - row.reduce((total, value, m) => total + value * weights[m]!, 0)
      return sum + row[n]! * left
    }, 0)
    expect(slope).toBeCloseTo((ridge * weights[n]!) / scale ** 2, 10)
  }
})

test('a column that is not trusted has no weight', () => {
  expect(ridgeWeights(momentsOf(rows, targets), [1, 0, 1], 1)[1]).toBeCloseTo(0, 12)
})
