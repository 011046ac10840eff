import { type DomainEvent, idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { askedTurnId, taskIds } from './plan.ts'

interface Prepared {
  readonly entryId: string
  readonly proposal: string
}

/** What the questions of the task have led to: an entry for each that has an answer which the caches may learn. */
const preparedFor = (version: string, facts: Facts): readonly Prepared[] => {
  const taskId = taskIds.ofChange(version)
  const of = facts.find('QuestionsPlanned', taskIds.planned(taskId, 0))?.data.of ?? 0
  return Array.from({ length: of }, (_, n) => idOf.proposed(askedTurnId(taskId, n + 1))).flatMap(proposal => {
    const proposed = facts.find('EntryProposed', proposal)
    return proposed ? [{ entryId: proposed.key, proposal }] : []
  })
}

/** Releases the entries that have waited for a change which is in force now. */
export const release = decider<null, readonly Prepared[]>({
  name: 'release',
  inputs: ['policy.changes'],
  reactsTo: ['PolicyChanged'],
  outputs: ['cache.entries'],
  journal: [],
  initialState: () => null,
  evolve: state => state,
  gather: (input, facts) => {
    const { announced, version } = (input as DomainEvent<'PolicyChanged'>).data
    return announced === null ? [] : preparedFor(version, facts)
  },
  recall: outputs =>
    outputs.flatMap(event =>
      event.type === 'EntryReleased' ? [{ entryId: event.data.entryId, proposal: event.data.proposal }] : [],
    ),
  decide: (_state, input, prepared, views) => {
    const policy = views.policies.find(({ eventId }) => eventId === input.id)
    if (!policy) return []
    return prepared.map(
      ({ entryId, proposal }): DomainEvent<'EntryReleased'> => ({
        id: `${proposal}.released`,
        type: 'EntryReleased',
        key: entryId,
        timeMs: input.timeMs,
        source: 'release',
        subject: input.subject,
        cause: input.id,
        data: { entryId, policyEpoch: policy.epoch, proposal, views: views.versions },
      }),
    )
  },
})
