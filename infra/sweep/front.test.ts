import { describe, expect, it } from 'vitest'
import { seededRandom } from '../runtime/simulation/random.ts'
import { paretoFront, type Tradeoff } from './front.ts'

const beats = (a: Tradeoff, b: Tradeoff): boolean =>
  a.spent <= b.spent && a.wrong <= b.wrong && (a.spent < b.spent || a.wrong < b.wrong)

describe('the Pareto front', () => {
  it('has what nothing beats, equals too', () => {
    const points = [
      { spent: 1, wrong: 9 },
      { spent: 5, wrong: 5 },
      { spent: 5, wrong: 5 },
      { spent: 6, wrong: 5 },
      { spent: 9, wrong: 1 },
    ]
    expect(paretoFront(points)).toEqual([true, true, true, false, true])
    expect(paretoFront([])).toEqual([])
  })

  it('leaves out what one of it beats, and nothing else', () => {
    const random = seededRandom(7)
    const points = Array.from({ length: 300 }, () => ({ spent: random.int(0, 40), wrong: random.int(0, 40) }))
    const front = paretoFront(points)
    const best = points.filter((_point, at) => front[at])
    for (const [at, point] of points.entries()) expect(best.some(other => beats(other, point))).toBe(!front[at])
  })
})
