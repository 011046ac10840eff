import type { EventLog, StoredRecord } from '../../processors/ports/log.ts'
import { catalogue } from '../../topics/catalogue.ts'
import { followNew } from '../runtime/follow.ts'

/** Tells of records about turns as they become durable. */
export interface TurnWatch {
  /** Hands every record about the turn that becomes durable from now on to `listener`. Resolves, when it is in place, to its end. */
  watch(turnId: string, listener: (record: StoredRecord) => void): Promise<() => void>
}

/** The others are about no turn. */
const topics = catalogue.map(({ name }) => name).filter(name => name !== 'policy.changes' && name !== 'control')

/** One follower of the log for all who watch; it runs while somebody does. */
export const createTurnWatch = (log: EventLog, onTrouble: (error: unknown) => void): TurnWatch => {
  const listeners = new Map<string, Set<(record: StoredRecord) => void>>()
  let following: Promise<() => void> | null = null

  const dispatch = (record: StoredRecord): void => {
    const turnId = record.headers.ce_subject
    if (turnId !== undefined) for (const listener of listeners.get(turnId) ?? []) listener(record)
  }
  const leave = (turnId: string, listener: (record: StoredRecord) => void): void => {
    const all = listeners.get(turnId)
    all?.delete(listener)
    if (all?.size === 0) listeners.delete(turnId)
    if (listeners.size > 0 || following === null) return
    // Who comes after this starts a follower of their own.
    void following.then(
      stop => stop(),
      () => undefined,
    )
    following = null
  }

  return {
    watch: async (turnId, listener) => {
      listeners.set(turnId, (listeners.get(turnId) ?? new Set()).add(listener))
      following ??= followNew(log, topics, dispatch, onTrouble)
      try {
        await following
      } catch (error) {
        leave(turnId, listener)
        throw error
      }
      return () => leave(turnId, listener)
    },
  }
}
