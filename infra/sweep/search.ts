import { LRUCache } from 'lru-cache'
import { dot } from '../index/dot.ts'
import type { Near } from '../index/nearest.ts'
import { createVectorIndex } from '../index/vectors.ts'

/** A search of what is only ever added to. */
export interface GrowingSearch {
  /** Whether it was not there yet. */
  add(set: string, id: string, vector: Float32Array): boolean
  /** At least the `limit` nearest in a set, nearest first, ties by id: exact. `text` names the vector. */
  near(set: string, text: string, vector: Float32Array, limit: number): readonly Near[]
}

interface Added {
  readonly id: string
  readonly vector: Float32Array
}

interface Remembered {
  readonly limit: number
  readonly found: Near[]
  /** So many of the set had been added. */
  seen: number
}

/** Texts that are asked again and again. */
const most = 3_000

/** Where more than this share of a set is new, it is searched afresh. */
const mostNew = 1 / 8

const precedes = (one: Near, other: Near): boolean =>
  one.similarity > other.similarity || (one.similarity === other.similarity && one.id < other.id)

/** Whoever asks the same again is only compared with what was added since. */
export const createGrowingSearch = (dimensions: number): GrowingSearch => {
  const vectors = new Map<string, Float32Array>()
  const sets = new Map<string, Added[]>()
  const remembered = new LRUCache<string, Remembered>({ max: most })
  const vectorOf = (id: string): Float32Array | null => vectors.get(id) ?? null
  const index = createVectorIndex({ dimensions, vectorOf, limit: Number.POSITIVE_INFINITY })

  const insert = ({ limit, found }: Remembered, near: Near): void => {
    const last = found.at(-1)
    if (found.length >= limit && last && !precedes(near, last)) return
    const at = found.findIndex(other => precedes(near, other))
    found.splice(at < 0 ? found.length : at, 0, near)
    if (found.length > limit) found.pop()
  }
  return {
    add: (set, id, vector) => {
      if (vectors.has(id)) return false
      vectors.set(id, vector)
      const added = sets.get(set) ?? []
      sets.set(set, added)
      added.push({ id, vector })
      index.add(set, id, vector, Number.POSITIVE_INFINITY)
      return true
    },
    near: (set, text, vector, limit) => {
      const added = sets.get(set) ?? []
      const key = `${set}\n${text}`
      const before = remembered.get(key)
      if (before && before.limit >= limit && added.length - before.seen <= added.length * mostNew) {
        for (; before.seen < added.length; before.seen++) {
          const { id, vector: other } = added[before.seen]!
          insert(before, { id, similarity: dot(vector, other) })
        }
        return before.found
      }
      const found = [...index.search(set, vector, limit, 0)]
      remembered.set(key, { limit, found, seen: added.length })
      return found
    },
  }
}
