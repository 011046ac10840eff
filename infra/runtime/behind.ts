import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, Ownership, StoredRecord } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import type { DecodedEvents } from './decoded.ts'
import { runOwned } from './owned.ts'
import { readPast } from './read.ts'

/** What is gathered of the events of a topic until it is written down. */
export interface Gathering<E> {
  /** Counts an event, or passes over it. */
  add(event: E): void
  /** Events counted so far. */
  size(): number
  /** What is written down of them; the same for the same events. */
  events(): readonly DomainEvent[]
}

export interface BehindOptions {
  readonly log: EventLog
  readonly decoded: Pick<DecodedEvents, 'decode'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** How long events are gathered before they are written down together, ms. */
  readonly everyMs: () => number
  readonly onTrouble: (error: unknown) => void
}

/** Events that are gathered together, and read at once, at most. */
const most = 5_000

/** Who gathers, from where, and what. */
interface Gatherer<E extends DomainEvent> {
  readonly group: string
  readonly topic: TopicName
  /** Whether an event counts; one that does not leaves the memory to those that do. */
  readonly takes: (event: DomainEvent) => event is E
  readonly gather: () => Gathering<E>
}

/** How often events are looked at while they are gathered, ms: the log has just handed them about, decoded, and will not keep them so for long. */
const lookMs = 100

/** Ids of events taken that are remembered, so that a copy is not counted again. */
const remembered = 10_000

/**
 * Gathers the events of a topic over some seconds and writes down what they come to. It works behind them, and nobody waits for
 * it. What is written and how far it covers the topic are one commit, so a crash counts none twice and loses none, and of several
 * processes each gathers from the partitions that it owns.
 */
export const runBehind = <E extends DomainEvent>(
  { log, decoded, partitions, everyMs, onTrouble }: BehindOptions,
  { group, topic, takes, gather }: Gatherer<E>,
) => {
  /** By id, where it was found first. To ask the log's index about each would take more than all else about it. */
  const seen = new LRUCache<string, bigint>({ max: remembered })
  const isCopy = ({ id }: DomainEvent, offset: bigint): boolean => {
    const first = seen.get(id) ?? offset
    seen.set(id, first)
    return first !== offset
  }
  /** Null for what does not decode, does not count, or is a copy of an event that was counted where it first lay. */
  const eventIn = (record: StoredRecord): E | null => {
    try {
      const event = decoded.decode(record)
      return takes(event) && !isCopy(event, record.offset) ? event : null
    } catch (error) {
      // The processors that read the topic put it on dead.letters.
      if (isTurnstreamError(error, 'RECORD_UNDECODABLE')) return null
      throw error
    }
  }
  /** Gathers what comes within `everyMs`, then writes it down. */
  const gatherFrom = async (owner: Ownership, from: bigint, signal: AbortSignal): Promise<bigint> => {
    const { partition } = owner
    const gathering = gather()
    let at = from
    const gatherMs = everyMs()
    for (const until = performance.now() + gatherMs; performance.now() < until && gathering.size() < most; ) {
      const { records, next } = await readPast(log, { topic, partition, offset: at }, most)
      at = next
      for (const record of records) {
        const event = eventIn(record)
        if (event) gathering.add(event)
      }
      if (records.length < most) await delay(Math.min(lookMs, gatherMs), undefined, { signal })
    }
    await log.commit({
      records: gathering.events().map(event => toRecord(event, partitions)),
      progress: [{ topic, partition, next: at, done: [] }],
      owners: [owner],
    })
    return at
  }
  return runOwned({ log, group, topic, onTrouble }, async (owner, signal) => {
    const { partition } = owner
    const [{ next }, begin] = [await log.progress(group, owner), await log.begin(owner)]
    for (let at = next < begin ? begin : next; !signal.aborted; at = await gatherFrom(owner, at, signal))
      await log.wait({ topic, partition, offset: at }, signal)
  })
}
