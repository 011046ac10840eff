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
import { learnedEveryMs, noOrder, type Order, orderAfter } from './order.ts'
import {
  afterCheck,
  afterMeasurement,
  initialConfidence,
  misfitOf,
  noStanding,
  scopeKeyOf,
  tolerableDoubt,
} from './trust.ts'

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
  it('asks a wording for what it did at first until checks say otherwise', () => {
    const { leastByWording } = trusted([]).trust!
    expect(leastByWording).toBeCloseTo(initialConfidence(0.01), 12)
    expect(trusted(new Array(10).fill(false)).trust!.leastByWording).toBeGreaterThan(leastByWording)
    expect(trusted(new Array(400).fill(true)).trust!.leastByWording).toBeLessThan(leastByWording)
  })
  it('serves nothing for agreement where less is tolerated than confidence does not see', () => {
    expect(trusted([], 0.004).trust).toMatchObject({ leastConfidence: 1, leastByWording: 0.98 })
    expect(trusted([], 0.005).trust!.leastConfidence).toBeLessThan(1)
  })
  it('knows what was learned to the half octave, so that it moves seldom', () => {
    const steps = Array.from({ length: 1_000 }, (_, n) => measuredOf({ misses: 1, toMs: at + n }))
    const learned = new Set<number>()
    steps.reduce((standing, step) => {
      const next = afterMeasurement(standing, step)
      learned.add(next.trust!.learned)
      return next
    }, noStanding)
    expect(learned.size).toBeLessThanOrEqual(20)
    expect(Math.max(...learned)).toBe(724)
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
    expect(order.isOrdered).toBe(false)
  })
  it('is one where the nearest entries are the newest, until it is mixed again', () => {
    const sorted = run(n => new Array(5).fill(at + (n - 1) * 1_000))
    expect(sorted.isOrdered).toBe(true)
    const old = measuredOf({ toMs: at + 41_000, nearestStoredMs: new Array(64).fill(at) })
    expect([old, old].reduce(orderAfter, sorted).isOrdered).toBe(false)
  })
  /** After lookups whose nearest entry is the newest of those learned, or the oldest. */
  const lookups = (order: Order, nearest: 'newest' | 'oldest', count: number): Order =>
    orderAfter(order, measuredOf({ nearestStoredMs: new Array(count).fill(nearest === 'newest' ? at : at - 1) }))
  const known = (count: number) => orderAfter(noOrder, measuredOf({ misses: count, toMs: at }))
  it('is a mean over about fifty lookups that begins in the middle', () => {
    expect(lookups(known(20), 'newest', 50).age).toBeCloseTo(0.5 * (1 - 1 / 50) ** 50, 9)
    expect(lookups(known(20), 'oldest', 50).age).toBeCloseTo(1 - 0.5 * (1 - 1 / 50) ** 50, 9)
  })
  it('says nothing before twenty entries are known', () => {
    expect(lookups(known(19), 'newest', 50)).toEqual(known(19))
  })
  it('counts an entry that is the only one of its turns as well', () => {
    expect(known(1).learned).toEqual([{ untilMs: at, count: 1 }])
    expect(known(0)).toEqual(noOrder)
  })
  it('is one below a quarter, and mixed again only above 0.35', () => {
    const order = known(20)
    const next = (age: number, isOrdered: boolean) => orderAfter({ ...order, age, isOrdered }, measuredOf()).isOrdered
    expect([0.24, 0.26, 0.34, 0.36].map(age => next(age, false))).toEqual([true, false, false, false])
    expect([0.24, 0.26, 0.34, 0.36].map(age => next(age, true))).toEqual([true, true, true, false])
  })
  it('marks two stretches as one, until the end of the later, once there are too many', () => {
    const steps = Array.from({ length: 129 }, (_, n) => measuredOf({ misses: n + 1, toMs: at + n }))
    expect(steps.slice(0, 128).reduce(orderAfter, noOrder).learned).toHaveLength(128)
    const { learned } = steps.reduce(orderAfter, noOrder)
    expect(learned).toHaveLength(65)
    expect([learned[0], learned[64]]).toEqual([
      { untilMs: at + 1, count: 3 },
      { untilMs: at + 128, count: 129 },
    ])
  })
  it('tells about how often an answer is learned, by the last hundred', () => {
    const learnedAt = (...marks: readonly (readonly [count: number, ms: number])[]): Order => ({
      ...noOrder,
      learned: marks.map(([count, ms]) => ({ count, untilMs: at + ms })),
    })
    expect(learnedEveryMs(noOrder)).toBe(0)
    expect(learnedEveryMs(learnedAt([5, 0]))).toBe(0)
    expect(learnedEveryMs(learnedAt([5, 0], [5, 1_000]))).toBe(200)
    expect(learnedEveryMs(learnedAt([5, 0], [10, 9_000], [60, 10_000], [60, 13_000]))).toBeCloseTo(4_000 / 120, 9)
  })
  it('lets neighbours vouch where it is known how new they are, and moves only where that doubles', () => {
    const newest = measuredOf({ nearestStoredMs: new Array(64).fill(at) })
    const trustAfter = (...steps: readonly ConfidenceMeasured[]) =>
      [measuredOf({ misses: 40, toMs: at }), newest, ...steps].reduce(afterMeasurement, noStanding).trust
    expect(trustAfter()).toMatchObject({ apart: true, learnedEveryMs: 0 })
    const learns = (misses: number, toMs: number) =>
      measuredOf({ misses, toMs: at + toMs, nearestStoredMs: new Array(64).fill(at + toMs) })
    expect(trustAfter(learns(100, 1_000))).toMatchObject({ apart: false, learnedEveryMs: 10 })
    expect(trustAfter(learns(100, 1_000), learns(100, 2_900))).toMatchObject({ learnedEveryMs: 10 })
    expect(trustAfter(learns(100, 1_000), learns(100, 3_000))).toMatchObject({ learnedEveryMs: 20 })
    expect(trustAfter(learns(100, 1_000), learns(100, 1_500))).toMatchObject({ learnedEveryMs: 5 })
    const old = measuredOf({ nearestStoredMs: new Array(64).fill(at - 1) })
    expect(trustAfter(learns(100, 1_000), old, old)).toMatchObject({ apart: false, learnedEveryMs: 0 })
  })
  it('asks for more, because wrong answers come in runs there', () => {
    const sure = { wishes: counts({ 12: 100, 20: 300, 26: 600 }), served: counts({ 26: 600 }) }
    const doubtAt = (age: number): number => {
      const standing = { ...noStanding, order: { ...known(40), age } }
      return 1 - afterMeasurement(standing, measuredOf(sure)).trust!.leastByWording
    }
    expect(doubtAt(0.5) / doubtAt(0.1)).toBeCloseTo(1.5, 9)
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

  it('says when the nearest entries of turns that were not known by their key were stored, of so many at most', () => {
    const gauge = createGauge()
    const nearest = (n: number) => ({ reason: 'unsure', confidence: 0.9, candidates: [candidateOf({ storedAtMs: n })] })
    gauge.add(resolvedOf(0, { ...nearest(0), outcome: 'exact', reason: 'exact' }), under({}))
    for (let n = 1; n <= 70; n++) gauge.add(resolvedOf(n, nearest(n)), under({}))
    expect(gauge.events()[0]!.data.nearestStoredMs).toEqual(Array.from({ length: 64 }, (_, n) => n + 1))
  })

  it('is named after the last turn, and covers the times of all', () => {
    const gauge = createGauge()
    for (const n of [5, 9, 7]) gauge.add(resolvedOf(n), under({}))
    const views = { ...initialViews.versions, controlVersion: 12 }
    gauge.add(resolvedOf(8, { reason: 'exact', outcome: 'exact', confidence: 0.9, views }), under({}))
    const [event] = gauge.events()
    expect(event).toMatchObject({ id: 't8.resolved.measured', cause: 't8.resolved', timeMs: at + 9 })
    expect(event!.data).toMatchObject({ fromMs: at + 5, toMs: at + 9, misses: 3, wishes: noCounts(), views })
  })

  it('counts nothing where the bound is off', () => {
    const gauge = createGauge()
    gauge.add(resolvedOf(1, { outcome: 'hot', reason: 'agreement', confidence: 0.99 }), under({ steer: false }))
    expect([gauge.size(), gauge.events()]).toEqual([0, []])
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
    for (const [confidence, share] of [
      [0.995, 0.05],
      [0.99, 0.1],
      [0.999, 0.01],
    ] as const) {
      const deviation = Math.sqrt((share * (1 - share)) / hits.length)
      expect(Math.abs(chosen(confidence) / hits.length - share)).toBeLessThan(4 * deviation)
    }
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
