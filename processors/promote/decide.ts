import type { DomainEvent } from '../event.ts'
import { decider } from '../processor.ts'
import type { Views } from '../views.ts'
import { type Due, dueByTime, dueByUse, evolveLayered, type Layered, nothingLayered } from './layered.ts'

/**
 * Decides which entries live hot and which live at all: promoted when their uses within the window reach a threshold, demoted when a
 * sweep finds that they have fallen below another, evicted when it finds them cold and unused for too long, or expired. Time
 * is that of the uses and sweeps. Reads `cache.entries` alone, so it may fold what others wrote there.
 */
export const promote = decider<Layered | null, null>({
  name: 'promote',
  inputs: ['cache.entries'],
  reactsTo: ['EntryStored', 'EntryInvalidated', 'EntryRestored', 'EntryUsed', 'EntrySwept'],
  outputs: ['cache.entries'],
  journal: ['EntryStored', 'EntryInvalidated', 'EntryRestored', 'EntryUsed', 'EntryPromoted', 'EntryEvicted'],
  patient: () => true,
  initialState: () => null,
  evolve: (state, event) => {
    const before = state ?? nothingLayered
    const after = evolveLayered(before, event)
    return after === before ? state : after
  },
  gather: () => null,
  recall: () => null,
  decide: (state, input, _gathered, views) => {
    const due = dueOf(state ?? nothingLayered, input, views)
    return due === null ? [] : [eventOf(due, state!, input, views)]
  },
})

const dueOf = (state: Layered, input: DomainEvent, views: Views): Due | null => {
  const { cache } = views.configuration
  switch (input.type) {
    case 'EntryUsed': {
      const used = evolveLayered(state, input)
      // Uses may be told of late: what counts is the latest time that is known.
      return used && dueByUse(used, used.lastUsedMs, cache)
    }
    case 'EntrySwept':
      return dueByTime(state, input.timeMs, cache, input.data.unusedSinceMs)
    default:
      return null
  }
}

const eventOf = (due: Due, { entry }: Layered, input: DomainEvent, views: Views): DomainEvent => {
  const entryId = input.key
  const from = {
    key: entryId,
    timeMs: input.timeMs,
    source: 'promote',
    subject: input.subject,
    cause: input.id,
  }
  if (due.kind === 'evict')
    return {
      ...from,
      id: `${input.id}.evicted`,
      type: 'EntryEvicted',
      data: { entryId, reason: due.reason, storedAtMs: entry!.storedAtMs, views: views.versions },
    }
  const layer = due.kind === 'promote' ? 'hot' : 'cold'
  const untilMs = due.kind === 'promote' ? due.untilMs : 0
  return {
    ...from,
    id: `${input.id}.${due.kind}d`,
    type: 'EntryPromoted',
    data: { entryId, layer, hits: due.hits, untilMs, views: views.versions },
  }
}
