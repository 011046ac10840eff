import type { DomainEvent } from '../../processors/event.ts'
import type { NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import { partitionOf } from '../../topics/partition.ts'
import { fromRecord, isRecordOf, toRecord } from '../../topics/wire.ts'

/** Where a decision made again differs from the recorded one. */
export interface Difference {
  readonly processor: string
  readonly input: string
  readonly event: string
  readonly topic: string
  readonly partition: number
  /** Of the recorded event; null where there is none. */
  readonly offset: string | null
  readonly timeMs: number
  /**
   * Path of the first field that differs, or `missing`, `unexpected`, `undecodable`, `orphan`, `duplicate`, `topic`, `partition`, `key`, `time`,
   * `headers.<name>`, `threw`, `state`.
   */
  readonly field: string
  readonly recorded: unknown
  readonly decided: unknown
}

const equalBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0

/** The first path at which two values differ, depth first; null where they are equal. */
export const firstDifference = (
  recorded: unknown,
  decided: unknown,
  path = 'data',
): { field: string; recorded: unknown; decided: unknown } | null => {
  if (Object.is(recorded, decided)) return null
  if (Buffer.isBuffer(recorded) && Buffer.isBuffer(decided))
    return recorded.equals(decided)
      ? null
      : { field: path, recorded: `${recorded.length} bytes`, decided: `${decided.length} bytes` }
  if (typeof recorded !== 'object' || typeof decided !== 'object' || recorded === null || decided === null)
    return { field: path, recorded, decided }
  const keys = new Set([...Object.keys(recorded), ...Object.keys(decided)])
  for (const key of keys) {
    const found = firstDifference(
      (recorded as Record<string, unknown>)[key],
      (decided as Record<string, unknown>)[key],
      Array.isArray(recorded) ? `${path}[${key}]` : `${path}.${key}`,
    )
    if (found) return found
  }
  return null
}

/**
 * Compares topic, key, partition, time, headers and value, byte by byte. A value written with an older schema is compared as the newest one would
 * write it: upcasting is not a difference.
 */
export const compareRecords = (
  recorded: StoredRecord,
  decided: DomainEvent,
  partitions: number,
): { field: string; recorded: unknown; decided: unknown } | null => {
  // Nearly all are the same: this spares them a record to compare with.
  if (isRecordOf(decided, recorded, partitions)) return null
  const expected = toRecord(decided, partitions)
  if (recorded.topic !== expected.topic) return { field: 'topic', recorded: recorded.topic, decided: expected.topic }
  if (!equalBytes(recorded.key, expected.key))
    return { field: 'key', recorded: text(recorded.key), decided: text(expected.key) }
  if (recorded.partition !== expected.partition)
    return { field: 'partition', recorded: recorded.partition, decided: expected.partition }
  if (recorded.timestampMs !== expected.timestampMs)
    return { field: 'time', recorded: recorded.timestampMs, decided: expected.timestampMs }
  const headers = firstDifference(recorded.headers, expected.headers, 'headers')
  if (headers) return headers
  if (equalBytes(recorded.value, expected.value)) return null
  const known = fromRecord(recorded)
  const rewritten = toRecord(known, partitions)
  if (equalBytes(rewritten.value, expected.value)) return null
  return (
    firstDifference(known.data, fromRecord(stored(expected)).data) ?? {
      field: 'value',
      recorded: `${recorded.value?.length} bytes`,
      decided: `${expected.value?.length} bytes`,
    }
  )
}

/** Null where a record lies on the partition that its key leads to, or has no key. */
export const partitionDifference = (
  { topic, partition, key }: StoredRecord,
  partitions: number,
): { field: string; recorded: unknown; decided: unknown } | null => {
  const expected = key === null ? partition : partitionOf(key, partitionsOf(findTopic(topic)!, partitions))
  return partition === expected ? null : { field: 'partition', recorded: partition, decided: expected }
}

const stored = (record: NewRecord): StoredRecord => ({ ...record, offset: -1n })
const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString())
