import { describe, expect, it } from 'vitest'
import type { ArmFigure, ArmGuard, ExperimentStopped, MeasuredArm } from '../../schemas/types.ts'
import { eventOf, viewsOf } from '../fixtures.ts'
import { evolveViews } from '../views.ts'
import { anytimeHalf } from './anytime.ts'
import { guardArms } from './guard.ts'

/** Mulberry32: the same numbers in each run. */
const numbersFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const armOf = (arm: string, metric: string, mean: number, error: number | null, conversations = 500): MeasuredArm => ({
  arm,
  conversations,
  turns: conversations,
  figures: [{ metric, mean, error } satisfies ArmFigure],
})

const viewsWith = (guards: readonly ArmGuard[], ...names: string[]) =>
  evolveViews(
    viewsOf({}),
    eventOf('ExperimentStarted', {
      ...{ name: 'bar', share: 1, guards, by: 'ann', reason: null },
      arms: ['control', ...names].map(name => ({ name, set: [] })),
    }),
    0,
  )
const decided = (views: ReturnType<typeof viewsWith>, arms: readonly MeasuredArm[]) => {
  const input = eventOf('ArmsMeasured', { experiment: 'bar', arms })
  return guardArms.decide(null, input, null, views).map(({ data }) => data as ExperimentStopped)
}

describe('a confidence sequence', () => {
  it('holds over all its counts at once as often as it says, and comes to tell a difference that is there', () => {
    const next = numbersFrom(7)
    const runs = 400
    /** Whether zero is ever left out, for a coin that falls so often. */
    const leavesOut = (share: number): boolean => {
      let heads = 0
      for (let count = 1; count <= 3_000; count++) {
        if (next() < share) heads++
        if (count < 100 || count % 20 > 0) continue
        const mean = heads / count
        if (Math.abs(mean - 0.1) > anytimeHalf(count, Math.sqrt(mean * (1 - mean)), 0.05)) return true
      }
      return false
    }
    const among = (share: number): number => Array.from({ length: runs }, () => leavesOut(share)).filter(Boolean).length
    expect(among(0.1) / runs).toBeLessThan(0.05)
    expect(among(0.15) / runs).toBeGreaterThan(0.95)
  })
})

describe('an arm', () => {
  const guards = [{ metric: 'failed', worseBy: 0.02 }]
  const [views, control] = [viewsWith(guards, 'b'), armOf('control', 'failed', 0.01, 0.004)]
  it('is stopped once it is surely worse by more than is allowed, with the reason', () => {
    expect(decided(views, [control, armOf('b', 'failed', 0.2, 0.018)])).toMatchObject([
      {
        name: 'bar',
        arm: 'b',
        by: 'guard-arms',
        reason: expect.stringMatching(/^failed: 19\.0 points worse than control, at least \d/),
      },
    ])
  })
  it.each([
    ['is not surely worse', armOf('b', 'failed', 0.06, 0.02)],
    ['is worse by what is allowed', armOf('b', 'failed', 0.03, 0.0001)],
    ['is better', armOf('b', 'failed', 0, 0.001)],
    ['has few conversations', armOf('b', 'failed', 1, 0.001, 49)],
    ['has no error yet', armOf('b', 'failed', 1, null)],
    ['was measured by another metric', armOf('b', 'cost', 1, 0)],
  ])('goes on where it %s', (_why, arm) => {
    expect(decided(views, [control, arm])).toEqual([])
  })
  it('that is over is not stopped again, and each of several is looked at', () => {
    const three = viewsWith(guards, 'b', 'c', 'd')
    const arms = [
      control,
      armOf('b', 'failed', 0.3, 0.02),
      armOf('c', 'failed', 0.01, 0.004),
      armOf('d', 'failed', 0.4, 0.02),
    ]
    expect(decided(three, arms).map(({ arm }) => arm)).toEqual(['b', 'd'])
    const stopped = eventOf('ExperimentStopped', { name: 'bar', arm: 'b', by: 'ann', reason: null, views: null })
    expect(decided(evolveViews(three, stopped, 1), arms).map(({ arm }) => arm)).toEqual(['d'])
    const over = eventOf('ExperimentStopped', { name: 'bar', arm: null, by: 'ann', reason: null, views: null })
    expect(decided(evolveViews(three, over, 1), arms)).toEqual([])
  })
  it('may cost a share of what control costs more', () => {
    const cost = viewsWith([{ metric: 'cost', worseBy: 0.1 }], 'b')
    const base = armOf('control', 'cost', 0.001, 0.000001)
    expect(decided(cost, [base, armOf('b', 'cost', 0.00109, 0.000001)])).toEqual([])
    expect(decided(cost, [base, armOf('b', 'cost', 0.0012, 0.000001)])).toMatchObject([
      {
        reason: expect.stringMatching(
          /^cost: 0\.000200 USD a turn worse than control, .* 0\.000100 USD a turn are allowed$/,
        ),
      },
    ])
  })
})
