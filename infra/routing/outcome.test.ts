import { expect, test } from 'vitest'
import { foldsOf, quantilesOf } from './outcome.ts'

const rows = Array.from({ length: 50 }, (_, n) => ({ text: `Question ${n}` }))

test('folds are of one size, differ by seed, and keep a text together', () => {
  const folds = foldsOf(rows, 5, 1)
  for (let fold = 0; fold < 5; fold++) expect(folds.filter(each => each === fold)).toHaveLength(10)
  expect(foldsOf(rows, 5, 1)).toEqual(folds)
  expect(foldsOf(rows, 5, 2)).not.toEqual(folds)
  const twice = foldsOf([...rows, { text: ' question  7' }], 5, 1)
  expect(twice.at(-1)).toBe(twice[7])
})

test('quantiles run from the least to the most', () => {
  expect(quantilesOf([3, 1, 2], 2)).toEqual([1, 2, 3])
  expect(quantilesOf([5], 4)).toEqual([5, 5, 5, 5, 5])
})
