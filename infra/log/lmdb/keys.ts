import { hash } from 'node:crypto'

/*
 * Keys are big endian, so that LMDB's byte order is the order of offsets.
 *
 *   records     u16 topic, u16 partition, u64 offset
 *   times       u16 topic, u16 partition, u48 second (biased)  ->  u64 offset
 *   ids         event id                       ->  a key of records
 *   subjects    subject, 0xff, u48 sequence    ->  a key of records
 *
 * Ids are stored as they are, so that those derived from one turn share a page; a hash would scatter them, which halves
 * the rate of appends. Only what is empty or too long for a key is hashed, behind a byte that no text begins with.
 */
export const PARTITION_KEY_BYTES = 4
export const RECORD_KEY_BYTES = 12
export const MAX_OFFSET = 0xffff_ffff_ffff_ffffn

export const recordKeyOf = (topic: number, partition: number, offset: bigint): Buffer => {
  const key = Buffer.allocUnsafe(RECORD_KEY_BYTES)
  key.writeUInt16BE(topic, 0)
  key.writeUInt16BE(partition, 2)
  key.writeBigUInt64BE(offset, PARTITION_KEY_BYTES)
  return key
}

/** Reads four bytes, big-endian. A view of the key for it would take more time than reading the record that it leads to. */
const wordAt = (key: Uint8Array, at: number): number =>
  key[at]! * 0x1000000 + ((key[at + 1]! << 16) | (key[at + 2]! << 8) | key[at + 3]!)

export const offsetOfKey = (key: Uint8Array): bigint => {
  const high = wordAt(key, PARTITION_KEY_BYTES)
  const low = wordAt(key, PARTITION_KEY_BYTES + 4)
  // As one number where that is exact.
  return high < 0x200000 ? BigInt(high * 0x100000000 + low) : (BigInt(high) << 32n) | BigInt(low)
}

/** Seconds are biased by 2^47, so that times before 1970 sort before later ones. */
const SECOND_BIAS = 2 ** 47

export const secondOf = (timestampMs: number): number =>
  Math.min(Math.max(Math.floor(timestampMs / 1000), -SECOND_BIAS), SECOND_BIAS - 1)

export const timeKeyOf = (topic: number, partition: number, second: number): Buffer => {
  const key = Buffer.allocUnsafe(10)
  key.writeUInt16BE(topic, 0)
  key.writeUInt16BE(partition, 2)
  key.writeUIntBE(second + SECOND_BIAS, 4, 6)
  return key
}

export const secondOfKey = (key: Uint8Array): number =>
  Buffer.from(key.buffer, key.byteOffset, key.byteLength).readUIntBE(4, 6) - SECOND_BIAS

const NEVER_IN_UTF8 = 0xff
const LONGEST_TEXT_BYTES = 120

const textKeyOf = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  if (bytes.length > 0 && bytes.length <= LONGEST_TEXT_BYTES) return bytes
  return Buffer.concat([Buffer.of(NEVER_IN_UTF8), hash('sha256', text, 'buffer')])
}

export const idKeyOf = textKeyOf

export const MAX_SEQUENCE = 2 ** 48 - 1

export const subjectKeyOf = (subject: string, sequence: number): Buffer => {
  const text = textKeyOf(subject)
  const key = Buffer.allocUnsafe(text.length + 7)
  key.set(text, 0)
  key[text.length] = NEVER_IN_UTF8
  key.writeUIntBE(sequence, text.length + 1, 6)
  return key
}

export const offsetValue = (offset: bigint): Buffer => {
  const value = Buffer.allocUnsafe(8)
  value.writeBigUInt64BE(offset)
  return value
}
