import { expect, it } from 'vitest'
import { lagOf, type Sighting } from './lag.ts'

const seen = (...at: readonly number[]): Sighting[] => at.map(afterMs => ({ afterMs, found: true }))
const missed = (...at: readonly number[]): Sighting[] => at.map(afterMs => ({ afterMs, found: false }))

it.each<[string, Sighting[], number]>([
  ['nothing', [], 0],
  ['what was always found', seen(0, 5, 900), 0],
  ['what was found later only', [...missed(1, 40, 90), ...seen(120, 300)], 91],
  ['an entry that was missed for another reason', [...seen(2, 3, 10, 50, 700), ...missed(4_000)], 0],
  ['one that was found early', [...seen(3), ...missed(20, 30, 80), ...seen(100, 200)], 81],
])('of %s', (_what, sightings, lag) => {
  expect(lagOf(sightings)).toBe(lag)
})
