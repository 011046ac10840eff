export interface Near {
  readonly id: string
  /** Cosine of L2-normalised vectors. */
  readonly similarity: number
}

export interface VectorSet {
  readonly size: number
  add(id: string, vector: Float32Array, expiresAtMs: number): void
  remove(id: string): void
  /** Exact search: the `limit` nearest that have not expired by `nowMs`, nearest first, ties by id. */
  search(vector: Float32Array, limit: number, nowMs: number): readonly Near[]
}

/** Most identities have few entries, and some have a system prompt for each user. */
const firstRows = 4

/**
 * Vectors in one growing matrix, scanned whole: exact, and fast for the few thousand entries that share an identity.
 * A removed row is overwritten by the last one, so the matrix has no holes.
 */
export const createFlatSet = (dimensions: number): VectorSet => {
  let matrix = new Float32Array(firstRows * dimensions)
  let expiry = new Float64Array(firstRows)
  const ids: string[] = []
  const rows = new Map<string, number>()

  const remove = (id: string): void => {
    const row = rows.get(id)
    if (row === undefined) return
    const last = ids.length - 1
    matrix.copyWithin(row * dimensions, last * dimensions, (last + 1) * dimensions)
    expiry[row] = expiry[last]!
    ids[row] = ids[last]!
    rows.set(ids[row], row)
    ids.pop()
    rows.delete(id)
  }

  return {
    get size() {
      return ids.length
    },
    add: (id, vector, expiresAtMs) => {
      remove(id)
      const row = ids.length
      if (row === expiry.length) {
        const larger = new Float32Array(matrix.length * 2)
        larger.set(matrix)
        matrix = larger
        const longer = new Float64Array(expiry.length * 2)
        longer.set(expiry)
        expiry = longer
      }
      matrix.set(vector, row * dimensions)
      expiry[row] = expiresAtMs
      ids.push(id)
      rows.set(id, row)
    },
    remove,
    search: (vector, limit, nowMs) => {
      const best: Near[] = []
      let least = Number.NEGATIVE_INFINITY
      for (let row = 0, at = 0; row < ids.length; row++, at += dimensions) {
        // Four sums keep the adder busy; the order of additions is fixed, so the result has the same bits every time.
        let a = 0
        let b = 0
        let c = 0
        let d = 0
        for (let i = 0; i < dimensions; i += 4) {
          a += matrix[at + i]! * vector[i]!
          b += matrix[at + i + 1]! * vector[i + 1]!
          c += matrix[at + i + 2]! * vector[i + 2]!
          d += matrix[at + i + 3]! * vector[i + 3]!
        }
        const similarity = a + b + (c + d)
        if (best.length === limit && similarity < least) continue
        if (expiry[row]! <= nowMs) continue
        const id = ids[row]!
        let place = best.length
        while (place > 0 && precedes(similarity, id, best[place - 1]!)) place--
        best.splice(place, 0, { id, similarity })
        if (best.length > limit) best.pop()
        least = best.at(-1)!.similarity
      }
      return best
    },
  }
}

const precedes = (similarity: number, id: string, other: Near): boolean =>
  similarity > other.similarity || (similarity === other.similarity && id < other.id)
