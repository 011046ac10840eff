import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { decodeMetadata, encodeMetadata } from './progress.ts'

it('progress comes back from the metadata of an offset, with what was done out of order', () => {
  const steps = fc.array(fc.bigInt({ min: 1n, max: 2n ** 40n }), { maxLength: 200 })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 50n }), steps, (next, gaps) => {
      let last = next
      const done = gaps.map(gap => {
        last += gap
        return last
      })
      const committed = { next, done, commitId: 'abc-_9' }
      expect(decodeMetadata(next, encodeMetadata(committed))).toEqual(committed)
    }),
  )
})

it('a thousand offsets done around a gap fit, and what never fits is refused', () => {
  const done = Array.from({ length: 1_000 }, (_, i) => BigInt(i) * 3n + 1n)
  expect(encodeMetadata({ next: 0n, done, commitId: 'abcdefghijkl' }).length).toBeLessThan(4_096)
  const far = done.map(offset => offset * 2n ** 30n)
  let error: unknown
  try {
    encodeMetadata({ next: 0n, done: far, commitId: '' })
  } catch (thrown) {
    error = thrown
  }
  expect(isTurnstreamError(error, 'RECORD_INVALID')).toBe(true)
})

it("another program's metadata means nothing here", () => {
  expect(decodeMetadata(7n, 'whatever they say')).toEqual({ next: 7n, done: [], commitId: '' })
  expect(decodeMetadata(7n, null)).toEqual({ next: 7n, done: [], commitId: '' })
})
