import { type DomainEvent, isType } from '../event.ts'
import { decider } from '../processor.ts'
import { checkIdOf } from './check.ts'

/** Has a hit that was chosen for it answered afresh too. The customer has long had the answer. */
export const scheduleCheck = decider<null, null>({
  name: 'schedule-check',
  inputs: ['chat.resolved'],
  reactsTo: ['TurnResolved'],
  outputs: ['tasks'],
  journal: [],
  patient: () => true,
  initialState: () => null,
  evolve: state => state,
  gather: () => null,
  recall: () => null,
  decide: (_state, input) => {
    if (!isType(input, 'TurnResolved') || input.data.resolution.check === null) return []
    const { turnId, resolution } = input.data
    const checkId = checkIdOf(turnId)
    const scheduled: DomainEvent<'CheckScheduled'> = {
      id: `${checkId}.scheduled`,
      type: 'CheckScheduled',
      key: checkId,
      timeMs: input.timeMs,
      source: 'schedule-check',
      subject: input.subject,
      cause: input.id,
      data: { turnId: checkId, sourceTurnId: turnId, propensity: resolution.check! },
    }
    return [scheduled]
  },
})
