import { endianness } from 'node:os'

const swapped = endianness() === 'BE'

/** The vector as events carry it: float32, little-endian. */
export const vectorToBytes = (vector: Float32Array): Buffer => {
  const bytes = Buffer.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
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

/** Cosine of two L2-normalised vectors of one length: their dot product. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
