import { expect, test } from 'vitest'
import { bytesToVector, cosine, vectorToBytes } from './vector.ts'

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
