import { compressionsAlgorithmsByBitmask, crc32c } from '@platformatic/kafka'
import { turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import { cursorOver, writeZigzag, zigzagSize } from './varint.ts'

/*
 * A record batch, version 2, big endian:
 *
 *   0  i64  base offset                    23  i32  last offset, relative
 *   8  i32  length of what follows         27  i64  base timestamp, ms
 *  12  i32  leader epoch                   35  i64  latest timestamp, ms
 *  16  i8   magic, 2                       43  i64  producer id
 *  17  u32  crc32c of what follows         51  i16  producer epoch
 *  21  i16  attributes                     53  i32  base sequence
 *                                          57  i32  number of records, then the records
 */
const HEADER = 61
const LENGTH_AT = 8
const LENGTH_FROM = 12
const CRC_AT = 17
const CRC_FROM = 21
const COMPRESSION = 0b111
const TRANSACTIONAL = 1 << 4
const CONTROL = 1 << 5
const ABORT = 0

/** Who writes a batch, and its place among all that they have written to the partition. */
export interface Writing {
  readonly producerId: bigint
  readonly epoch: number
  readonly sequence: number
  readonly transactional: boolean
}

/** Throws RECORD_INVALID for what Kafka cannot keep. */
export const checkRecord = ({ topic, timestampMs }: NewRecord): void => {
  if (Number.isSafeInteger(timestampMs) && timestampMs >= 0) return
  throw turnstreamError('RECORD_INVALID', `timestampMs must be whole milliseconds since 1970, not ${timestampMs}`, {
    details: { topic, field: 'timestampMs' },
  })
}

const sizeOf = (bytes: Uint8Array | null): number => (bytes === null ? 1 : zigzagSize(bytes.length) + bytes.length)

const put = (target: Buffer, at: number, bytes: Uint8Array | null): number => {
  if (bytes === null) return writeZigzag(target, at, -1)
  const from = writeZigzag(target, at, bytes.length)
  target.set(bytes, from)
  return from + bytes.length
}

/** A batch of records of one partition, uncompressed. */
export const encodeBatch = (records: readonly NewRecord[], by: Writing): Buffer => {
  const base = records[0]!.timestampMs
  let latest = base
  let total = HEADER
  const parts = records.map((record, i) => {
    const headers = Object.entries(record.headers).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)])
    let size = 1 + zigzagSize(record.timestampMs - base) + zigzagSize(i) + sizeOf(record.key) + sizeOf(record.value)
    size += zigzagSize(headers.length / 2)
    for (const each of headers) size += sizeOf(each)
    total += zigzagSize(size) + size
    latest = Math.max(latest, record.timestampMs)
    return { record, headers, size }
  })
  const batch = Buffer.alloc(total)
  batch.writeInt32BE(total - LENGTH_FROM, LENGTH_AT)
  batch.writeInt32BE(-1, 12)
  batch[16] = 2
  batch.writeInt16BE(by.transactional ? TRANSACTIONAL : 0, 21)
  batch.writeInt32BE(records.length - 1, 23)
  batch.writeBigInt64BE(BigInt(base), 27)
  batch.writeBigInt64BE(BigInt(latest), 35)
  batch.writeBigInt64BE(by.producerId, 43)
  batch.writeInt16BE(by.epoch, 51)
  batch.writeInt32BE(by.sequence, 53)
  batch.writeInt32BE(records.length, 57)
  let at = HEADER
  for (const [i, { record, headers, size }] of parts.entries()) {
    at = writeZigzag(batch, at, size) + 1
    at = writeZigzag(batch, at, record.timestampMs - base)
    at = writeZigzag(batch, at, i)
    at = put(batch, at, record.key)
    at = put(batch, at, record.value)
    at = writeZigzag(batch, at, headers.length / 2)
    for (const each of headers) at = put(batch, at, each)
  }
  batch.writeUInt32BE(crc32c(batch.subarray(CRC_FROM)) >>> 0, CRC_AT)
  return batch
}

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

export interface Decoded {
  readonly records: readonly StoredRecord[]
  /** Where to fetch next: past gaps of control records and aborted transactions too, and never past damage. */
  readonly next: bigint
  /** What is wrong with the batch at `next`; null where nothing is. */
  readonly damage: string | null
}

const decompressed = (batch: Buffer, attributes: number): Buffer => {
  const code = attributes & COMPRESSION
  if (code === 0) return batch.subarray(HEADER)
  const algorithm = (
    compressionsAlgorithmsByBitmask as unknown as Readonly<Record<number, { decompressSync(data: Buffer): Buffer }>>
  )[code]
  if (algorithm === undefined) throw new Error(`compression ${code} is unknown`)
  return algorithm.decompressSync(batch.subarray(HEADER))
}

const recordsIn = (batch: Buffer, at: TopicPartition, from: bigint): StoredRecord[] => {
  const baseOffset = batch.readBigInt64BE(0)
  const baseTime = Number(batch.readBigInt64BE(27))
  const count = batch.readInt32BE(57)
  const cursor = cursorOver(decompressed(batch, batch.readInt16BE(21)), 0)
  const found: StoredRecord[] = []
  for (let i = 0; i < count; i++) {
    cursor.zigzag()
    cursor.at++
    const timestampMs = baseTime + cursor.zigzag()
    const offset = baseOffset + BigInt(cursor.zigzag())
    const key = cursor.bytes()
    const value = cursor.bytes()
    const named: [string, string][] = []
    for (let left = cursor.zigzag(); left > 0; left--)
      named.push([String(cursor.bytes()), String(cursor.bytes() ?? '')])
    // Defines them, where an assignment would lose a header named __proto__.
    const headers = Object.fromEntries(named)
    if (offset < from) continue
    found.push({ topic: at.topic, partition: at.partition, offset, key, value, headers, timestampMs })
  }
  return found
}

/**
 * What a fetch under read_committed has brought of a partition, asked from `from` on: records of aborted transactions and
 * control records are left out, and so is a batch that is cut off at the end. Ends before a batch that is damaged: a broker
 * sends what lies on its disk as it is.
 */
export const decodeBatches = (
  bytes: Buffer,
  at: TopicPartition,
  from: bigint,
  aborted: readonly AbortedTransaction[],
): Decoded => {
  const records: StoredRecord[] = []
  const waiting = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
  const aborting = new Set<bigint>()
  let next = from

  const take = (batch: Buffer): void => {
    if (crc32c(batch.subarray(CRC_FROM)) >>> 0 !== batch.readUInt32BE(CRC_AT))
      throw new Error('it has another checksum')
    const attributes = batch.readInt16BE(21)
    const last = batch.readBigInt64BE(0) + BigInt(batch.readInt32BE(23))
    const producer = batch.readBigInt64BE(43)
    while (waiting.length > 0 && waiting[0]!.firstOffset <= last) aborting.add(waiting.shift()!.producerId)
    if (attributes & CONTROL) {
      const [marker] = recordsIn(batch, at, 0n)
      if (marker?.key && Buffer.from(marker.key).readInt16BE(2) === ABORT) aborting.delete(producer)
    } else if (last >= from && !(attributes & TRANSACTIONAL && aborting.has(producer)))
      records.push(...recordsIn(batch, at, from))
    if (last + 1n > next) next = last + 1n
  }

  for (let start = 0; start + HEADER <= bytes.length; ) {
    const end = start + LENGTH_FROM + bytes.readInt32BE(start + LENGTH_AT)
    // Of several batches the last may be cut off, never the only one.
    if (end < start + HEADER || (start === 0 && end > bytes.length))
      return { records, next, damage: 'its length cannot be' }
    if (end > bytes.length) break
    try {
      take(bytes.subarray(start, end))
    } catch (error) {
      return { records, next, damage: (error as Error).message }
    }
    start = end
  }
  return { records, next, damage: null }
}
