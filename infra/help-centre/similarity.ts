/** Scores of many questions against one, by their place. */
export type Scores = Float64Array

/** Cosines of a normalised vector, shape [dimensions], with each of a fixed list; 0 where the shapes differ. */
export type VectorScorer = (vector: Float32Array) => Scores

/** Rows that are summed side by side: each sum waits for its last addition, and another can use the time. */
const side = 4

/** Prepares a list of normalised vectors of one shape. Every sum is taken in the order of the dimensions. */
export const vectorScorer = (vectors: readonly Float32Array[]): VectorScorer => {
  const dimensions = vectors[0]?.length ?? 0
  const rows = Math.ceil(vectors.length / side) * side
  const matrix = new Float32Array(rows * dimensions)
  for (const [at, vector] of vectors.entries()) matrix.set(vector, at * dimensions)
  return vector => {
    const scores = new Float64Array(rows)
    if (vector.length !== dimensions) return scores.subarray(0, vectors.length)
    for (let row = 0; row < rows; row += side) {
      const first = row * dimensions
      const second = first + dimensions
      const third = second + dimensions
      const fourth = third + dimensions
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let i = 0; i < dimensions; i += 1) {
        const value = vector[i]!
        a += value * matrix[first + i]!
        b += value * matrix[second + i]!
        c += value * matrix[third + i]!
        d += value * matrix[fourth + i]!
      }
      scores[row] = a
      scores[row + 1] = b
      scores[row + 2] = c
      scores[row + 3] = d
    }
    return scores.subarray(0, vectors.length)
  }
}

interface Bag {
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

const bagOf = (terms: readonly string[]): Bag => {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return { counts, length: Math.hypot(...counts.values()) }
}

const wordCosine = (a: Bag, b: Bag): number => {
  let sum = 0
  for (const [term, count] of a.counts) sum += count * (b.counts.get(term) ?? 0)
  return sum === 0 ? 0 : sum / (a.length * b.length)
}

/** Prepares a list of texts, as terms: cosines of a text's bag of words with each of theirs, 0 where either is empty. */
export const wordScorer = (texts: readonly (readonly string[])[]): ((terms: readonly string[]) => Scores) => {
  const bags = texts.map(bagOf)
  return terms => {
    const asked = bagOf(terms)
    return Float64Array.from(bags, bag => wordCosine(asked, bag))
  }
}
