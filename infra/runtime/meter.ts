import { setTimeout as delay } from 'node:timers/promises'
import { isTurnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { usesIn } from '../../processors/meter/count.ts'
import type { EventIndex, EventLog, Ownership, StoredRecord } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import type { DecodedEvents } from './decoded.ts'
import { runOwned } from './owned.ts'
import { readPast } from './read.ts'

export interface MeterOptions {
  readonly log: EventLog & Pick<EventIndex, 'find'>
  readonly decoded: Pick<DecodedEvents, 'decode'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** How long answers are gathered before they are counted together, ms. */
  readonly everyMs?: number
  readonly onTrouble: (error: unknown) => void
}

/** Answers counted in one go, at most. */
const most = 2_000

/**
 * Writes down how often entries were served: one event for each entry in the answers of about a second. It works behind the
 * answers, and nobody waits for it. Uses and how far they cover the answers are one commit, so a crash counts none twice and
 * loses none, and of several processes each counts the partitions that it owns.
 */
export const runMeter = ({ log, decoded, partitions, everyMs = 1_000, onTrouble }: MeterOptions) => {
  /** Null for what is no answer, does not decode, or is a copy of an answer that was counted where it first lies. */
  const answerIn = (record: StoredRecord): DomainEvent<'TurnAnswered'> | null => {
    try {
      const event = decoded.decode(record)
      if (!isType(event, 'TurnAnswered') || event.data.entryId === null) return null
      const first = log.find(event.id)
      const copy = first !== null && (first.partition !== record.partition || first.offset !== record.offset)
      return copy ? null : event
    } catch (error) {
      // The processors that read the topic put it on dead.letters.
      if (isTurnstreamError(error, 'RECORD_UNDECODABLE')) return null
      throw error
    }
  }
  const count = async (owner: Ownership, from: bigint): Promise<bigint> => {
    const { topic, partition } = owner
    const { records, next } = await readPast(log, { topic, partition, offset: from }, most)
    if (next === from) return from
    const used = usesIn(records.flatMap(record => answerIn(record) ?? []))
    await log.commit({
      records: used.map(event => toRecord(event, partitions)),
      progress: [{ topic, partition, next, done: [] }],
      owners: [owner],
    })
    return next
  }
  return runOwned({ log, group: 'meter', topic: 'chat.answers', onTrouble }, async (owner, signal) => {
    const { topic, partition } = owner
    const [{ next }, begin] = [await log.progress('meter', owner), await log.begin(owner)]
    for (let at = next < begin ? begin : next; !signal.aborted; at = await count(owner, at)) {
      await log.wait({ topic, partition, offset: at }, signal)
      await delay(everyMs, undefined, { signal })
    }
  })
}
