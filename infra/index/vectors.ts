import { dot } from './dot.ts'
import { createKernel } from './kernel.ts'
import { createNearest, type Near } from './nearest.ts'
import { quantise, queryLevels, rowLevels } from './quantise.ts'

export interface VectorIndexOptions {
  readonly dimensions: number
  /** The whole vector of an id, [dimensions], L2-normalised; null where it is gone. */
  readonly vectorOf: (id: string) => Float32Array | null
  /** Most vectors that are searched: the newest. */
  readonly limit: number
}

export interface VectorIndex {
  readonly size: number
  /** Puts a vector into a set, as the newest one; the id is in no other set. */
  add(set: string, id: string, vector: Float32Array, expiresAtMs: number): void
  remove(id: string): void
  /** Exact search in one set: the `limit` nearest that have not expired by `nowMs`, nearest first, ties by id. */
  search(set: string, vector: Float32Array, limit: number, nowMs: number): readonly Near[]
  clear(): void
}

/** Rows of one set: where their bytes are, and what is needed to tell how far these are from the truth. */
interface Rows {
  readonly blocks: number[]
  readonly ids: string[]
  scale: Float32Array
  residual: Float32Array
  expiry: Float64Array
}

interface Place {
  readonly set: string
  row: number
}

/** Beyond what floats of a sum may differ from the numbers. */
const rounding = 1e-5

const firstRows = 4

/**
 * Vectors as bytes in one matrix for all sets, scanned whole. The bytes tell each similarity within a bound
 * (|q·x - q̃·x̃| <= |q| |x - x̃| + |q - q̃| |x̃|, Cauchy-Schwarz), so only those that may be among the nearest are compared as
 * they are: the result is that of an exact search, at a quarter of its memory, which the JavaScript heap does not see.
 */
export const createVectorIndex = ({ dimensions, vectorOf, limit: most }: VectorIndexOptions): VectorIndex => {
  let kernel = createKernel(dimensions)
  const sets = new Map<string, Rows>()
  /** In the order in which they were added. */
  const places = new Map<string, Place>()
  const query = new Int16Array(dimensions)
  const levels = queryLevels(dimensions)

  const bytesAt = (rows: Rows, row: number): Int8Array<ArrayBuffer> =>
    kernel.row(rows.blocks[Math.trunc(row / kernel.rowsOfBlock)]!, row % kernel.rowsOfBlock)

  const grow = (rows: Rows): void => {
    const longer = <T extends Float32Array | Float64Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    const length = rows.scale.length * 2
    rows.scale = longer(rows.scale, new Float32Array(length))
    rows.residual = longer(rows.residual, new Float32Array(length))
    rows.expiry = longer(rows.expiry, new Float64Array(length))
  }

  const remove = (id: string): void => {
    const place = places.get(id)
    if (!place) return
    places.delete(id)
    const rows = sets.get(place.set)!
    const last = rows.ids.length - 1
    // The last row takes the place, so there are no holes.
    if (place.row !== last) {
      bytesAt(rows, place.row).set(bytesAt(rows, last))
      rows.scale[place.row] = rows.scale[last]!
      rows.residual[place.row] = rows.residual[last]!
      rows.expiry[place.row] = rows.expiry[last]!
      rows.ids[place.row] = rows.ids[last]!
      places.get(rows.ids[last]!)!.row = place.row
    }
    rows.ids.pop()
    if (last % kernel.rowsOfBlock === 0) kernel.free(rows.blocks.pop()!)
    if (last === 0) sets.delete(place.set)
  }

  const rowsOf = (set: string): Rows => {
    const known = sets.get(set)
    if (known) return known
    const numbers = () => new Float32Array(firstRows)
    const rows = { blocks: [], ids: [], scale: numbers(), residual: numbers(), expiry: new Float64Array(firstRows) }
    sets.set(set, rows)
    return rows
  }

  /** Rows that may be among the nearest, by what their bytes tell. */
  const within = (rows: Rows, vector: Float32Array, limit: number, nowMs: number): readonly number[] => {
    const asked = quantise(vector, query, levels)
    kernel.ask(query)
    const lower = createNearest<number>(limit)
    const upper = new Float64Array(rows.ids.length).fill(Number.NEGATIVE_INFINITY)
    const { scale, residual, expiry } = rows
    let least = lower.least()
    for (const [n, block] of rows.blocks.entries()) {
      const first = n * kernel.rowsOfBlock
      const count = Math.min(kernel.rowsOfBlock, rows.ids.length - first)
      const products = kernel.scan(block, count)
      for (let i = 0; i < count; i++) {
        const row = first + i
        if (expiry[row]! <= nowMs) continue
        const left = residual[row]!
        const similarity = products[i]! * asked.scale * scale[row]!
        const bound = left + asked.residual * (1 + left) + rounding
        upper[row] = similarity + bound
        if (similarity - bound < least) continue
        lower.add(row, similarity - bound)
        least = lower.least()
      }
    }
    const found: number[] = []
    for (let row = 0; row < upper.length; row++) if (upper[row]! >= least && upper[row]! > -2) found.push(row)
    return found
  }

  return {
    get size() {
      return places.size
    },
    add: (set, id, vector, expiresAtMs) => {
      remove(id)
      const rows = rowsOf(set)
      const row = rows.ids.length
      if (row === rows.expiry.length) grow(rows)
      if (row % kernel.rowsOfBlock === 0) rows.blocks.push(kernel.allocate())
      const { scale, residual } = quantise(vector, bytesAt(rows, row), rowLevels)
      rows.scale[row] = scale
      rows.residual[row] = residual
      rows.expiry[row] = expiresAtMs
      rows.ids.push(id)
      places.set(id, { set, row })
      if (places.size > most) remove(places.keys().next().value!)
    },
    remove,
    search: (set, vector, limit, nowMs) => {
      const rows = sets.get(set)
      if (!rows) return []
      const nearest = createNearest<string>(limit)
      for (const row of within(rows, vector, limit, nowMs)) {
        const id = rows.ids[row]!
        const whole = vectorOf(id)
        if (whole) nearest.add(id, dot(vector, whole))
      }
      return nearest.sorted()
    },
    clear: () => {
      sets.clear()
      places.clear()
      kernel = createKernel(dimensions)
    },
  }
}
