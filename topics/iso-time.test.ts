import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoTime } from './iso-time.ts'

it('is what a Date says, whatever came before', () => {
  const near = fc.integer({ min: -3_000, max: 3_000 })
  const far = fc.oneof(fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }), fc.maxSafeInteger())
  fc.assert(
    fc.property(fc.array(fc.oneof(near, far), { minLength: 2, maxLength: 20 }), times => {
      for (const time of times.filter(time => Math.abs(time) <= 8.64e15))
        expect(isoTime(time)).toBe(new Date(time).toISOString())
    }),
    { numRuns: 200 },
  )
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1])('there is no ISO time for %d', time => {
  isoTime(Math.sign(time) * 8.64e15 || 0)
  expect(() => isoTime(time)).toThrow(RangeError)
})
