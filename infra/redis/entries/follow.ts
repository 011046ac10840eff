import type { ExactEntries } from '../../../processors/ports/exact.ts'
import type { EventLog } from '../../../processors/ports/log.ts'
import { fromRecord } from '../../../topics/wire.ts'
import { orAborted } from '../../embedding/or-aborted.ts'
import { persistently } from '../../runtime/persistently.ts'
import { readPast } from '../../runtime/read.ts'

const topic = 'cache.entries'
const batch = 1_000

export interface FollowedEntries {
  /** Resolves when everything that was in the log at the call is folded, so that lookups of every process know of it. */
  caughtUp(signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/**
 * Keeps the store up with the log: from its place on, and from its new place whenever it has lost it. Every process may do
 * so. What does not decode is passed over; the processors that read the topic put it on dead.letters.
 */
export const followEntries = (
  log: Pick<EventLog, 'read' | 'wait' | 'end'>,
  partitions: number,
  store: ExactEntries,
  onTrouble: (error: unknown) => void,
): FollowedEntries => {
  const stop = new AbortController()
  /** Next offset to fold, by partition; nothing while the place is lost. */
  const folded = new Map<number, bigint>()
  const waiting = new Set<() => void>()

  const advance = async (partition: number, offset: bigint, signal: AbortSignal): Promise<bigint | null> => {
    const { records, damaged, next } = await readPast(log, { topic, partition, offset }, batch)
    if (next === offset) {
      await log.wait({ topic, partition, offset }, signal)
      return offset
    }
    if (damaged) onTrouble(damaged.error)
    const events = records.flatMap(record => {
      try {
        return [{ offset: record.offset, event: fromRecord(record) }]
      } catch (error) {
        onTrouble(error)
        return []
      }
    })
    return (await store.apply(partition, events, next)) ? next : null
  }
  const follow = async (partition: number, from: bigint, signal: AbortSignal): Promise<void> => {
    let at: bigint | null = from
    await persistently(signal, onTrouble, async () => {
      if (at !== null) {
        folded.set(partition, at)
        for (const wake of waiting) wake()
        at = await advance(partition, at, signal)
      }
      // The place is lost: whoever waits for that begins again.
      else await new Promise<never>((_, reject) => signal.addEventListener('abort', reject))
    })
  }
  const running = persistently(stop.signal, onTrouble, async () => {
    const positions = await store.begin()
    const again = new AbortController()
    const signal = AbortSignal.any([stop.signal, again.signal])
    const followers = positions.map((from, partition) => follow(partition, from, signal))
    try {
      await store.lost(stop.signal)
    } finally {
      again.abort()
      folded.clear()
      await Promise.all(followers)
    }
  })

  return {
    caughtUp: async signal => {
      const numbers = Array.from({ length: partitions }, (_, partition) => partition)
      const ends = await Promise.all(numbers.map(partition => log.end({ topic, partition })))
      const done = Promise.withResolvers<void>()
      const check = (): void => {
        if (numbers.every(partition => (folded.get(partition) ?? -1n) >= ends[partition]!)) done.resolve()
      }
      waiting.add(check)
      check()
      try {
        await orAborted(done.promise, signal)
      } finally {
        waiting.delete(check)
      }
    },
    stop: async () => {
      stop.abort()
      await running
    },
  }
}
