/**
 * The mean of the token vectors in `hidden` ([tokens × dimensions], row by row), L2-normalised: [dimensions]. A mean of
 * zeros stays zeros.
 */
export const pooled = (hidden: Float32Array, dimensions: number): Float32Array<ArrayBuffer> => {
  const tokens = hidden.length / dimensions
  const sum = new Float64Array(dimensions)
  for (let at = 0; at < hidden.length; at += dimensions) {
    for (let i = 0; i < dimensions; i++) sum[i]! += hidden[at + i]!
  }
  const mean = Float32Array.from(sum, value => value / tokens)
  // Rounded at every step: logs hold vectors that were made so, and the same text gives the same bytes.
  let square = 0
  for (const value of mean) square = Math.fround(square + value * value)
  const length = Math.fround(Math.sqrt(square))
  return length > 0 ? mean.map(value => value / length) : mean
}
