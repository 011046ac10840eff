/**
 * Avro's primitives as bytes (Avro 1.12, binary encoding), onto a buffer that grows and is used again for the next value.
 * What is written is byte for byte what avsc writes, rounding of longs below -2^52 and lone surrogates included. A value of
 * the wrong kind throws, whatever its static type says: data comes from outside. The error names no field: who catches it
 * finds that out.
 */
export interface Writer {
  bytes: Buffer
  /** The same memory as `bytes`. */
  view: DataView
  /** Where the next byte goes. */
  at: number
}

const usualSize = 65_536
const largestKept = 1_048_576
const longestPrefix = 10
const low28 = 0xfffffff
const two28 = 0x10000000
/** avsc's own limits: one less than the largest numbers that are exact. */
const largestLong = Number.MAX_SAFE_INTEGER - 1

const useMemory = (to: Writer, size: number): void => {
  to.bytes = Buffer.allocUnsafeSlow(size)
  to.view = new DataView(to.bytes.buffer, to.bytes.byteOffset, size)
}

export const createWriter = (): Writer => {
  const bytes = Buffer.allocUnsafeSlow(usualSize)
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, usualSize), at: 0 }
}

/** Forgets what was written; after an uncommonly large value also its memory. */
export const rewind = (to: Writer): void => {
  to.at = 0
  if (to.bytes.length > largestKept) useMemory(to, usualSize)
}

const reserve = (to: Writer, size: number): void => {
  if (to.at + size <= to.bytes.length) return
  const before = to.bytes
  useMemory(to, Math.max(before.length * 2, to.at + size))
  before.copy(to.bytes, 0, 0, to.at)
}

const misfit = (expected: string): Error => new Error(`not ${expected}`)

/** Zigzag and base 128; `zigzag` is at most 2^32 - 1. */
const writeVarint = (to: Writer, zigzag: number): void => {
  const { bytes } = to
  let { at } = to
  let rest = zigzag
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  bytes[at++] = rest
  to.at = at
}

const writeInt32 = (to: Writer, value: number): void => {
  reserve(to, longestPrefix)
  writeVarint(to, ((value << 1) ^ (value >> 31)) >>> 0)
}

export const writeInt = (to: Writer, value: number): void => {
  if (value !== (value | 0)) throw misfit('an int')
  writeInt32(to, value)
}

/** An integer of at most 53 bits. */
export const writeLong = (to: Writer, value: number): void => {
  if (value === (value | 0)) writeInt32(to, value)
  else writeWideLong(to, value)
}

const writeWideLong = (to: Writer, value: number): void => {
  if (!Number.isInteger(value) || value > largestLong || value < -largestLong) throw misfit('a long')
  reserve(to, longestPrefix)
  // Beyond 32 bits the operators on integers no longer serve: the 28 lowest bits, then the rest.
  const zigzag = value >= 0 ? value * 2 : -value * 2 - 1
  const low = zigzag & low28
  const { bytes, at } = to
  bytes[at] = (low & 0x7f) | 0x80
  bytes[at + 1] = ((low >>> 7) & 0x7f) | 0x80
  bytes[at + 2] = ((low >>> 14) & 0x7f) | 0x80
  bytes[at + 3] = (low >>> 21) | 0x80
  to.at = at + 4
  writeVarint(to, (zigzag - low) / two28)
}

export const writeDouble = (to: Writer, value: number): void => {
  if (typeof value !== 'number') throw misfit('a double')
  reserve(to, 8)
  to.view.setFloat64(to.at, value, true)
  to.at += 8
}

export const writeBoolean = (to: Writer, value: boolean): void => {
  if (typeof value !== 'boolean') throw misfit('a boolean')
  reserve(to, 1)
  to.bytes[to.at++] = value ? 1 : 0
}

export const writeBytes = (to: Writer, value: Buffer): void => {
  if (!Buffer.isBuffer(value)) throw misfit('bytes')
  const { length } = value
  reserve(to, longestPrefix + length)
  writeInt32(to, length)
  value.copy(to.bytes, to.at)
  to.at += length
}

/** A zero byte and the id, big-endian: what precedes the Avro bytes of a value. */
export const writeSchemaId = (to: Writer, id: number): void => {
  reserve(to, 5)
  to.view.setUint8(to.at, 0)
  to.view.setUint32(to.at + 1, id)
  to.at += 5
}

/** The branch of a union. */
export const writeBranch = (to: Writer, branch: 0 | 1): void => {
  reserve(to, 1)
  to.bytes[to.at++] = branch * 2
}

/** The number of items to come; Avro ends what has items with a block of none. */
export const writeCount = writeInt32

/** Up to here a loop is quicker than a call out of JavaScript. Three times as many bytes are within `avscLoop`. */
const shortest = 20
/** Up to here avsc writes characters itself, and each half of a torn pair as if it were one. */
const avscLoop = 64

export const writeString = (to: Writer, value: string): void => {
  if (typeof value !== 'string') throw misfit('a string')
  const units = value.length
  reserve(to, longestPrefix + units * 3)
  if (units > shortest) {
    const guess = sizeOfLength(units)
    const length = to.bytes.write(value, to.at + guess)
    if (length === units || length > avscLoop || value.isWellFormed()) writeLengthBefore(to, guess, length)
    else writeTornString(to, value)
  } else if (writeAscii(to, value, units)) {
    to.bytes[to.at] = units * 2
    to.at += 1 + units
  } else {
    writeTornString(to, value)
  }
}

const writeAscii = ({ bytes, at }: Writer, value: string, units: number): boolean => {
  for (let i = 0; i < units; i++) {
    const unit = value.charCodeAt(i)
    if (unit > 0x7f) return false
    bytes[at + 1 + i] = unit
  }
  return true
}

const sizeOfLength = (length: number): number =>
  length < 64 ? 1 : length < 8_192 ? 2 : length < 1_048_576 ? 3 : length < 134_217_728 ? 4 : 5

/** The text lies `room` bytes further on already: that is what its length needs where every unit became one byte. */
const writeLengthBefore = (to: Writer, room: number, length: number): void => {
  const { at, bytes } = to
  const size = sizeOfLength(length)
  if (size !== room) bytes.copyWithin(at + size, at + room, at + room + length)
  writeVarint(to, length * 2)
  to.at = at + size + length
}

/** UTF-8 of at most 64 bytes; half of a torn pair as if it were a character. */
const writeTornString = (to: Writer, value: string): void => {
  const { bytes, at } = to
  let next = at + 1
  for (let i = 0; i < value.length; i++) {
    const point = value.codePointAt(i)!
    const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
    bytes[next++] = more === 0 ? point : (point >> (6 * more)) | (0x7f80 >> more)
    for (let shift = 6 * (more - 1); shift >= 0; shift -= 6) bytes[next++] = ((point >> shift) & 0x3f) | 0x80
    if (more === 3) i++
  }
  writeLengthBefore(to, 1, next - at - 1)
}
