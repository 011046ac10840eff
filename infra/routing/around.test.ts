import { expect, test } from 'vitest'
import { aroundEach } from './around.ts'

const outcome = (text: string, angle: number) => ({
  text,
  vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
  weak: false,
  strong: true,
})

test('of each turn the others come by similarity, those of its own text left out', () => {
  const outcomes = [outcome('a', 0), outcome('b', 0.3), outcome('a', 0.1), outcome('c', 0.04)]
  expect(aroundEach(outcomes).map(near => near.map(({ at }) => at))).toEqual([
    [3, 1],
    [2, 3, 0],
    [3, 1],
    [0, 2, 1],
  ])
})

test('many turns keep a bounded number of neighbours each, however often their text comes', () => {
  const outcomes = Array.from({ length: 600 }, (_, n) => outcome(n < 250 ? 'same' : `${n}`, n / 600))
  const around = aroundEach(outcomes)
  for (const near of around) expect(near).toHaveLength(200)
  expect(around[0]![0]!.at).toBe(250)
})
