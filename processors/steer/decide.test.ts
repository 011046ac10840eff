import { expect, it } from 'vitest'
import type { ConfidenceMeasured, HitChecked, TrustSteered } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { at, eventOf } from '../fixtures.ts'
import { initialViews } from '../views.ts'
import { steer } from './decide.ts'
import { classOf, expectedFalse, noCounts, total } from './doubt.ts'
import { misfitOf, noStanding, type Standing } from './trust.ts'

const counts = (doubt: number, count: number) => noCounts().map((none, of) => (of === classOf(doubt) ? count : none))
const measured = (options: Partial<ConfidenceMeasured> = {}): DomainEvent =>
  eventOf(
    'ConfidenceMeasured',
    {
      ...{ tenant: 'acme', scope: 'billing', fromMs: at, toMs: at + 1_000, misses: 0, nearestStoredMs: [] },
      ...{ wishes: counts(0.002, 500), served: counts(0.002, 400), maxFalseRate: 0.01, views: initialViews.versions },
      ...options,
    },
    { id: 't9.measured', timeMs: at + 2_000 },
  )
const checked = (isRight: boolean): DomainEvent<'HitChecked'> => {
  const data: HitChecked = {
    ...{ turnId: 't1', tenant: 'acme', scope: 'billing', entryId: 'e1', isRight, method: 'shadow' },
    ...{ propensity: 0.25, confidence: 0.9, views: initialViews.versions },
  }
  return eventOf('HitChecked', data, { id: 't1.check.checked', timeMs: at + 3_000 })
}

/** Where inputs lead, and what the last of them has been told for. */
const steered = (...inputs: readonly DomainEvent[]) => {
  let before: Standing = noStanding
  let told: readonly DomainEvent[] = []
  for (const input of inputs) {
    expect(steer.reactsTo).toContain(input.type)
    told = steer.decide(before, input, null, initialViews)
    before = steer.evolve(before, input)
  }
  return { after: before, told, reason: (told[0]?.data as TrustSteered | undefined)?.reason }
}

it('what steers is told with all that it rests on', () => {
  const inputs = [measured(), ...new Array<DomainEvent>(9).fill(checked(false))]
  const { after, told } = steered(...inputs)
  expect(after.wrong).toBe(9)
  expect(told).toEqual([
    {
      ...{ id: 't1.check.checked.steered', type: 'TrustSteered', key: 'acme/billing', timeMs: at + 3_000 },
      ...{ source: 'steer', subject: 't1', cause: 't1.check.checked' },
      data: {
        ...{ tenant: 'acme', scope: 'billing' },
        ...after.trust,
        ...{ served: total(after.served), checked: 9, wrong: 9, views: initialViews.versions },
        expectedFalse: expectedFalse(after.served) * misfitOf(after),
        reason: expect.stringContaining('9 of 9 checked hits were wrong, 0.9 expected'),
      },
    },
  ])
  expect(total(after.served)).toBe(400)
  expect(steered(measured()).told[0]!.data).toMatchObject({ served: 400, checked: 0 })
  // The doubt of those served, times as often as checks found it too small.
  const rate = (100 * expectedFalse(after.served) * misfitOf(after)) / 400
  expect((told[0]!.data as TrustSteered).reason).toContain(`${rate.toFixed(2)} % of hits are expected to be wrong`)
})

it('the reason is what has changed: what is tolerated, the order of the questions, or what checks found', () => {
  expect(steered(measured()).reason).toBe('1.00 % of hits may be wrong')
  expect(steered(measured(), measured({ maxFalseRate: 0.02 })).reason).toBe('2.00 % of hits may be wrong')
  const learned = measured({ misses: 40, toMs: at })
  const newest = measured({ nearestStoredMs: new Array(64).fill(at) })
  const ordered = steered(learned, newest)
  expect(ordered.after.trust).toMatchObject({ apart: true })
  expect(ordered.reason).toBe(
    `questions come in an order: the nearest entry is on average newer than all but ${(100 * ordered.after.order.age).toFixed(2)} % of them`,
  )
  const later = measured({ misses: 100, toMs: at + 1_000, nearestStoredMs: new Array(64).fill(at + 1_000) })
  expect(steered(learned, newest, later).reason).toContain('of hits are expected to be wrong')
  const oldest = measured({ nearestStoredMs: new Array(64).fill(at - 1) })
  expect(steered(learned, newest, oldest).reason).toBe('questions are mixed again')
})

it('what changes nothing is not told', () => {
  expect(steered(checked(false)).told).toEqual([])
  expect(steered(measured(), measured({ wishes: noCounts(), served: noCounts() })).told).toEqual([])
})
