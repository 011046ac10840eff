import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../runtime/simulation/random.ts'
import { compileKernel } from './compile.ts'
import type { Near } from './nearest.ts'
import { createVectorIndex } from './vectors.ts'

const dimensions = 384

/** Questions come in clusters, so that many are nearly as near as the nearest. */
const clustered = (seed: number, clusters: number, spread: number) => {
  const random = seededRandom(seed)
  const number = (): number => random.next() + random.next() + random.next() - 1.5
  const centres = Array.from({ length: clusters }, () => Float32Array.from({ length: dimensions }, number))
  return (): Float32Array => {
    const vector = centres[random.int(0, clusters - 1)]!.map(x => x + spread * number())
    const length = Math.hypot(...vector)
    return vector.map(x => x / length)
  }
}

/** The index, and the plain search that it must equal. */
const scene = (limit = 1_000_000) => {
  const vectors = new Map<string, { set: string; vector: Float32Array; expiresAtMs: number }>()
  const index = createVectorIndex({ dimensions, vectorOf: id => vectors.get(id)?.vector ?? null, limit })
  const cosine = (a: Float32Array, b: Float32Array): number => {
    const sums = [0, 0, 0, 0]
    for (let i = 0; i < a.length; i++) sums[i % 4]! += a[i]! * b[i]!
    return sums[0]! + sums[1]! + (sums[2]! + sums[3]!)
  }
  return {
    index,
    add: (set: string, id: string, vector: Float32Array, expiresAtMs = 100) => {
      vectors.set(id, { set, vector, expiresAtMs })
      index.add(set, id, vector, expiresAtMs)
    },
    remove: (id: string) => {
      vectors.delete(id)
      index.remove(id)
    },
    plain: (set: string, query: Float32Array, count: number, nowMs: number): readonly Near[] =>
      [...vectors]
        .filter(([, entry]) => entry.set === set && entry.expiresAtMs > nowMs)
        .map(([id, { vector }]) => ({ id, similarity: cosine(query, vector) }))
        .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
        .slice(0, count),
  }
}

describe('the vector index', () => {
  it.each([
    [1, 3, 0.05],
    [2, 20, 0.5],
    [3, 1, 0.001],
    [4, 200, 1.5],
  ])('finds what an exact search finds, to the bit (seed %i, %i clusters, spread %f)', (seed, clusters, spread) => {
    const { index, add, remove, plain } = scene()
    const next = clustered(seed, clusters, spread)
    for (let n = 0; n < 700; n++) add(n % 5 === 0 ? 'other' : 'ours', `e${n}`, next(), n % 7 === 0 ? 10 : 100)
    for (let n = 0; n < 700; n += 3) remove(`e${n}`)
    for (let n = 0; n < 60; n += 3) add('ours', `e${n}`, next())
    for (let n = 0; n < 30; n++) {
      const query = next()
      for (const count of [1, 8])
        expect(index.search('ours', query, count, 50)).toEqual(plain('ours', query, count, 50))
    }
    expect(index.search('ours', next(), 1_000, 50)).toHaveLength(plain('ours', next(), 1_000, 50).length)
  })
  it('equal similarities come in the order of their ids', () => {
    const { index, add } = scene()
    const one = clustered(5, 1, 0)()
    for (const id of ['c', 'a', 'b', 'd']) add('ours', id, one)
    expect(index.search('ours', one, 3, 0).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })
  it('keeps the newest: an entry that is added again is new', () => {
    const { index, add } = scene(3)
    const next = clustered(6, 5, 1)
    for (const id of ['a', 'b', 'c']) add('ours', id, next())
    add('ours', 'a', next())
    add('other', 'd', next())
    const found = index.search('ours', next(), 10, 0).map(({ id }) => id)
    expect(found.sort()).toEqual(['a', 'c'])
    expect(index.size).toBe(3)
  })
  it('a vector of zeros, a set that nobody filled and one that was emptied are no trouble', () => {
    const { index, add, remove } = scene()
    const query = clustered(7, 1, 1)()
    add('ours', 'zero', new Float32Array(dimensions))
    expect(index.search('ours', query, 5, 0)).toEqual([{ id: 'zero', similarity: 0 }])
    expect(index.search('nobody', query, 5, 0)).toEqual([])
    remove('zero')
    remove('zero')
    expect(index.search('ours', query, 5, 0)).toEqual([])
    expect(index.size).toBe(0)
  })
  it('a vector that its owner has lost is not found', () => {
    const index = createVectorIndex({ dimensions, vectorOf: () => null, limit: 10 })
    const vector = clustered(8, 1, 1)()
    index.add('ours', 'gone', vector, 100)
    expect(index.search('ours', vector, 5, 0)).toEqual([])
  })
  it('room that was given up is used again', () => {
    const { index, add, remove, plain } = scene()
    const next = clustered(9, 10, 0.7)
    for (let round = 0; round < 4; round++) {
      for (let n = 0; n < 200; n++) add(`set${n % 3}`, `e${n}`, next())
      if (round < 3) for (let n = 0; n < 200; n++) remove(`e${n}`)
    }
    const query = next()
    expect(index.search('set1', query, 8, 0)).toEqual(plain('set1', query, 8, 0))
  })
})

it('kernel.wasm is what kernel.wat stands for', async () => {
  expect(readFileSync(new URL('./kernel.wasm', import.meta.url)).equals(await compileKernel())).toBe(true)
})
