import type { DomainEvent } from '../event.ts'
import { slotOf } from '../promote/uses.ts'
import { isOfTask } from '../warm/plan.ts'

/** The uses in a run of answers. It keeps nothing of an answer but what it counts. */
export interface Tally {
  /** Counts an answer; a miss counts for nothing. */
  add(answer: DomainEvent<'TurnAnswered'>): void
  /** Hits counted so far. */
  hits(): number
  /**
   * One event for each entry and slot of time, keyed by the entry, with its hits; at the time of the last of them and named
   * after it, so that the same answers give the same events.
   */
  events(): readonly DomainEvent<'EntryUsed'>[]
}

interface Use {
  hits: number
  lastId: string
  lastMs: number
}

/** Whether an answer is a hit. A task that asks is no use. */
export const isUse = ({ data: { entryId, turnId } }: DomainEvent<'TurnAnswered'>): boolean =>
  entryId !== null && !isOfTask(turnId)

export const createTally = (): Tally => {
  const slots = new Map<number, Map<string, Use>>()
  let total = 0
  return {
    add: answer => {
      const { id, timeMs, data } = answer
      const { entryId } = data
      if (entryId === null || !isUse(answer)) return
      total++
      const slot = slotOf(timeMs)
      const uses = slots.get(slot) ?? new Map<string, Use>()
      slots.set(slot, uses)
      const use = uses.get(entryId)
      if (!use) {
        uses.set(entryId, { hits: 1, lastId: id, lastMs: timeMs })
        return
      }
      use.hits++
      if (timeMs < use.lastMs) return
      use.lastId = id
      use.lastMs = timeMs
    },
    hits: () => total,
    events: () =>
      [...slots.values()].flatMap(uses =>
        [...uses].map(([entryId, { hits, lastId, lastMs }]) => ({
          id: `${lastId}.used`,
          type: 'EntryUsed',
          key: entryId,
          timeMs: lastMs,
          source: 'meter',
          subject: entryId,
          cause: lastId,
          data: { entryId, hits },
        })),
      ),
  }
}
