/** Cosine of normalised vectors, shape [dimensions]; 0 where the shapes differ. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  if (a.length !== b.length) return 0
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!
  return sum
}

const counts = (terms: readonly string[]): ReadonlyMap<string, number> => {
  const bag = new Map<string, number>()
  for (const term of terms) bag.set(term, (bag.get(term) ?? 0) + 1)
  return bag
}

const length = (bag: ReadonlyMap<string, number>): number => Math.hypot(...bag.values())

/** Cosine of two bags of words; 0 where either is empty. */
export const wordCosine = (a: readonly string[], b: readonly string[]): number => {
  const [left, right] = [counts(a), counts(b)]
  let sum = 0
  for (const [term, count] of left) sum += count * (right.get(term) ?? 0)
  return sum === 0 ? 0 : sum / (length(left) * length(right))
}
