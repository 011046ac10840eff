import { expect, it } from 'vitest'
import { bytesToVector, cosine, vectorToBytes } from '../../../processors/enrich/vector.ts'
import type { EntryStored } from '../../../schemas/types.ts'
import { seededRandom } from '../../runtime/simulation/random.ts'
import { seededEntries } from './seed.ts'

const dimensions = 384
const random = seededRandom(5)
const unit = (): Float32Array => {
  const vector = Float32Array.from({ length: dimensions }, () => random.next() - 0.5)
  const length = Math.hypot(...vector)
  return vector.map(x => x / length)
}
const learned = Array.from(
  { length: 5 },
  (_, n) =>
    ({
      entryId: `semantic_cache:returns:${n}`,
      tenant: 'default',
      scene: 'returns',
      identity: 'i',
      vector: vectorToBytes(unit()),
    }) as EntryStored,
)
const moves = Array.from({ length: 3 }, () => unit().map(x => x * 0.3))
const nowMs = 1_800_000_000_000

it('adds as many as are asked for to the set that is searched, and others that its filters leave out', () => {
  const entries = [...seededEntries(learned, moves, 1_000, seededRandom(1), nowMs)]
  const found = entries.filter(({ tenant, expiresAtMs }) => tenant === 'default' && expiresAtMs > nowMs)
  expect(found).toHaveLength(1_000)
  expect(entries.some(({ identity }) => identity !== 'i')).toBe(true)
  expect(entries.some(({ expiresAtMs }) => expiresAtMs < nowMs)).toBe(true)
  expect(new Set(entries.map(({ entryId }) => entryId)).size).toBe(entries.length)
})

it('has none that an exact key finds', () => {
  for (const { exactExpiresAtMs } of seededEntries(learned, moves, 50, seededRandom(1), nowMs))
    expect(exactExpiresAtMs).toBeLessThan(nowMs)
})

it('has vectors near the question that they word otherwise', () => {
  for (const [n, { vector }] of [...seededEntries(learned, moves, 50, seededRandom(1), nowMs)].entries()) {
    const moved = bytesToVector(vector!)
    expect(Math.hypot(...moved)).toBeCloseTo(1)
    expect(cosine(moved, bytesToVector(learned[n % learned.length]!.vector!))).toBeGreaterThan(0.75)
  }
})
