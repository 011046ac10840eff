import { crc32 } from 'node:zlib'
import { turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, StoredRecord } from '../../../processors/ports/log.ts'
import { headerCodeOf, headerNameOf } from './header-names.ts'

/*
 * A record as it lies in LMDB, version 1; little endian, lengths and counts as written.
 *
 *   0  u8    version, 1
 *   1  u32   crc32 of all that follows
 *   5  f64   timestamp, ms since 1970
 *  13  u48   sequence: place among all appends of this log, over all partitions
 *  19  u32   length of the key + 1; 0: no key
 *  23  u32   length of the value + 1; 0: tombstone
 *  27  u32   bytes of header text, UTF-8
 *  31  u16   number of headers
 *  33        per header: u8 code of a well-known name, or 0 and u16 UTF-16 units of its name; u32 UTF-16 units of its value
 *   …        header text: names that have no code and values, in the same order, as one string; then key; then value
 *
 * The text is one string because decoding one string and slicing it is several times faster than decoding each header.
 */
const VERSION = 1
const CRC_AT = 1
const BODY_AT = 5
const TIMESTAMP_AT = 5
const SEQUENCE_AT = 13
const KEY_LENGTH_AT = 19
const VALUE_LENGTH_AT = 23
const TEXT_LENGTH_AT = 27
const HEADER_COUNT_AT = 31
const HEADERS_AT = 33

/** What has to be known of a record before its bytes can be put anywhere. */
export interface Measured {
  readonly headers: number
  readonly text: string
  /** Most bytes that the record can take; its text may turn out shorter. */
  readonly most: number
}

const MOST_HEADERS = 0xffff

const invalid = (record: NewRecord, field: string, message: string) =>
  turnstreamError('RECORD_INVALID', message, { details: { topic: record.topic, field } })

/** Throws RECORD_INVALID for what does not fit into a record. */
export const measureRecord = (record: NewRecord): Measured => {
  if (!Number.isFinite(record.timestampMs))
    throw invalid(record, 'timestampMs', `timestampMs must be a finite number, not ${record.timestampMs}`)
  let headers = 0
  let text = ''
  let table = 0
  for (const name in record.headers) {
    const known = headerCodeOf(name) !== 0
    headers++
    text += known ? record.headers[name] : name + record.headers[name]
    table += known ? 5 : 7
    if (name.length > 0xffff || headers > MOST_HEADERS)
      throw invalid(
        record,
        'headers',
        `a record has at most ${MOST_HEADERS} headers with names of at most 65535 characters`,
      )
  }
  const most = HEADERS_AT + table + 3 * text.length + (record.key?.length ?? 0) + (record.value?.length ?? 0)
  return { headers, text, most }
}

/** Where the parts of a record that was put lie in the target; its bytes end with its value. */
export interface PutRecord {
  readonly keyAt: number
  readonly valueAt: number
  readonly end: number
}

/**
 * Puts a record at `at` of the target, which has room for the most that it can take. Nothing is sealed yet. `sequence` is its
 * place among all appends.
 */
export const putRecord = (
  target: Buffer,
  at: number,
  record: NewRecord,
  { headers, text }: Measured,
  sequence: number,
): PutRecord => {
  const { key, value } = record
  target[at] = VERSION
  target.writeUInt32LE(0, at + CRC_AT)
  target.writeDoubleLE(record.timestampMs, at + TIMESTAMP_AT)
  target.writeUIntLE(sequence, at + SEQUENCE_AT, 6)
  target.writeUInt32LE(key === null ? 0 : key.length + 1, at + KEY_LENGTH_AT)
  target.writeUInt32LE(value === null ? 0 : value.length + 1, at + VALUE_LENGTH_AT)
  target.writeUInt16LE(headers, at + HEADER_COUNT_AT)
  let next = at + HEADERS_AT
  for (const name in record.headers) {
    const code = headerCodeOf(name)
    target[next++] = code
    if (code === 0) next = target.writeUInt16LE(name.length, next)
    next = target.writeUInt32LE(record.headers[name]!.length, next)
  }
  const textBytes = target.write(text, next, 'utf8')
  target.writeUInt32LE(textBytes, at + TEXT_LENGTH_AT)
  const keyAt = next + textBytes
  if (key !== null) target.set(key, keyAt)
  const valueAt = keyAt + (key?.length ?? 0)
  if (value !== null) target.set(value, valueAt)
  return { keyAt, valueAt, end: valueAt + (value?.length ?? 0) }
}

/** Bytes of a record by itself, to be sealed. Throws RECORD_INVALID for what does not fit. */
export const encodeRecord = (record: NewRecord): Buffer => {
  const measured = measureRecord(record)
  const bytes = Buffer.alloc(measured.most)
  return bytes.subarray(0, putRecord(bytes, 0, record, measured, 0).end)
}

/** Gives a record its place among all appends and its checksum; only now are the bytes whole. */
export const sealRecord = (bytes: Buffer, sequence: number): Buffer => {
  bytes.writeUIntLE(sequence, SEQUENCE_AT, 6)
  bytes.writeUInt32LE(crc32(bytes.subarray(BODY_AT)), CRC_AT)
  return bytes
}

const undecodable = (topic: string, partition: number, offset: bigint, why: string) =>
  turnstreamError('RECORD_UNDECODABLE', `record ${topic}/${partition}@${offset} ${why}`, {
    details: { topic, partition, offset: String(offset) },
  })

/** Throws RECORD_UNDECODABLE, naming the position, unless the bytes are whole. */
export const checkRecord = (bytes: Buffer, topic: string, partition: number, offset: bigint): void => {
  if (bytes[0] !== VERSION)
    throw undecodable(topic, partition, offset, `has layout version ${bytes[0]}, not ${VERSION}`)
  if (bytes.length < HEADERS_AT || crc32(bytes.subarray(BODY_AT)) !== bytes.readUInt32LE(CRC_AT))
    throw undecodable(topic, partition, offset, 'is torn or corrupt: its checksum does not match')
}

/** Headers of a record, without checking or decoding the rest. */
export const recordHeaders = (bytes: Buffer): Record<string, string> => {
  const count = bytes.readUInt16LE(HEADER_COUNT_AT)
  const headers: Record<string, string> = {}
  let at = HEADERS_AT
  let textAt = HEADERS_AT
  for (let i = 0; i < count; i++) textAt += bytes[textAt] === 0 ? 7 : 5
  const text = bytes.toString('utf8', textAt, textAt + bytes.readUInt32LE(TEXT_LENGTH_AT))
  let read = 0
  for (let i = 0; i < count; i++) {
    const code = bytes[at++]!
    let name: string
    if (code === 0) {
      const units = bytes.readUInt16LE(at)
      at += 2
      name = text.slice(read, read + units)
      read += units
    } else name = headerNameOf(code)
    const units = bytes.readUInt32LE(at)
    at += 4
    headers[name] = text.slice(read, read + units)
    read += units
  }
  return headers
}

const lengthOf = (bytes: Buffer, at: number): number => Math.max(0, bytes.readUInt32LE(at) - 1)

/** Key of a record, without checking or decoding the rest. */
export const recordKey = (bytes: Buffer): Buffer | null => {
  if (bytes.readUInt32LE(KEY_LENGTH_AT) === 0) return null
  const end = bytes.length - lengthOf(bytes, VALUE_LENGTH_AT)
  return bytes.subarray(end - lengthOf(bytes, KEY_LENGTH_AT), end)
}

export const recordTimestampMs = (bytes: Buffer): number => bytes.readDoubleLE(TIMESTAMP_AT)

export const recordSequence = (bytes: Buffer): number => bytes.readUIntLE(SEQUENCE_AT, 6)

/** The record in bytes that are known to be whole; key and value are views of them. */
export const recordIn = (bytes: Buffer, topic: string, partition: number, offset: bigint): StoredRecord => ({
  topic,
  partition,
  offset,
  key: recordKey(bytes),
  value:
    bytes.readUInt32LE(VALUE_LENGTH_AT) === 0 ? null : bytes.subarray(bytes.length - lengthOf(bytes, VALUE_LENGTH_AT)),
  headers: recordHeaders(bytes),
  timestampMs: recordTimestampMs(bytes),
})

/** Like `recordIn`, but throws RECORD_UNDECODABLE when the bytes are torn or corrupt. */
export const decodeRecord = (bytes: Buffer, topic: string, partition: number, offset: bigint): StoredRecord => {
  checkRecord(bytes, topic, partition, offset)
  return recordIn(bytes, topic, partition, offset)
}
