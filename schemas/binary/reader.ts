import { createNames, type Names, readName, type Utf8Buffer } from './names.ts'

/**
 * Avro's primitives from bytes (Avro 1.12, binary encoding). A value is copied once into memory of the reader's own, so
 * nothing read refers to where it came from. Every read stays within the value or throws; nothing is allocated for a
 * length or a count that the value cannot hold.
 */
export interface Reader {
  bytes: Utf8Buffer
  /** The same memory as `bytes`. */
  view: DataView
  /** Where the next byte is. */
  at: number
  /** Where the value ends. */
  end: number
  readonly names: Names
}

const usualSize = 65_536
const largestKept = 1_048_576
const largestLong = Number.MAX_SAFE_INTEGER - 1
const two28 = 0x10000000

const memory = (size: number): { bytes: Utf8Buffer; view: DataView } => {
  const bytes = Buffer.allocUnsafeSlow(size) as Utf8Buffer
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) }
}

export const createReader = (): Reader => ({ ...memory(usualSize), at: 0, end: 0, names: createNames() })

/** Begins with the bytes of `value` from `start` on. */
export const load = (from: Reader, value: Uint8Array, start: number): void => {
  const length = value.length
  const room = from.bytes.length
  if (length > room || (room > largestKept && length <= largestKept))
    Object.assign(from, memory(Math.max(usualSize, length)))
  from.bytes.set(value)
  from.at = start
  from.end = length
}

const truncated = (): Error => new Error('truncated buffer')

/** Throws unless the value was read to its end. */
export const finish = (from: Reader): void => {
  if (from.at !== from.end) throw new Error('trailing data')
}

export const readLong = (from: Reader): number => {
  const { bytes, at } = from
  if (at >= from.end) throw truncated()
  const byte = bytes[at]!
  if (byte > 0x7f) return readWideLong(from)
  from.at = at + 1
  return (byte >>> 1) ^ -(byte & 1)
}

const readWideLong = (from: Reader): number => {
  const { bytes, end } = from
  let at = from.at + 1
  let byte = bytes[from.at]!
  let low = byte & 0x7f
  for (let shift = 7; shift < 28 && byte > 0x7f; shift += 7) {
    if (at >= end) throw truncated()
    byte = bytes[at++]!
    low |= (byte & 0x7f) << shift
  }
  if (byte < 0x80) {
    from.at = at
    return (low >>> 1) ^ -(low & 1)
  }
  // Beyond 28 bits the operators on integers no longer serve. Ten bytes hold 64 bits: no long is longer.
  let zigzag = low
  for (let unit = two28; byte > 0x7f; unit *= 128) {
    if (at >= end) throw truncated()
    if (at - from.at === 10) throw new Error('a number of more than ten bytes')
    byte = bytes[at++]!
    zigzag += (byte & 0x7f) * unit
  }
  from.at = at
  const value = (zigzag % 2 ? -(zigzag + 1) : zigzag) / 2
  if (value > largestLong || value < -largestLong) throw new Error('potential precision loss')
  return value
}

export const readInt = (from: Reader): number => {
  const value = readLong(from)
  if (value !== (value | 0)) throw new Error(`${value} is no int`)
  return value
}

export const readDouble = (from: Reader): number => {
  if (from.end - from.at < 8) throw truncated()
  const value = from.view.getFloat64(from.at, true)
  from.at += 8
  return value
}

export const readBoolean = (from: Reader): boolean => {
  if (from.at >= from.end) throw truncated()
  return from.bytes[from.at++] !== 0
}

const readLength = (from: Reader): number => {
  const length = readLong(from)
  if (length < 0) throw new Error(`a length of ${length}`)
  if (length > from.end - from.at) throw truncated()
  return length
}

export const readBytes = (from: Reader): Buffer => {
  const length = readLength(from)
  const value = Buffer.allocUnsafe(length)
  from.bytes.copy(value, 0, from.at, from.at + length)
  from.at += length
  return value
}

export const readString = (from: Reader): string => {
  const length = readLength(from)
  const { at } = from
  from.at = at + length
  return readName(from.names, from.bytes, from.view, at, length)
}

/** The branch of a union of two. */
export const readBranch = (from: Reader): 0 | 1 => {
  const branch = readLong(from)
  if (branch !== 0 && branch !== 1) throw new Error(`invalid union index: ${branch}`)
  return branch
}

/** Items in the next block of an array or a map, 0 at its end. An item has at least one byte. */
export const readCount = (from: Reader): number => {
  const count = readLong(from)
  if (count === 0) return 0
  // A negative count is followed by the size of the block, of use to those who skip it.
  if (count < 0) readLong(from)
  const items = Math.abs(count)
  if (items > from.end - from.at) throw truncated()
  return items
}
