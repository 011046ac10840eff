import { describe, expect, it } from 'vitest'
import type { PromptBuilt } from '../../schemas/types.ts'
import { at, configurationOf, policyInForceOf, viewsOf } from '../fixtures.ts'
import { checkIdOf } from '../steer/check.ts'
import type { PolicyInForce } from '../views.ts'
import { stampedeShare, toBatch } from './batch.ts'
import { poolsForBatch } from './pools.ts'

const small = { kind: 'openai' as const, tier: 'small' as const, model: 's' }
const pools = { small, bulk: { kind: 'openai' as const, model: 'b', batch: true } }
const promptOf = (turnId: string, scene = 'returns') =>
  ({ turnId, tenant: 'default', pending: { scene } }) as PromptBuilt
const policyOf = (options: Partial<PolicyInForce> = {}) => policyInForceOf({ scene: 'returns', ...options })
const views = (options: object = {}, ...policies: PolicyInForce[]) =>
  viewsOf({ configuration: configurationOf({ pools, ...options }), policies })
const minuteMs = 60_000
const asEver = { reason: null, propensity: 1 }

describe('the batch pools take', () => {
  it('background work, and scenes in mode batch; the pools of the small tier come after them', () => {
    for (const turnId of ['w_1', checkIdOf('t_1')])
      expect(toBatch(promptOf(turnId), false, views(), at)).toEqual({ reason: 'background', propensity: 1 })
    expect(toBatch(promptOf('t_1'), false, views(), at)).toEqual(asEver)
    const modes = views({ cache: { modes: { returns: 'batch' } } })
    expect(toBatch(promptOf('t_1'), false, modes, at)).toEqual({ reason: 'mode', propensity: 1 })
    expect(toBatch(promptOf('t_1', 'shipping'), true, modes, at)).toEqual(asEver)
    const asked = { tenant: 'default', tokensAfter: 100, maxTokens: 100, timeMs: at }
    expect(poolsForBatch(asked, views())).toEqual({ tier: 'batch', pools: ['bulk', 'small', 'faq'] })
  })
  it('nothing where there are none', () => {
    const none = views({ pools: { small }, cache: { modes: { returns: 'batch' } } }, policyOf())
    for (const turnId of ['w_1', 't_1']) expect(toBatch(promptOf(turnId), true, none, at)).toEqual(asEver)
  })
  it('all simple turns right after a policy change, then ever fewer, smoothly, and none after its time', () => {
    const changed = views({}, policyOf())
    const taken = (minutes: number): number =>
      Array.from({ length: 1_000 }, (_, n) =>
        toBatch(promptOf(`t_${n}`), true, changed, at + minutes * minuteMs),
      ).filter(({ reason }) => reason === 'stampede').length
    const shares = [0, 2, 4, 6, 8, 10].map(taken)
    expect(shares[0]).toBe(1_000)
    expect(shares.at(-1)).toBe(0)
    for (const [n, count] of shares.entries()) expect(Math.abs(count - 1_000 * (1 - n / 5))).toBeLessThan(65)
    expect(toBatch(promptOf('t_1'), true, changed, at).propensity).toBe(1)
    expect(toBatch(promptOf('t_1'), false, changed, at)).toEqual(asEver)
  })
  it('what is beyond the bound, of simple turns, so that the others stay at it', () => {
    const busy = (turnsPerSecond: number, options: object = {}) =>
      viewsOf({
        configuration: configurationOf({ pools, ...options, route: { busyAbove: 20, ...options } }),
        load: { turnsPerSecond, inFlight: 0 },
      })
    const taken = (turnsPerSecond: number): number =>
      Array.from({ length: 1_000 }, (_, n) => toBatch(promptOf(`t_${n}`), true, busy(turnsPerSecond), at)).filter(
        ({ reason }) => reason === 'busy',
      ).length
    expect([0, 20].map(taken)).toEqual([0, 0])
    expect(Math.abs(taken(40) - 500)).toBeLessThan(50)
    expect(Math.abs(taken(80) - 750)).toBeLessThan(50)
    for (let n = 0; n < 20; n++) {
      const { reason, propensity } = toBatch(promptOf(`t_${n}`), true, busy(80), at)
      expect(propensity).toBe(reason === 'busy' ? 0.75 : 0.25)
    }
    expect(toBatch(promptOf('t_1'), false, busy(80), at)).toEqual(asEver)
  })
  it('by priority all turns of a scene once it is busy, or none ever', () => {
    const busy = (priority: string, turnsPerSecond: number) =>
      viewsOf({
        configuration: configurationOf({ pools, route: { busyAbove: 20, priorities: { returns: priority } } }),
        policies: [policyOf()],
        load: { turnsPerSecond, inFlight: 0 },
      })
    expect(toBatch(promptOf('t_1'), false, busy('low', 21), at)).toEqual({ reason: 'busy', propensity: 1 })
    expect(toBatch(promptOf('t_1'), false, busy('low', 20), at)).toEqual(asEver)
    for (const simple of [true, false]) expect(toBatch(promptOf('t_1'), simple, busy('high', 80), at)).toEqual(asEver)
  })
  it('no turns because of a gradual change, one of another scene or tenant, or one that is still to come', () => {
    for (const policy of [{ sharePerDay: 0.1 }, { scene: 'shipping' }, { tenant: 'other' }, { sinceMs: at + 1 }])
      expect(stampedeShare(promptOf('t_1'), views({}, policyOf(policy)), at)).toBe(0)
    expect(stampedeShare(promptOf('t_1'), views({}, policyOf({ scene: null })), at + 5 * minuteMs)).toBe(0.5)
    expect(stampedeShare(promptOf('t_1'), views({ warm: { stampedeMs: 0 } }, policyOf()), at)).toBe(0)
  })
})
