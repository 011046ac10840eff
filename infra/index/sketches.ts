import { type DotProducts, dotProductsIn } from './dot-products.ts'

/** Small copies of vectors, one byte for each number, which tell quickly what a similarity is at most. */
export interface Sketches {
  /** Draws the vector of a row; `row` is at most the number of rows so far. */
  set(row: number, vector: Float32Array): void
  /** Copies a row over another. */
  copy(from: number, to: number): void
  /** For each of the first `rows` rows, at least one: a number that its dot product with the query does not exceed. */
  bounds(query: Float32Array, rows: number): Float64Array
}

const pageBytes = 65_536
/** What stands behind a row's bytes: the dot product, the scale, the norm of what was rounded away, the norm of the sketch. */
const tailBytes = 16
const largestByte = 127
/** Norms are kept as float32 and rounded up. */
const roundedUp = 1.000_001

const multipleOf16 = (n: number): number => Math.ceil(n / 16) * 16

/** Numbers as integers times a scale, and the norm of the difference. */
const quantise = (
  vector: Float32Array,
  into: Int8Array | Int16Array,
  levels: number,
): { scale: number; lost: number; norm: number } => {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = Math.fround(largest / levels) || 1
  let lost = 0
  let norm = 0
  for (let i = 0; i < vector.length; i++) {
    const level = Math.max(-levels, Math.min(levels, Math.round(vector[i]! / scale)))
    into[i] = level
    lost += (vector[i]! - level * scale) ** 2
    norm += (level * scale) ** 2
  }
  return { scale, lost: Math.sqrt(lost), norm: Math.sqrt(norm) }
}

const normOf = (vector: Float32Array): number => {
  let sum = 0
  for (const value of vector) sum += value * value
  return Math.sqrt(sum)
}

/**
 * Sketches of vectors, shape [dimensions]. With q the query, v a row, Q and V what is left of them after rounding: q·v is
 * Q·V + (q - Q)·V + q·(v - V), and by Cauchy and Schwarz the last two are at most |q - Q||V| and |q||v - V|.
 */
export const createSketches = (dimensions: number): Sketches => {
  const length = multipleOf16(dimensions)
  const stride = length + tailBytes
  // No sum of products may leave an int32.
  const queryLevels = Math.min(32_767, Math.floor((2 ** 31 - 1) / (largestByte * dimensions)))
  const queryBytes = length * 2
  const memory = new WebAssembly.Memory({ initial: Math.ceil((queryBytes + stride) / pageBytes) })
  const dotProducts: DotProducts = dotProductsIn(memory)
  let bytes = new Int8Array(memory.buffer)
  let integers = new Int32Array(memory.buffer)
  let floats = new Float32Array(memory.buffer)
  const query = (): Int16Array => new Int16Array(memory.buffer, 0, dimensions)
  const start = (row: number): number => queryBytes + row * stride

  const makeRoom = (row: number): void => {
    const missing = start(row + 1) - bytes.length
    if (missing <= 0) return
    memory.grow(Math.ceil(Math.max(missing, bytes.length / 4) / pageBytes))
    bytes = new Int8Array(memory.buffer)
    integers = new Int32Array(memory.buffer)
    floats = new Float32Array(memory.buffer)
  }

  return {
    set: (row, vector) => {
      makeRoom(row)
      const first = start(row)
      const { scale, lost, norm } = quantise(vector, bytes.subarray(first, first + dimensions), largestByte)
      const tail = (first + length) / 4
      floats[tail + 1] = scale
      floats[tail + 2] = lost * roundedUp
      floats[tail + 3] = norm * roundedUp
    },
    copy: (from, to) => {
      bytes.copyWithin(start(to), start(from), start(from + 1))
    },
    bounds: (vector, rows) => {
      const { scale, lost } = quantise(vector, query(), queryLevels)
      const norm = normOf(vector) * roundedUp
      dotProducts(0, queryBytes, start(rows), length)
      const bounds = new Float64Array(rows)
      for (let row = 0, tail = (queryBytes + length) / 4; row < rows; row++, tail += stride / 4)
        bounds[row] =
          integers[tail]! * scale * floats[tail + 1]! + norm * floats[tail + 2]! + lost * floats[tail + 3]! + 1e-6
      return bounds
    },
  }
}
