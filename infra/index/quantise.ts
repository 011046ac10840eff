/** How a vector was rounded to whole numbers. */
export interface Quantised {
  /** A whole number times this is nearly the number. */
  readonly scale: number
  /** Euclidean length of what the whole numbers leave out. */
  readonly residual: number
}

/** What becomes of the largest number of a row of bytes. */
export const rowLevels = 127

/**
 * What becomes of the largest number of a query, in 16 bits: 258 times finer than a row, so that rows alone decide how
 * near the products are to the truth, and yet no sum of `dimensions` products leaves 32 bits.
 */
export const queryLevels = (dimensions: number): number =>
  Math.min(2 ** 15 - 1, Math.trunc((2 ** 31 - 1) / (rowLevels * dimensions)))

/** Rounds to whole numbers, written over `into`; the largest becomes `levels`, which `into` must be able to hold. */
export const quantise = (vector: Float32Array, into: Int8Array | Int16Array, levels: number): Quantised => {
  let most = 0
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]!))
  const scale = most / levels
  let squares = 0
  for (let i = 0; i < vector.length; i++) {
    const whole = scale === 0 ? 0 : Math.round(vector[i]! / scale)
    into[i] = whole
    const left = vector[i]! - whole * scale
    squares += left * left
  }
  return { scale, residual: Math.sqrt(squares) }
}
