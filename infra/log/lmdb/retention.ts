import type { Catalogue, Topic } from './catalogue.ts'
import type { Environment } from './environment.ts'
import {
  idKeyOf,
  MAX_OFFSET,
  offsetOfKey,
  offsetValue,
  recordKeyOf,
  secondOf,
  subjectKeyOf,
  timeKeyOf,
} from './keys.ts'
import type { Merger, TableWrite } from './merger.ts'
import { beginOf, beginWrite, sequenceWrite } from './partitions.ts'
import { decodeRecord, recordSequence, recordTimestampMs } from './record.ts'

/** Records dropped in one transaction: readers and appends go on in between. */
const CHUNK = 1000

/** Writes that forget one record and what the indexes say of it. */
const forget = (
  environment: Environment,
  topic: string,
  partition: number,
  key: Buffer,
  bytes: Buffer,
): TableWrite[] => {
  const { records, ids, subjects } = environment
  const writes: TableWrite[] = [{ table: records, key, value: null }]
  const { headers } = decodeRecord(bytes, topic, partition, offsetOfKey(key))
  const { ce_id: id, ce_subject: subject } = headers
  // An id that came again leads to its first record only.
  if (id !== undefined && ids.getBinary(idKeyOf(id))?.equals(key))
    writes.push({ table: ids, key: idKeyOf(id), value: null })
  if (subject !== undefined)
    writes.push({ table: subjects, key: subjectKeyOf(subject, recordSequence(bytes)), value: null })
  return writes
}

/**
 * Time index entries before `begin`, but for the last: it says that no record before `begin` is later than its second,
 * and without it `offsetAt` would pass over kept records that are earlier than a dropped one.
 */
const staleTimes = ({ times }: Environment, topic: number, partition: number, begin: bigint): TableWrite[] => {
  const start = timeKeyOf(topic, partition, secondOf(-Number.MAX_VALUE))
  const end = timeKeyOf(topic, partition, secondOf(Number.MAX_VALUE))
  const stale: TableWrite[] = []
  for (const { key, value } of times.getRange({ start, end })) {
    if (value.readBigUInt64BE() >= begin) break
    stale.push({ table: times, key, value: null })
  }
  return stale.slice(0, -1)
}

const dropChunk = async (
  environment: Environment,
  write: Merger['write'],
  nextSequence: () => number,
  { number, spec }: Topic,
  partition: number,
  before: number,
): Promise<number> => {
  const from = beginOf(environment, number, partition)
  const range = {
    start: recordKeyOf(number, partition, from),
    end: recordKeyOf(number, partition, MAX_OFFSET),
    limit: CHUNK,
  }
  const writes: TableWrite[] = []
  let dropped = 0
  for (const { key, value } of environment.records.getRange(range)) {
    if (recordTimestampMs(value) >= before) break
    writes.push(...forget(environment, spec.name, partition, key, value))
    dropped++
  }
  if (dropped === 0) return 0
  const begin = from + BigInt(dropped)
  // The sequence must not fall back when the records that tell it are gone.
  writes.push(
    beginWrite(environment, number, partition, offsetValue(begin)),
    sequenceWrite(environment, nextSequence()),
    ...staleTimes(environment, number, partition, begin),
  )
  await write(writes)
  return dropped
}

/**
 * Drops from the tables, from the start of each partition of a `delete` topic with a retention, the records older than it, up to the
 * first that is young enough. A compacted topic keeps everything: its old records may be the last of their keys.
 */
export const dropExpired = async (
  environment: Environment,
  catalogue: Catalogue,
  write: Merger['write'],
  nextSequence: () => number,
  nowMs: number,
): Promise<number> => {
  let dropped = 0
  for (const topic of catalogue.all()) {
    const { retentionMs, cleanup, partitions } = topic.spec
    if (retentionMs === null || cleanup === 'compact') continue
    for (let partition = 0; partition < partitions; partition++)
      for (let last = CHUNK; last === CHUNK; dropped += last)
        last = await dropChunk(environment, write, nextSequence, topic, partition, nowMs - retentionMs)
  }
  return dropped
}
