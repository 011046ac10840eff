import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { laneLimits } from '../../runtime/effects.ts'
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

it('whatever lanes may have done around a gap fits', () => {
  const { maxDone, maxSpan } = laneLimits
  // The costliest way to lie within the span: as many as it has room for are just too far apart for three bytes.
  const [near, far] = [2 ** 14, 2 ** 21]
  const count = Math.floor((maxSpan - maxDone * near) / (far - near))
  let last = 0
  const done = Array.from({ length: maxDone }, (_, i) => {
    last += i < count ? far : near
    return BigInt(last)
  })
  expect(last).toBeLessThanOrEqual(maxSpan)
  expect(encodeMetadata({ next: 0n, done, commitId: 'abcdefghijkl' }).length).toBe(4_047)
})

it('what does not fit into a commit is refused', () => {
  const far = Array.from({ length: 1_000 }, (_, i) => BigInt(i + 1) * 2n ** 30n)
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
