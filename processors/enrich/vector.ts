import { endianness } from 'node:os'
import { detachedBytes } from './detached.ts'

const swapped = endianness() === 'BE'

/** The vector as events carry it: float32, little-endian. In memory of its own, for it is remembered with its text. */
export const vectorToBytes = (vector: Float32Array): Buffer => {
  const bytes = detachedBytes(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
  return swapped ? bytes.swap32() : bytes
}

/** The vector that an event carries. A copy: bytes from a pool are not aligned, and are overwritten. */
export const bytesToVector = (bytes: Uint8Array): Float32Array => {
  const vector = new Float32Array(Math.floor(bytes.byteLength / 4))
  const own = Buffer.from(vector.buffer)
  own.set(bytes.subarray(0, own.length))
  if (swapped) own.swap32()
  return vector
}

const mostOfByte = 127

/** The direction of a vector, a signed byte for each dimension: a quarter of its size. Zeros of zeros. */
export const directionOf = (vector: Float32Array): Buffer => {
  const most = vector.reduce((longest, value) => Math.max(longest, Math.abs(value)), 0)
  return Buffer.from(Int8Array.from(vector, value => (most === 0 ? 0 : Math.round((value / most) * mostOfByte))).buffer)
}

/** Cosine of an L2-normalised vector and a direction of as many dimensions, within 0.01; null where they have not as many, or it has none. */
export const cosineTo = (vector: Float32Array, direction: Uint8Array): number | null => {
  if (direction.length !== vector.length) return null
  const bytes = new Int8Array(direction.buffer, direction.byteOffset, direction.length)
  let sum = 0
  let square = 0
  for (let i = 0; i < bytes.length; i++) {
    sum += vector[i]! * bytes[i]!
    square += bytes[i]! * bytes[i]!
  }
  return square === 0 ? null : sum / Math.sqrt(square)
}

/** Cosine of two L2-normalised vectors of one length: their dot product. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
