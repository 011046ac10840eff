import { expect, test } from 'vitest'
import { bytesToVector, cosine, cosineTo, directionOf, vectorToBytes } from './vector.ts'

test('a vector survives its bytes, from an unaligned place too', () => {
  const vector = Float32Array.of(0.25, -1, 3.4e38, 0)
  const padded = Buffer.concat([Buffer.of(7), vectorToBytes(vector)])
  expect(bytesToVector(padded.subarray(1))).toEqual(vector)
})

test('bytes are little-endian', () => {
  expect(vectorToBytes(Float32Array.of(1)).toString('hex')).toBe('0000803f')
})

test('the cosine of normalised vectors is their dot product', () => {
  expect(cosine(Float32Array.of(1, 0), Float32Array.of(0.5, 0.5))).toBe(0.5)
})

test('a direction keeps the cosine within 0.01, in a byte a dimension, from an unaligned place too', () => {
  const normalised = (from: (at: number) => number): Float32Array => {
    const vector = Float32Array.from({ length: 384 }, (_, at) => from(at))
    const length = Math.sqrt(cosine(vector, vector))
    return vector.map(value => value / length)
  }
  const one = normalised(at => Math.sin(at))
  const other = normalised(at => Math.sin(at) + Math.cos(at * at))
  const direction = directionOf(other)
  expect(direction).toHaveLength(384)
  const padded = Buffer.concat([Buffer.of(7), direction])
  expect(Math.abs(cosineTo(one, padded.subarray(1))! - cosine(one, other))).toBeLessThan(0.01)
})

test('there is no cosine to a direction of zeros, nor to one of other dimensions', () => {
  expect(cosineTo(Float32Array.of(1, 0), directionOf(Float32Array.of(0, 0)))).toBeNull()
  expect(cosineTo(Float32Array.of(1, 0), directionOf(Float32Array.of(1, 0, 0)))).toBeNull()
})
