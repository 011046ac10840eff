import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConfidenceMeasured, HitChecked } from '../../schemas/types.ts'
import { at, candidateOf, configurationOf, eventOf, resolutionOf, viewsOf } from '../fixtures.ts'
import { evolveViews, initialViews, type Views } from '../views.ts'
import { barOf } from './bar.ts'
import { checkedTurnOf, checkIdOf, checkOf, isCheck } from './check.ts'
import { steer } from './decide.ts'
import { classes, classOf, expectedFalse, largestOf, noCounts } from './doubt.ts'
import { createGauge } from './measure.ts'
import { noOrder, orderAfter } from './order.ts'
import { afterCheck, afterMeasurement, misfitOf, noStanding, scopeKeyOf, tolerableDoubt } from './trust.ts'

type CacheOptions = Partial<Views['configuration']['cache']>
const under = (cache: CacheOptions): Views =>
  viewsOf({ configuration: configurationOf({ cache: { steer: true, ...cache } }) })
const counts = (of: Readonly<Record<number, number>>): readonly number[] => noCounts().map((_, n) => of[n] ?? 0)
const measuredOf = (options: Partial<ConfidenceMeasured> = {}): ConfidenceMeasured => ({
  tenant: 'default',
  scope: '',
  fromMs: at,
  toMs: at + 1_000,
  misses: 0,
  wishes: noCounts(),
  served: noCounts(),
  nearestStoredMs: [],
  maxFalseRate: 0.01,
  views: initialViews.versions,
  ...options,
})
const checkedOf = (options: Partial<HitChecked> = {}): HitChecked => ({
  turnId: 't1',
  tenant: 'default',
  scope: '',
  entryId: 'e1',
  isRight: true,
  method: 'shadow',
  propensity: 0.1,
  confidence: 0.99,
  views: initialViews.versions,
  ...options,
})

describe('classes of doubt', () => {
  it('hold each doubt below their largest, ten to a power of ten', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), doubt => {
        const of = classOf(doubt)
        expect(doubt).toBeLessThanOrEqual(largestOf(of) * (1 + 1e-9))
        expect(doubt).toBeGreaterThanOrEqual(largestOf(of + 1) * (1 - 1e-9))
      }),
    )
    expect([classOf(1), classOf(2), classOf(0), classOf(0.1)]).toEqual([0, 0, classes - 1, 10])
  })
})

describe('the tolerable doubt', () => {
  it('is one at which a Poisson count of wrong hits exceeds what is tolerated in at most one of ten cases', () => {
    const atMost = (mean: number, most: number): number => {
      let term = Math.exp(-mean)
      let sum = term
      for (let n = 1; n <= most; n++) sum += term *= mean / n
      return sum
    }
    for (const rate of [0.005, 0.01, 0.03])
      for (const hits of [400, 1_000, 4_000]) {
        const all = hits + 200
        expect(atMost(tolerableDoubt(rate, hits) * all, Math.floor(rate * all))).toBeGreaterThan(0.9)
      }
  })
  it('grows with the hits, and never reaches what may be wrong', () => {
    for (const rate of [0.005, 0.01, 0.03]) {
      const doubts = [0, 100, 1_000, 10_000, 1e6].map(hits => tolerableDoubt(rate, hits))
      expect(doubts).toEqual(doubts.toSorted((a, b) => a - b))
      expect(doubts.at(-1)).toBeLessThan(rate)
      expect(doubts.at(-1)).toBeGreaterThan(0.95 * rate)
    }
  })
})

describe('trust', () => {
  const mixed = counts({ 12: 100, 20: 300, 26: 600 })
  const trusted = (checks: readonly boolean[], maxFalseRate = 0.01) =>
    checks.reduce(
      (standing, isRight) => afterCheck(standing, checkedOf({ isRight, confidence: 0.98 })),
      afterMeasurement(noStanding, measuredOf({ wishes: mixed, served: mixed, maxFalseRate })),
    )
  it('serves the surest answers up to a mean doubt that is tolerable', () => {
    const { trust, wishes, served } = trusted([])
    const of = classOf(1 - trust!.leastConfidence - 1e-9)
    const sure = wishes.map((count, n) => (n >= of ? count : 0))
    const tolerable =
      tolerableDoubt(
        0.01,
        served.reduce((a, b) => a + b, 0),
      ) / misfitOf(noStanding)
    expect(expectedFalse(sure) / sure.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(tolerable)
    expect(trust).toMatchObject({ apart: false, maxFalseRate: 0.01 })
  })
  it('asks for more where fewer may be wrong', () => {
    const least = [0.001, 0.005, 0.01, 0.03].map(rate => trusted([], rate).trust!.leastConfidence)
    expect(least).toEqual(least.toSorted((a, b) => b - a))
    expect(least[0]).toBeGreaterThan(least[3]!)
  })
  it('asks for more once checks find more wrong hits than confidence expects, and for less where they find none', () => {
    const wrong = trusted(new Array(10).fill(false)).trust!.leastConfidence
    const right = trusted(new Array(400).fill(true)).trust!.leastConfidence
    expect(wrong).toBeGreaterThan(trusted([]).trust!.leastConfidence)
    expect(right).toBeLessThan(trusted([]).trust!.leastConfidence)
    expect(right).toBeGreaterThanOrEqual(0.9)
  })
  it('waits for a first measurement', () => expect(afterCheck(noStanding, checkedOf()).trust).toBeNull())
})

describe('the order in which turns come', () => {
  const learned = Array.from({ length: 40 }, (_, n) => ({ misses: 5, toMs: at + n * 1_000 }))
  const run = (nearest: (n: number) => readonly number[]) =>
    learned.reduce((order, step, n) => orderAfter(order, measuredOf({ ...step, nearestStoredMs: nearest(n) })), noOrder)
  it('says nothing where the nearest entries are of any age', () => {
    const order = run(n => Array.from({ length: 5 }, (_, k) => at + (((n * 5 + k) * 7_919) % (n * 1_000 + 1))))
    expect(order.age).toBeGreaterThan(0.35)
    expect(order.apart).toBe(false)
  })
  it('sets entries apart where the nearest ones are the newest, until it is mixed again', () => {
    const sorted = run(n => new Array(5).fill(at + (n - 1) * 1_000))
    expect(sorted.apart).toBe(true)
    const old = measuredOf({ toMs: at + 41_000, nearestStoredMs: new Array(64).fill(at) })
    expect([old, old].reduce(orderAfter, sorted).apart).toBe(false)
  })
  it('keeps a bounded number of marks, and every entry in one', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => measuredOf({ misses: 2, toMs: at + n }))
    const order = many.reduce(orderAfter, noOrder)
    expect(order.learned.length).toBeLessThanOrEqual(128)
    expect(order.learned.reduce((sum, { count }) => sum + count, 0)).toBe(4_000)
  })
})

describe('a gauge', () => {
  const resolvedOf = (n: number, options = {}) =>
    eventOf(
      'TurnResolved',
      { turnId: `t${n}`, tenant: 'default', conversationId: `t${n}`, solo: true, resolution: resolutionOf(options) },
      { id: `t${n}.resolved`, timeMs: at + n },
    )
  it('counts wishes, hits and misses by tenant and scope, and nothing of a bypassed turn or a check', () => {
    const gauge = createGauge()
    const own = under({ maxFalseRates: { billing: 0.002 } })
    const hit = { outcome: 'hot', reason: 'agreement', confidence: 0.99, candidates: [candidateOf({ storedAtMs: 7 })] }
    gauge.add(resolvedOf(1, hit), own)
    gauge.add(resolvedOf(2, { reason: 'unsure', confidence: 0.9 }), own)
    gauge.add(resolvedOf(3, { outcome: 'exact', reason: 'exact' }), own)
    gauge.add(resolvedOf(4, { reason: 'bypass' }), own)
    gauge.add(resolvedOf(5, { reason: 'check' }), own)
    gauge.add(resolvedOf(6, { exactKey: 'exact_cache:billing:e1' }), own)
    expect(gauge.size()).toBe(4)
    const [all, billing] = gauge.events()
    expect(all).toMatchObject({ key: 'default/', timeMs: at + 3, data: { misses: 1, nearestStoredMs: [7], scope: '' } })
    expect(all!.data.wishes).toEqual(counts({ [classOf(1 - 0.99)]: 1, [classOf(1 - 0.9)]: 1 }))
    expect(all!.data.served).toEqual(counts({ [classOf(1 - 0.99)]: 1 }))
    expect(billing!.data).toMatchObject({ scope: 'billing', misses: 1, maxFalseRate: 0.002 })
  })
})

describe('steering', () => {
  const measured = eventOf(
    'ConfidenceMeasured',
    measuredOf({ wishes: counts({ 30: 500 }), served: counts({ 30: 500 }) }),
    {
      key: scopeKeyOf('default', ''),
    },
  )
  const stateAfter = steer.evolve(noStanding, measured)
  it('is an event with its reason, which the views hold and the judgement asks', () => {
    const [event] = steer.decide(noStanding, measured, null, initialViews)
    expect(event).toMatchObject({ type: 'TrustSteered', key: 'default/', cause: measured.id })
    const views = evolveViews(under({}), event!, 7)
    expect(views.versions.controlVersion).toBe(7)
    expect(barOf(views, 'default', 'returns')).toMatchObject({ leastConfidence: stateAfter.trust!.leastConfidence })
    expect(barOf(views, 'another', 'returns').leastConfidence).toBe(0.95)
  })
  it('says nothing where nothing moves', () => {
    expect(steer.decide(stateAfter, measured, null, initialViews)).toEqual([])
  })
  it('begins anew where what is tolerated changes, and is asked about nothing where it is off', () => {
    const [event] = steer.decide(noStanding, measured, null, initialViews)
    const barUnder = (cache: CacheOptions) => barOf(evolveViews(under(cache), event!, 1), 'default', 'returns')
    expect(barUnder({ maxFalseRate: 0.02 }).leastConfidence).toBe(0.9)
    expect(barUnder({ maxFalseRates: { returns: 0.002 } }).leastConfidence).toBe(0.99)
    expect(barUnder({ steer: false }).leastConfidence).toBe(0.95)
  })
})

describe('a check', () => {
  const hits = Array.from({ length: 20_000 }, (_, n) => `turn-${n}`)
  const chosen = (confidence: number, views = under({})): number =>
    hits.filter(turnId => checkOf({ turnId, tenant: 'default', scene: 'returns', confidence }, views) !== null).length
  it('is chosen by hash in proportion to doubt, with its propensity', () => {
    expect(chosen(0.995) / hits.length).toBeCloseTo(0.05, 2)
    expect(chosen(0.99) / hits.length).toBeCloseTo(0.1, 2)
    expect(chosen(0.999) / hits.length).toBeCloseTo(0.01, 2)
    const one = { turnId: 'turn-1', tenant: 'default', scene: 'returns', confidence: 0 }
    expect(checkOf(one, under({}))).toBe(1)
  })
  it('is not chosen where none are configured, or nothing steers', () => {
    expect(chosen(0.5, under({ checks: 0 }))).toBe(0)
    expect(chosen(0.5, under({ steer: false }))).toBe(0)
  })
  it('is a turn of its own, named after the one it checks', () => {
    expect(checkedTurnOf(checkIdOf('t1'))).toBe('t1')
    expect([isCheck(checkIdOf('t1')), isCheck('t1')]).toEqual([true, false])
  })
})
