import { expect, it } from 'vitest'
import { detached, detachedBytes } from './detached.ts'
import { vectorToBytes } from './vector.ts'

it('a detached text is the same text', () => expect(detached('a kettle, 1.7 l'.slice(2, 8))).toBe('kettle'))

it('detached bytes are the same bytes, in memory that holds nothing else', () => {
  const bytes = Buffer.from('a few bytes of the pool')
  expect(bytes.buffer.byteLength).toBeGreaterThan(bytes.length)
  const own = detachedBytes(bytes)
  expect(own.equals(bytes)).toBe(true)
  expect(own.buffer.byteLength).toBe(bytes.length)
})

it('so are those of a vector', () => {
  const bytes = vectorToBytes(Float32Array.of(0, 1, 2, 3).subarray(1))
  expect(bytes.buffer.byteLength).toBe(12)
})
