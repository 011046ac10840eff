import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { MAX_OFFSET, offsetOfKey, recordKeyOf, secondOf, secondOfKey, timeKeyOf } from './keys.ts'
import { recordSequence } from './record.ts'

/** Where a partition starts, ends and has its latest second, as committed. `topic` is the number of a topic. */

const SEQUENCE = Buffer.from('sequence')

const beginKeyOf = (topic: number, partition: number): Buffer => Buffer.from(`begin/${topic}/${partition}`)

export const beginOf = ({ meta }: Environment, topic: number, partition: number): bigint => {
  const value = meta.getBinary(beginKeyOf(topic, partition))
  return value === undefined ? 0n : value.readBigUInt64BE()
}

export const beginWrite = ({ meta }: Environment, topic: number, partition: number, value: Buffer) => ({
  table: meta,
  key: beginKeyOf(topic, partition),
  value,
})

const lastRecord = ({ records }: Environment, topic: number, partition: number) => {
  const range = { start: recordKeyOf(topic, partition, MAX_OFFSET), end: recordKeyOf(topic, partition, 0n) }
  // A reverse range leaves its end out, so the very first offset is looked up by itself.
  for (const { key, value } of records.getRange({ ...range, reverse: true, limit: 1 }))
    return { offset: offsetOfKey(key), bytes: value }
  const bytes = records.getBinary(range.end)
  return bytes && { offset: 0n, bytes }
}

/** One past the last record. It is not stored: an append then has no counter to write. */
export const endOf = (environment: Environment, topic: number, partition: number): bigint => {
  const last = lastRecord(environment, topic, partition)
  return last ? last.offset + 1n : beginOf(environment, topic, partition)
}

/** Sequence of the partition's last record, -1 when it is empty. */
const lastSequenceOf = (environment: Environment, topic: number, partition: number): number => {
  const last = lastRecord(environment, topic, partition)
  return last ? recordSequence(last.bytes) : -1
}

/** The latest second for which the time index has an entry; -Infinity for none. */
export const latestSecondOf = ({ times }: Environment, topic: number, partition: number): number => {
  const start = timeKeyOf(topic, partition, secondOf(Number.MAX_VALUE))
  const end = timeKeyOf(topic, partition, secondOf(-Number.MAX_VALUE))
  for (const { key } of times.getRange({ start, end, reverse: true, limit: 1 })) return secondOfKey(key)
  return times.getBinary(end) ? secondOfKey(end) : Number.NEGATIVE_INFINITY
}

/** One more than the sequence of any record. */
export const nextSequenceIn = (environment: Environment, catalogue: Catalogue): number => {
  // Retention keeps it in `meta` when it drops the records that tell it.
  let sequence = environment.meta.getBinary(SEQUENCE)?.readUIntBE(0, 6) ?? 0
  for (const { number, spec } of catalogue.all())
    for (let partition = 0; partition < spec.partitions; partition++)
      sequence = Math.max(sequence, lastSequenceOf(environment, number, partition) + 1)
  return sequence
}

export const sequenceWrite = ({ meta }: Environment, next: number) => {
  const value = Buffer.alloc(6)
  value.writeUIntBE(next, 0, 6)
  return { table: meta, key: SEQUENCE, value }
}
