import type { DomainEvent } from '../event.ts'
import { slotOf } from '../promote/uses.ts'

/**
 * The uses in a run of answers: one event for each entry and slot of time, keyed by the entry, with its hits; at the time
 * of the last of them and named after it, so that the same answers give the same events. Misses count for nothing.
 */
export const usesIn = (answers: readonly DomainEvent<'TurnAnswered'>[]): readonly DomainEvent<'EntryUsed'>[] => {
  const hits = answers.filter(({ data }) => data.entryId !== null)
  const groups = Map.groupBy(hits, ({ data, timeMs }) => `${slotOf(timeMs)} ${data.entryId}`)
  return [...groups.values()].map(served => {
    const last = served.reduce((a, b) => (b.timeMs >= a.timeMs ? b : a))
    const entryId = last.data.entryId!
    return {
      id: `${last.id}.used`,
      type: 'EntryUsed',
      key: entryId,
      timeMs: last.timeMs,
      source: 'meter',
      subject: entryId,
      cause: last.id,
      data: { entryId, hits: served.length },
    }
  })
}
