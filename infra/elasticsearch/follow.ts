import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { persistently } from '../runtime/persistently.ts'
import { readPast } from '../runtime/read.ts'

/** What a follower carries records into. */
export interface Taker {
  /** The only types it takes; all where nothing is said. */
  readonly types?: readonly EventType[]
  /** Resolves when it can be asked for positions. */
  ready(signal: AbortSignal): Promise<void>
  /** Next offset to read. May go back at any time. */
  position(partition: number): bigint
  /** `offsets` are those of the events, `from` is what `position` said before they were read. */
  apply(
    partition: number,
    events: readonly DomainEvent[],
    next: bigint,
    read: { readonly from: bigint; readonly offsets: readonly bigint[] },
  ): Promise<void>
}

export interface Following {
  /** Resolves when the taker has what was in the log at the call. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

export interface FollowOptions {
  readonly log: Pick<EventLog, 'read' | 'wait' | 'end'>
  readonly topic: TopicName
  readonly partitions: number
  readonly taker: Taker
  readonly onTrouble: (error: unknown) => void
  /** Records read at once. */
  readonly batch?: number
}

const usualBatch = 1_000

/**
 * Carries a topic into a store that several processes share: events come with their offsets, by which the store orders what
 * is written more than once. Records that do not decode are passed over; the processors that read the topic put them on
 * dead.letters.
 */
export const follow = ({ log, topic, partitions, taker, onTrouble, batch = usualBatch }: FollowOptions): Following => {
  const types = taker.types && new Set(taker.types.map(type => `turnstream.${type}`))
  const stop = new AbortController()
  const { signal } = stop
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  const waiting: (() => void)[] = []

  const decode = (record: Parameters<typeof fromRecord>[0]): DomainEvent | null => {
    // The header spares decoding; a record without one is decoded.
    if (record.headers.ce_type !== undefined && types?.has(record.headers.ce_type) === false) return null
    try {
      return fromRecord(record)
    } catch (error) {
      onTrouble(error)
      return null
    }
  }
  const advance = async (partition: number, from: bigint): Promise<boolean> => {
    const { records, damaged, next } = await readPast(log, { topic, partition, offset: from }, batch)
    if (signal.aborted || next === from) return false
    if (damaged) onTrouble(damaged.error)
    const events: DomainEvent[] = []
    const offsets: bigint[] = []
    for (const record of records) {
      const event = decode(record)
      if (!event) continue
      events.push(event)
      offsets.push(record.offset)
    }
    await taker.apply(partition, events, next, { from, offsets })
    for (const wake of waiting.splice(0)) wake()
    return true
  }
  const followers = numbers.map(partition =>
    persistently(signal, onTrouble, async () => {
      await taker.ready(signal)
      const from = taker.position(partition)
      if (await advance(partition, from)) return
      // Once in a while even if nothing comes, for the position may have gone back.
      const again = AbortSignal.timeout(recheckMs)
      await log.wait({ topic, partition, offset: from }, AbortSignal.any([signal, again])).catch(error => {
        if (!again.aborted) throw error
      })
    }),
  )

  return {
    caughtUp: async () => {
      const ends = await Promise.all(numbers.map(partition => log.end({ topic, partition })))
      while (!signal.aborted) {
        await taker.ready(signal)
        if (numbers.every(partition => taker.position(partition) >= ends[partition]!)) return
        await new Promise<void>(resolve => {
          waiting.push(resolve)
          setTimeout(resolve, recheckMs).unref()
        })
      }
    },
    stop: async () => {
      stop.abort()
      await Promise.all(followers)
    },
  }
}

const recheckMs = 1_000
