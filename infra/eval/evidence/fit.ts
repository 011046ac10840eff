/** What was seen once: the evidence for an answer, and whether it was right. */
export interface Observation {
  readonly evidence: readonly number[]
  readonly isRight: boolean
}

/** Log odds of being right: intercept + coefficients · evidence. */
export interface Weights {
  readonly intercept: number
  readonly coefficients: readonly number[]
}

const iterations = 25
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** x of A x = b, by Gauss and Jordan with partial pivots. A is square and regular. */
const solve = (a: readonly (readonly number[])[], b: readonly number[]): readonly number[] => {
  const rows = a.map((row, n) => [...row, b[n]!])
  for (const [n] of rows.entries()) {
    let pivot = n
    for (let row = n + 1; row < rows.length; row++)
      if (Math.abs(rows[row]![n]!) > Math.abs(rows[pivot]![n]!)) pivot = row
    const top = rows[pivot]!
    rows[pivot] = rows[n]!
    rows[n] = top
    for (const row of rows) {
      if (row === top) continue
      const factor = row[n]! / top[n]!
      for (let column = n; column < row.length; column++) row[column]! -= factor * top[column]!
    }
  }
  return rows.map((row, n) => row.at(-1)! / row[n]!)
}

/**
 * Logistic regression on standardised evidence by Newton's method (Hastie, Tibshirani, Friedman: The Elements of Statistical Learning,
 * 4.4.1). The ridge penalty, in units of evidence with variance 1, keeps coefficients small that nothing speaks for. Deterministic. Needs
 * observations of both kinds.
 */
export const fitLogistic = (observations: readonly Observation[], ridge: number): Weights => {
  const size = observations[0]!.evidence.length
  const columns = Array.from({ length: size }, (_, n) => observations.map(({ evidence }) => evidence[n]!))
  const centre = columns.map(mean)
  const scale = columns.map((column, n) => Math.sqrt(mean(column.map(value => (value - centre[n]!) ** 2))) || 1)
  const inputs = observations.map(({ evidence }) => [
    1,
    ...evidence.map((value, n) => (value - centre[n]!) / scale[n]!),
  ])
  let weights: readonly number[] = new Array(size + 1).fill(0)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const gradient = weights.map((weight, n) => (n === 0 ? 0 : -ridge * weight))
    const curvature = weights.map((_, row) => weights.map((_, column) => (row === column ? (row ? ridge : 1e-6) : 0)))
    for (const [at, input] of inputs.entries()) {
      const p = 1 / (1 + Math.exp(-input.reduce((sum, value, n) => sum + value * weights[n]!, 0)))
      const error = (observations[at]!.isRight ? 1 : 0) - p
      for (let row = 0; row <= size; row++) {
        gradient[row]! += input[row]! * error
        for (let column = 0; column <= size; column++)
          curvature[row]![column]! += p * (1 - p) * input[row]! * input[column]!
      }
    }
    const step = solve(curvature, gradient)
    weights = weights.map((weight, n) => weight + step[n]!)
  }
  const coefficients = weights.slice(1).map((weight, n) => weight / scale[n]!)
  return { intercept: weights[0]! - coefficients.reduce((sum, value, n) => sum + value * centre[n]!, 0), coefficients }
}
