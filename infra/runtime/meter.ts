import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { isTurnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { createTally } from '../../processors/meter/count.ts'
import type { EventLog, Ownership, StoredRecord } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import type { DecodedEvents } from './decoded.ts'
import { runOwned } from './owned.ts'
import { readPast } from './read.ts'

export interface MeterOptions {
  readonly log: EventLog
  readonly decoded: Pick<DecodedEvents, 'decode'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** How long answers are gathered before they are counted together, ms. */
  readonly everyMs: () => number
  readonly onTrouble: (error: unknown) => void
}

/** Hits that are counted together, and answers read at once, at most. */
const most = 5_000

/** How often answers are looked at while they are gathered, ms: the log has just handed them about, decoded, and will not keep them so for long. */
const lookMs = 100

/** Ids of answers that are remembered, so that a copy is not counted again. */
const remembered = 10_000

/**
 * Writes down how often entries were served: one event for each entry in the answers of some seconds. It works behind the
 * answers, and nobody waits for it. Uses and how far they cover the answers are one commit, so a crash counts none twice and
 * loses none, and of several processes each counts the partitions that it owns.
 */
export const runMeter = ({ log, decoded, partitions, everyMs, onTrouble }: MeterOptions) => {
  /** By id, where it was found first. To ask the log's index about each hit would take more than all else about it. */
  const seen = new LRUCache<string, bigint>({ max: remembered })
  const isCopy = ({ id }: DomainEvent, offset: bigint): boolean => {
    const first = seen.get(id) ?? offset
    seen.set(id, first)
    return first !== offset
  }
  /** Null for what is no hit, does not decode, or is a copy of an answer that was counted where it first lay. */
  const hitIn = (record: StoredRecord): DomainEvent<'TurnAnswered'> | null => {
    try {
      const event = decoded.decode(record)
      if (!isType(event, 'TurnAnswered') || event.data.entryId === null) return null
      return isCopy(event, record.offset) ? null : event
    } catch (error) {
      // The processors that read the topic put it on dead.letters.
      if (isTurnstreamError(error, 'RECORD_UNDECODABLE')) return null
      throw error
    }
  }
  /** Gathers what comes within `everyMs`, then counts it. */
  const count = async (owner: Ownership, from: bigint, signal: AbortSignal): Promise<bigint> => {
    const { topic, partition } = owner
    const tally = createTally()
    let at = from
    const gatherMs = everyMs()
    for (const until = performance.now() + gatherMs; performance.now() < until && tally.hits() < most; ) {
      const { records, next } = await readPast(log, { topic, partition, offset: at }, most)
      at = next
      for (const record of records) {
        const hit = hitIn(record)
        if (hit) tally.add(hit)
      }
      if (records.length < most) await delay(Math.min(lookMs, gatherMs), undefined, { signal })
    }
    await log.commit({
      records: tally.events().map(event => toRecord(event, partitions)),
      progress: [{ topic, partition, next: at, done: [] }],
      owners: [owner],
    })
    return at
  }
  return runOwned({ log, group: 'meter', topic: 'chat.answers', onTrouble }, async (owner, signal) => {
    const { topic, partition } = owner
    const [{ next }, begin] = [await log.progress('meter', owner), await log.begin(owner)]
    for (let at = next < begin ? begin : next; !signal.aborted; at = await count(owner, at, signal))
      await log.wait({ topic, partition, offset: at }, signal)
  })
}
