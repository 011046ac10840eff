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
import { beginOf, beginWrite } from './partitions.ts'
import { decodeRecord, recordSequence, recordTimestampMs } from './record.ts'
import type { Write, Writer } from './writer.ts'

/** Records dropped in one transaction: readers and appends go on in between. */
const CHUNK = 1000

/** Writes that forget one record and what the indexes say of it. */
const forget = (environment: Environment, topic: string, partition: number, key: Buffer, bytes: Buffer): Write[] => {
  const { records, ids, subjects } = environment
  const writes: Write[] = [{ table: records, key, value: null }]
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
const staleTimes = ({ times }: Environment, topic: number, partition: number, begin: bigint): Write[] => {
  const start = timeKeyOf(topic, partition, secondOf(-Number.MAX_VALUE))
  const end = timeKeyOf(topic, partition, secondOf(Number.MAX_VALUE))
  const stale: Write[] = []
  for (const { key, value } of times.getRange({ start, end })) {
    if (value.readBigUInt64BE() >= begin) break
    stale.push({ table: times, key, value: null })
  }
  return stale.slice(0, -1)
}

const dropChunk = async (
  environment: Environment,
  writer: Writer,
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
  const writes: Write[] = []
  let dropped = 0
  for (const { key, value } of environment.records.getRange(range)) {
    if (recordTimestampMs(value) >= before) break
    writes.push(...forget(environment, spec.name, partition, key, value))
    dropped++
  }
  if (dropped === 0) return 0
  const begin = from + BigInt(dropped)
  // The sequence must not fall back when the records that tell it are gone.
  const sequence = Buffer.alloc(6)
  sequence.writeUIntBE(writer.nextSequence(), 0, 6)
  writes.push(
    beginWrite(environment, number, partition, offsetValue(begin)),
    { table: environment.meta, key: Buffer.from('sequence'), value: sequence },
    ...staleTimes(environment, number, partition, begin),
  )
  await writer.submit({ writes })
  return dropped
}

/**
 * Drops, from the start of each partition of a `delete` topic with a retention, the records older than it, up to the
 * first that is young enough. A compacted topic keeps everything: its old records may be the last of their keys.
 */
export const dropExpired = async (
  environment: Environment,
  catalogue: Catalogue,
  writer: Writer,
  nowMs: number,
): Promise<number> => {
  let dropped = 0
  for (const topic of catalogue.all()) {
    const { retentionMs, cleanup, partitions } = topic.spec
    if (retentionMs === null || cleanup === 'compact') continue
    for (let partition = 0; partition < partitions; partition++)
      for (let last = CHUNK; last === CHUNK; dropped += last)
        last = await dropChunk(environment, writer, topic, partition, nowMs - retentionMs)
  }
  return dropped
}
