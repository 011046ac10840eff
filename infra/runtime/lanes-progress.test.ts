import fc from 'fast-check'
import { expect, it } from 'vitest'
import { covers, markCommitted, progressAfter, roomLeft, startTracker } from './lanes-progress.ts'

const offsetsWithGaps = fc.uniqueArray(fc.bigInt({ min: 0n, max: 60n }), { minLength: 1, maxLength: 30 })

it('given any order of completion, when committed one by one, then progress covers exactly what is completed', () => {
  fc.assert(
    fc.property(offsetsWithGaps, fc.infiniteStream(fc.nat()), (unordered, choices) => {
      const offsets = unordered.toSorted((a, b) => Number(a - b))
      const tracker = startTracker({ next: 0n, done: [] })
      for (const offset of offsets) tracker.open.add(offset)
      tracker.seenTo = offsets.at(-1)! + 1n
      const left = [...offsets]
      let before = { next: 0n, done: [] as readonly bigint[] }
      for (const choice of choices.take(offsets.length)) {
        const [completed] = left.splice(choice % left.length, 1) as [bigint]
        const reached = progressAfter(tracker, [completed])
        markCommitted(tracker, [completed], reached)
        for (const offset of offsets) expect(covers(reached, { next: 0n, done: [offset] })).toBe(!left.includes(offset))
        expect(covers(reached, before)).toBe(true)
        before = reached
      }
      expect(before).toEqual({ next: tracker.seenTo, done: [] })
      expect([tracker.open.size, tracker.done.size]).toEqual([0, 0])
    }),
  )
})

it('given done offsets right after the gap, when it closes, then progress steps over them', () => {
  const tracker = startTracker({ next: 3n, done: [4n, 5n, 9n] })
  tracker.open.add(3n)
  tracker.seenTo = 4n
  expect(progressAfter(tracker, [3n])).toEqual({ next: 6n, done: [9n] })
})

it('given open and done offsets, when asked for room, then the tightest of the limits holds', () => {
  const tracker = startTracker({ next: 0n, done: [5n, 6n] })
  tracker.open.add(0n).add(1n)
  tracker.seenTo = 40n
  const wide = { highWater: 10, maxDone: 100, maxSpan: 40 }
  const windows = [wide, { ...wide, maxDone: 7 }, { ...wide, highWater: 1 }, { ...wide, maxSpan: 39 }]
  expect(windows.map(window => roomLeft(tracker, window))).toEqual([8, 3, 0, 0])
})

it('given done offsets far beyond what is to be read yet, when asked for room, then there is some', () => {
  const tracker = startTracker({ next: 0n, done: [500n] })
  expect(roomLeft(tracker, { highWater: 10, maxDone: 1, maxSpan: 100 })).toBe(1)
})
