import { expect, test } from 'vitest'
import { pooled } from './pooled.ts'

test('the mean of the rows, of length 1', () => {
  const vector = pooled(Float32Array.of(1, 2, 5, 6), 2)
  expect([...vector]).toEqual([Math.fround(0.6), Math.fround(0.8)])
})

test('one row is its own mean', () => {
  expect([...pooled(Float32Array.of(0, -7, 0), 3)]).toEqual([0, -1, 0])
})

test('a mean of zeros stays zeros', () => {
  expect([...pooled(Float32Array.of(3, -1, -3, 1), 2)]).toEqual([0, 0])
})
