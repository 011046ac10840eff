import { expect, it } from 'vitest'
import { type DomainEvent, idOf } from '../event.ts'
import { at, eventOf, resolutionOf, viewsOf } from '../fixtures.ts'
import { scheduleCheck } from './schedule.ts'

const resolved = (check: number | null): DomainEvent => {
  const resolution = resolutionOf({ outcome: 'hot', entryId: 'e1', confidence: 0.97, check })
  const data = { turnId: 't1', tenant: 'default', conversationId: 'c', solo: true, resolution }
  return eventOf('TurnResolved', data, { id: idOf.resolved('t1'), key: 'c', subject: 't1', timeMs: at + 3 })
}
const decided = (input: DomainEvent) => scheduleCheck.decide(null, input, null, viewsOf())

it('a hit that was drawn is asked again, by a turn of its own that says how likely that was', () => {
  expect(decided(resolved(0.25))).toEqual([
    {
      ...{ id: 't1.check.scheduled', type: 'CheckScheduled', key: 't1.check', timeMs: at + 3 },
      ...{ source: 'schedule-check', subject: 't1', cause: 't1.resolved' },
      data: { turnId: 't1.check', sourceTurnId: 't1', propensity: 0.25 },
    },
  ])
})

it('one that was not drawn is not', () => expect(decided(resolved(null))).toEqual([]))
