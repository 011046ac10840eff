import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { Position, StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { MAX_OFFSET, offsetOfKey, recordKeyOf, secondOf, timeKeyOf } from './keys.ts'
import { beginOf, endOf } from './partitions.ts'
import { checkRecord, decodeRecord, recordKey, recordTimestampMs } from './record.ts'
import { endOfPart, type Part, type Tail } from './tail.ts'

export interface Reader {
  /** `ahead` also gives records that only have their place. */
  read(at: Position, limit: number, ahead: boolean): readonly StoredRecord[]
  begin(at: TopicPartition): bigint
  end(at: TopicPartition): bigint
  /** Whether reading at `at` gives anything, or throws because it has been dropped. */
  arrived(at: Position, ahead: boolean): boolean
  offsetAt(at: TopicPartition, timestampMs: number): Promise<bigint>
  compacted(at: TopicPartition): AsyncIterable<StoredRecord>
}

/** Records looked at between two turns of the event loop: no read transaction is held across them. */
const CHUNK = 2000

/** A partition as it is now: up to `base` in the tables, from there on in `late`, in memory. */
interface Snapshot {
  readonly topic: number
  readonly base: bigint
  readonly late: readonly StoredRecord[]
}

const textOf = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1')

/** `fresh` is called before each look at the log and throws once it is closed. */
export const openReader = (
  environment: Environment,
  catalogue: Catalogue,
  tail: () => Tail,
  fresh: () => void,
): Reader => {
  const { records, times } = environment

  const slice = (topic: number, partition: number, from: bigint, before: bigint, limit: number) =>
    records.getRange({
      start: recordKeyOf(topic, partition, from),
      end: recordKeyOf(topic, partition, before),
      limit,
    })

  const lateFrom = (part: Part, offset: bigint, limit: number, ahead: boolean): StoredRecord[] => {
    const from = Math.max(0, Number(offset - part.base))
    return part.records.slice(from, Math.min(from + limit, ahead ? part.records.length : part.durable))
  }

  const read: Reader['read'] = (at, limit, ahead) => {
    const part = tail().part(at)
    if (part !== undefined && at.offset >= part.base) return lateFrom(part, at.offset, limit, ahead)
    const topic = part?.number ?? catalogue.numberOf(at)
    const found: StoredRecord[] = []
    // Between a merge and its end both have a record.
    const before = part?.base ?? MAX_OFFSET
    for (const { key, value } of slice(topic, at.partition, at.offset, before, limit))
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
    if (part !== undefined && found.length < limit)
      found.push(...lateFrom(part, part.base, limit - found.length, ahead))
    return found
  }

  const snapshotOf = (at: TopicPartition): Snapshot => {
    const topic = catalogue.numberOf(at)
    const part = tail().part(at)
    if (part === undefined) return { topic, base: endOf(environment, topic, at.partition), late: [] }
    return { topic, base: part.base, late: part.records.slice(0, part.durable) }
  }

  /** Whole records of the tables, undecoded, from `from` up to `end`, with a turn of the event loop after each chunk. */
  async function* scan(at: TopicPartition, topic: number, from: bigint, end: bigint) {
    for (let next = from; next < end; ) {
      fresh()
      // A chunk is taken whole: an iterator left open over a pause would hold its read transaction.
      const chunk = [...slice(topic, at.partition, next, end, CHUNK)]
      for (const { key, value } of chunk) {
        const offset = offsetOfKey(key)
        checkRecord(value, at.topic, at.partition, offset)
        yield { offset, bytes: value }
        next = offset + 1n
      }
      if (chunk.length < CHUNK) return
      await nextTurn()
    }
  }

  /** Where to look for a time: no record before is that late. */
  const indexedAt = (at: TopicPartition, { topic, base }: Snapshot, timestampMs: number): bigint => {
    const start = timeKeyOf(topic, at.partition, secondOf(timestampMs))
    const latest = timeKeyOf(topic, at.partition, secondOf(Number.MAX_VALUE))
    // An entry is the first record of its second or a later one, so every record before it is too early.
    const [entry] = [...times.getRange({ start, end: latest, limit: 1 })]
    if (entry === undefined) return base
    const first = entry.value.readBigUInt64BE()
    const begin = beginOf(environment, topic, at.partition)
    return first > begin ? first : begin
  }

  return {
    read,
    begin: at => beginOf(environment, catalogue.numberOf(at), at.partition),
    arrived: (at, ahead) => {
      const part = tail().part(at)
      if (part !== undefined && at.offset >= part.base)
        return at.offset < (ahead ? endOfPart(part) : part.base + BigInt(part.durable))
      const topic = part?.number ?? catalogue.numberOf(at)
      return (
        records.doesExist(recordKeyOf(topic, at.partition, at.offset)) ||
        beginOf(environment, topic, at.partition) > at.offset
      )
    },
    end: at => {
      const part = tail().part(at)
      if (part !== undefined) return part.base + BigInt(part.durable)
      return endOf(environment, catalogue.numberOf(at), at.partition)
    },
    offsetAt: async (at, timestampMs) => {
      const snapshot = snapshotOf(at)
      const { topic, base, late } = snapshot
      for await (const { offset, bytes } of scan(at, topic, indexedAt(at, snapshot, timestampMs), base))
        if (recordTimestampMs(bytes) >= timestampMs) return offset
      return late.find(record => record.timestampMs >= timestampMs)?.offset ?? base + BigInt(late.length)
    },
    compacted: async function* (at) {
      const { topic, base, late } = snapshotOf(at)
      const begin = beginOf(environment, topic, at.partition)
      const last = new Map<string, bigint>()
      const note = (key: Uint8Array | null, offset: bigint): void => {
        if (key !== null) last.set(textOf(key), offset)
      }
      const isLast = (key: Uint8Array | null, offset: bigint): boolean =>
        key !== null && last.get(textOf(key)) === offset
      for await (const { offset, bytes } of scan(at, topic, begin, base)) note(recordKey(bytes), offset)
      for (const { key, offset } of late) note(key, offset)
      for await (const { offset, bytes } of scan(at, topic, begin, base))
        if (isLast(recordKey(bytes), offset)) {
          const record = decodeRecord(bytes, at.topic, at.partition, offset)
          if (record.value !== null) yield record
        }
      for (const record of late) if (record.value !== null && isLast(record.key, record.offset)) yield record
    },
  }
}
