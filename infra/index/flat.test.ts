import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFlatSet } from './flat.ts'

const dimensions = 8
const unit = fc
  .array(fc.integer({ min: -100, max: 100 }), { minLength: dimensions, maxLength: dimensions })
  .filter(values => values.some(value => value !== 0))
  .map(values => {
    const norm = Math.hypot(...values)
    return Float32Array.from(values, value => value / norm)
  })

it('finds what a plain sort of all similarities finds, after any adds and removes', () => {
  const operation = fc.record({
    id: fc.integer({ min: 0, max: 40 }).map(n => `e${n}`),
    vector: unit,
    add: fc.integer({ min: 0, max: 3 }).map(n => n > 0),
    expiry: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 200 }),
      unit,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
      (operations, query, limit, nowMs) => {
        const set = createFlatSet(dimensions)
        const model = new Map<string, { vector: Float32Array; expiry: number }>()
        for (const { id, vector, add, expiry } of operations) {
          if (add) {
            set.add(id, vector, expiry)
            model.set(id, { vector, expiry })
          } else {
            set.remove(id)
            model.delete(id)
          }
        }
        const expected = [...model]
          .filter(([, entry]) => entry.expiry > nowMs)
          .map(([id, { vector }]) => ({ id, similarity: vector.reduce((sum, value, i) => sum + value * query[i]!, 0) }))
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, limit)
        const found = set.search(query, limit, nowMs)
        expect(set.size).toBe(model.size)
        expect(found).toHaveLength(expected.length)
        for (const [i, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(expected[i]!.similarity, 5)
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      },
    ),
  )
})

it('breaks ties by id, whatever the order of arrival', () => {
  const vector = Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0])
  const idsOf = (ids: readonly string[]) => {
    const set = createFlatSet(dimensions)
    for (const id of ids) set.add(id, vector, 1)
    return set.search(vector, 2, 0).map(({ id }) => id)
  }
  expect(idsOf(['c', 'a', 'b'])).toEqual(['a', 'b'])
  expect(idsOf(['b', 'c', 'a'])).toEqual(['a', 'b'])
})
