import fc from 'fast-check'
import { expect, it } from 'vitest'
import { at } from '../fixtures.ts'
import { hitsWithin, longestWindowMs, noUses, slotMs, slotOf, type Uses, withHits } from './uses.ts'

const used = (...times: readonly number[]): Uses =>
  times.reduce<Uses>((uses, timeMs) => withHits(uses, 1, timeMs), noUses)

it('hits within a window are those of its slots, however they came', () => {
  const time = fc.integer({ min: at, max: at + 2 * longestWindowMs })
  const window = fc.integer({ min: slotMs, max: longestWindowMs })
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 30 }), window, (times, windowMs) => {
      const nowMs = Math.max(...times)
      const within = times.filter(timeMs => slotOf(timeMs) > slotOf(nowMs - windowMs))
      expect(hitsWithin(used(...times), windowMs, nowMs)).toBe(within.length)
    }),
  )
})

it('what is later than the end of the window does not count', () => {
  expect(hitsWithin(used(at, at + 3 * slotMs), longestWindowMs, at)).toBe(1)
})

it('no more is kept than the longest window needs, however long an entry is used', () => {
  const steady = used(...Array.from({ length: 1_000 }, (_, n) => at + n * slotMs))
  expect(steady.hits).toHaveLength(longestWindowMs / slotMs)
  expect(withHits(steady, 1, at + 1e12).hits).toHaveLength(longestWindowMs / slotMs)
  expect(withHits(steady, 1, at)).toEqual(steady)
})
