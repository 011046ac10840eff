import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { Position, StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { MAX_OFFSET, offsetOfKey, recordKeyOf, secondOf, timeKeyOf } from './keys.ts'
import { beginOf, endOf } from './partitions.ts'
import { checkRecord, decodeRecord, recordKey, recordTimestampMs } from './record.ts'

export interface Reader {
  read(at: Position, limit: number): readonly StoredRecord[]
  begin(at: TopicPartition): bigint
  end(at: TopicPartition): bigint
  /** Whether reading at `at` gives anything, or throws because it has been dropped. */
  arrived(at: Position): boolean
  offsetAt(at: TopicPartition, timestampMs: number): Promise<bigint>
  compacted(at: TopicPartition): AsyncIterable<StoredRecord>
}

/** Records looked at between two turns of the event loop: no read transaction is held across them. */
const CHUNK = 2000

/** `fresh` is called before each look at the log and throws once it is closed. */
export const openReader = (environment: Environment, catalogue: Catalogue, fresh: () => void): Reader => {
  const { records, times } = environment

  const slice = (topic: number, partition: number, from: bigint, limit: number) =>
    records.getRange({
      start: recordKeyOf(topic, partition, from),
      end: recordKeyOf(topic, partition, MAX_OFFSET),
      limit,
    })

  const read: Reader['read'] = (at, limit) => {
    const topic = catalogue.numberOf(at)
    const found: StoredRecord[] = []
    for (const { key, value } of slice(topic, at.partition, at.offset, limit))
      found.push(decodeRecord(value, at.topic, at.partition, offsetOfKey(key)))
    // Offsets have no gaps: only when the first is not the one asked for can it lie before the begin.
    if (found[0]?.offset !== at.offset) {
      const begin = beginOf(environment, topic, at.partition)
      if (at.offset < begin)
        throw turnstreamError(
          'OFFSET_OUT_OF_RANGE',
          `${at.topic}/${at.partition} begins at offset ${begin}; ${at.offset} has been dropped`,
          { details: { topic: at.topic, partition: at.partition, offset: String(at.offset), begin: String(begin) } },
        )
    }
    return found
  }

  /** Whole records, undecoded, from `from` up to `end`, with a turn of the event loop after each chunk. */
  async function* scan(at: TopicPartition, from: bigint, end: bigint) {
    const topic = catalogue.numberOf(at)
    for (let next = from; next < end; ) {
      fresh()
      // A chunk is taken whole: an iterator left open over a pause would hold its read transaction.
      const chunk = [...slice(topic, at.partition, next, CHUNK)]
      for (const { key, value } of chunk) {
        const offset = offsetOfKey(key)
        checkRecord(value, at.topic, at.partition, offset)
        if (offset < end) yield { offset, bytes: value }
        next = offset + 1n
      }
      if (chunk.length < CHUNK) return
      await nextTurn()
    }
  }

  return {
    read,
    begin: at => beginOf(environment, catalogue.numberOf(at), at.partition),
    arrived: at => {
      const topic = catalogue.numberOf(at)
      return (
        records.doesExist(recordKeyOf(topic, at.partition, at.offset)) ||
        beginOf(environment, topic, at.partition) > at.offset
      )
    },
    end: at => endOf(environment, catalogue.numberOf(at), at.partition),
    offsetAt: async (at, timestampMs) => {
      const topic = catalogue.numberOf(at)
      const start = timeKeyOf(topic, at.partition, secondOf(timestampMs))
      const end = endOf(environment, topic, at.partition)
      const latest = timeKeyOf(topic, at.partition, secondOf(Number.MAX_VALUE))
      // An entry is the first record of its second or a later one, so every record before it is too early.
      const [entry] = [...times.getRange({ start, end: latest, limit: 1 })]
      if (entry === undefined) return end
      const first = entry.value.readBigUInt64BE()
      const begin = beginOf(environment, topic, at.partition)
      for await (const { offset, bytes } of scan(at, first > begin ? first : begin, end))
        if (recordTimestampMs(bytes) >= timestampMs) return offset
      return end
    },
    compacted: async function* (at) {
      const topic = catalogue.numberOf(at)
      const begin = beginOf(environment, topic, at.partition)
      const end = endOf(environment, topic, at.partition)
      const last = new Map<string, bigint>()
      for await (const { offset, bytes } of scan(at, begin, end)) {
        const key = recordKey(bytes)
        if (key !== null) last.set(key.toString('latin1'), offset)
      }
      for await (const { offset, bytes } of scan(at, begin, end)) {
        const key = recordKey(bytes)
        if (key === null || last.get(key.toString('latin1')) !== offset) continue
        const record = decodeRecord(bytes, at.topic, at.partition, offset)
        if (record.value !== null) yield record
      }
    },
  }
}
