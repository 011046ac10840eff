import { expect, test } from 'vitest'
import { inRuns, sortedByGroup } from '../../infra/eval/orders.ts'

const rows = Array.from({ length: 50 }, (_, n) => ({
  text: `question ${String(n).padStart(2, '0')}`,
  group: `g${n % 5}`,
}))
const sizes = (those: readonly { readonly group: string }[]): readonly number[] =>
  those.reduce<{ group: string; sizes: number[] }>(
    (before, { group }) => {
      if (group === before.group) before.sizes[before.sizes.length - 1]!++
      else before.sizes.push(1)
      return { group, sizes: before.sizes }
    },
    { group: '', sizes: [] },
  ).sizes

test('sorted are groups by name, and texts within them', () => {
  const sorted = sortedByGroup(rows.toReversed())
  expect(sizes(sorted)).toEqual([10, 10, 10, 10, 10])
  expect(sorted.map(({ group, text }) => group + text)).toEqual(rows.map(({ group, text }) => group + text).toSorted())
})

test('runs are of one group and at most so long, have every row once, and are in an order that the seed alone draws', () => {
  const runs = inRuns(rows, 3, 4)
  expect(runs).toHaveLength(rows.length)
  expect(new Set(runs)).toEqual(new Set(rows))
  // Two runs of a group may meet; none is longer by itself than it may be, and none is cut.
  expect(sizes(runs).every(size => [2, 4, 6, 8, 10].includes(size))).toBe(true)
  expect(sizes(inRuns(rows, 3))).toEqual([10, 10, 10, 10, 10])
  expect(inRuns(rows, 3, 4)).toEqual(runs)
  expect(inRuns(rows, 4, 4)).not.toEqual(runs)
})
