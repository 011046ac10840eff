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

/** Bytes of a record, to be sealed before they are written. Throws RECORD_INVALID for what does not fit. */
export const encodeRecord = (record: NewRecord): Buffer => {
  if (!Number.isFinite(record.timestampMs))
    throw turnstreamError('RECORD_INVALID', `timestampMs must be a finite number, not ${record.timestampMs}`, {
      details: { topic: record.topic, field: 'timestampMs' },
    })
  const headers = Object.entries(record.headers)
  let text = ''
  let table = 0
  for (const [name, value] of headers) {
    const known = headerCodeOf(name) !== 0
    if (name.length > 0xffff || headers.length > 0xffff)
      throw turnstreamError(
        'RECORD_INVALID',
        'a record has at most 65535 headers with names of at most 65535 characters',
      )
    text += known ? value : name + value
    table += known ? 5 : 7
  }
  const textBytes = Buffer.byteLength(text)
  const textAt = HEADERS_AT + table
  const keyAt = textAt + textBytes
  const valueAt = keyAt + (record.key?.length ?? 0)
  const bytes = Buffer.allocUnsafe(valueAt + (record.value?.length ?? 0))
  bytes[0] = VERSION
  bytes.writeDoubleLE(record.timestampMs, TIMESTAMP_AT)
  bytes.writeUInt32LE(record.key === null ? 0 : record.key.length + 1, KEY_LENGTH_AT)
  bytes.writeUInt32LE(record.value === null ? 0 : record.value.length + 1, VALUE_LENGTH_AT)
  bytes.writeUInt32LE(textBytes, TEXT_LENGTH_AT)
  bytes.writeUInt16LE(headers.length, HEADER_COUNT_AT)
  let at = HEADERS_AT
  for (const [name, value] of headers) {
    const code = headerCodeOf(name)
    bytes[at++] = code
    if (code === 0) at = bytes.writeUInt16LE(name.length, at)
    at = bytes.writeUInt32LE(value.length, at)
  }
  bytes.write(text, textAt, 'utf8')
  if (record.key !== null) bytes.set(record.key, keyAt)
  if (record.value !== null) bytes.set(record.value, valueAt)
  return bytes
}

/** Gives the record its place among all appends and its checksum; only now are the bytes a whole record. */
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

const decodeHeaders = (bytes: Buffer): Record<string, string> => {
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

/** The record in these bytes; key and value are views of them. Throws RECORD_UNDECODABLE when they are torn or corrupt. */
export const decodeRecord = (bytes: Buffer, topic: string, partition: number, offset: bigint): StoredRecord => {
  checkRecord(bytes, topic, partition, offset)
  const valueAt = bytes.length - lengthOf(bytes, VALUE_LENGTH_AT)
  return {
    topic,
    partition,
    offset,
    key: recordKey(bytes),
    value: bytes.readUInt32LE(VALUE_LENGTH_AT) === 0 ? null : bytes.subarray(valueAt),
    headers: decodeHeaders(bytes),
    timestampMs: recordTimestampMs(bytes),
  }
}
