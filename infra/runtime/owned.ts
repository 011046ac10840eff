import { isTurnstreamError } from '../../processors/errors.ts'
import type { EventLog, Ownership } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { persistently } from './persistently.ts'

export interface Owned {
  /** Ends the work at hand, which is taken up again after the next start, and leaves the group. */
  stop(): Promise<void>
}

interface OwnedOptions {
  readonly log: Pick<EventLog, 'join'>
  readonly group: string
  readonly topic: TopicName
  readonly onTrouble: (error: unknown) => void
}

/**
 * Works on each partition of a topic that the group assigns to this process, until it moves, the log closes or `stop` is called.
 * Work that fails is begun anew.
 */
export const runOwned = async (
  { log, group, topic, onTrouble }: OwnedOptions,
  work: (owner: Ownership, signal: AbortSignal) => Promise<void>,
): Promise<Owned> => {
  const running = new Map<number, { readonly stop: AbortController; readonly done: Promise<void> }>()
  const keepWorking = (owner: Ownership, stop: AbortController): Promise<void> =>
    persistently(stop.signal, onTrouble, () =>
      work(owner, stop.signal).catch(error => {
        // To lose a partition is no trouble: whoever has it now goes on.
        if (!isTurnstreamError(error, 'LOG_FENCED')) throw error
        stop.abort(error)
      }),
    )
  const membership = await log.join(group, [topic], {
    onAssigned: owned => {
      for (const owner of owned) {
        const stop = new AbortController()
        const previous = running.get(owner.partition)?.done ?? Promise.resolve()
        running.set(owner.partition, { stop, done: previous.then(() => keepWorking(owner, stop)) })
      }
    },
    onRevoked: lost => {
      for (const { partition } of lost) running.get(partition)?.stop.abort()
    },
  })
  return {
    stop: async () => {
      for (const { stop } of running.values()) stop.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
      await membership.leave()
    },
  }
}
