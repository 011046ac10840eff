import { setTimeout as delay } from 'node:timers/promises'
import { type DomainEvent, idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { askedTurnId, taskIds } from './plan.ts'

interface Prepared {
  readonly entryId: string
  readonly proposal: string
}

/** How long a proposal may take that is still on its way from another server, and how often it is looked for, ms. */
const patienceMs = 1_000
const lookMs = 20

const turnsOf = (version: string, facts: Facts): readonly string[] => {
  const taskId = taskIds.ofChange(version)
  const of = facts.find('QuestionsPlanned', taskIds.planned(taskId, 0))?.data.of ?? 0
  return Array.from({ length: of }, (_, n) => askedTurnId(taskId, n + 1))
}

/** What the questions of the task have led to: an entry for each that has an answer which the caches may learn. */
const preparedFor = (turns: readonly string[], facts: Facts): readonly Prepared[] =>
  turns.map(idOf.proposed).flatMap(proposal => {
    const proposed = facts.find('EntryProposed', proposal)
    return proposed ? [{ entryId: proposed.key, proposal }] : []
  })

/**
 * As `preparedFor`, once all is there that may come: the last question is settled when its answer is, and whoever proposes that answer to the caches may
 * work in another process. One that comes later still is admitted under the change, which is long in force by then.
 */
const preparedInTime = async (version: string, facts: Facts, signal: AbortSignal): Promise<readonly Prepared[]> => {
  const turns = turnsOf(version, facts)
  const learnable = turns.filter(turnId => facts.find('TurnAnswered', idOf.answered(turnId))?.data.learnable !== false)
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
    if (preparedFor(learnable, facts).length === learnable.length) break
    await delay(lookMs, undefined, { signal })
  }
  return preparedFor(turns, facts)
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
  gather: (input, facts, _views, signal) => {
    const { announced, version } = (input as DomainEvent<'PolicyChanged'>).data
    return announced === null ? [] : preparedInTime(version, facts, signal)
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
