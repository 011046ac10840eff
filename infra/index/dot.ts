/**
 * The cosine of L2-normalised vectors. The order of additions is fixed, so a candidate has the same similarity, to the bit,
 * every time and whichever index found it; four sums keep the adder busy.
 */
export const dot = (a: Float32Array, b: Float32Array): number => {
  let w = 0
  let x = 0
  let y = 0
  let z = 0
  for (let i = 0; i < a.length; i += 4) {
    w += b[i]! * a[i]!
    x += b[i + 1]! * a[i + 1]!
    y += b[i + 2]! * a[i + 2]!
    z += b[i + 3]! * a[i + 3]!
  }
  return w + x + (y + z)
}
