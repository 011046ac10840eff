import { type DomainEvent, isType } from '../../processors/event.ts'
import type { VirtualClock } from '../runtime/simulation/clock.ts'

export interface LearningOptions {
  readonly clock: Pick<VirtualClock, 'after'>
  /** After this time what is stored is found, ms. */
  readonly lagMs: number
  readonly apply: (event: DomainEvent) => void
}

/** Carries events of entries to the caches: what is stored after some time, what takes an entry out at once, for nothing is served that a change has claimed. */
export const createLearning = ({ clock, lagMs, apply }: LearningOptions): { see(event: DomainEvent): void } => {
  /** Of each entry, what its caches have not heard of yet. */
  const waiting = new Map<string, DomainEvent[]>()
  const catchUp = (entryId: string): void => {
    const events = waiting.get(entryId) ?? []
    waiting.delete(entryId)
    for (const event of events) apply(event)
  }
  return {
    see: event => {
      const entryId = event.key
      const before = waiting.get(entryId)
      if (lagMs === 0 || !isType(event, 'EntryStored')) {
        if (before) catchUp(entryId)
        return apply(event)
      }
      if (before) {
        before.push(event)
        return
      }
      waiting.set(entryId, [event])
      clock.after(lagMs, () => catchUp(entryId))
    },
  }
}
