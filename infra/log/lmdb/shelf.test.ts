import { expect, it } from 'vitest'
import { createShelf } from './shelf.ts'

const filled = (length: number, byte: number): Buffer => Buffer.alloc(length, byte)

it('what is shelved stays as it was, whatever its length and whatever comes after it', () => {
  const shelve = createShelf()
  const lengths = [0, 1, 12, 4_000, 16_384, 16_385, 60_000, 65_536, 100_000, 3]
  const kept = Array.from({ length: 300 }, (_, n) => {
    const bytes = filled(lengths[n % lengths.length]!, n & 255)
    const copy = shelve(bytes)
    bytes.fill(0xee)
    return copy
  })
  for (const [n, copy] of kept.entries())
    expect(copy.equals(filled(lengths[n % lengths.length]!, n & 255)), `copy ${n}`).toBe(true)
})

it('of a buffer that is used again only its length is copied', () => {
  const reused = filled(64, 7)
  Object.defineProperty(reused, 'length', { value: 5 })
  expect([...createShelf()(reused)]).toEqual([7, 7, 7, 7, 7])
})
