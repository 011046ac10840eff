/** A vector in signed bytes. */
export interface Quantised {
  readonly bytes: Int8Array<ArrayBuffer>
  /** A byte times this is nearly the number. */
  readonly scale: number
  /** Euclidean length of what the bytes leave out. */
  readonly residual: number
}

const largest = 127

/** Rounds to bytes; the largest number becomes 127. `into` is overwritten, else a new array is made. */
export const quantise = (vector: Float32Array, into = new Int8Array(vector.length)): Quantised => {
  let most = 0
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]!))
  const scale = most / largest
  let squares = 0
  for (let i = 0; i < vector.length; i++) {
    const byte = scale === 0 ? 0 : Math.round(vector[i]! / scale)
    into[i] = byte
    const left = vector[i]! - byte * scale
    squares += left * left
  }
  return { bytes: into, scale, residual: Math.sqrt(squares) }
}
