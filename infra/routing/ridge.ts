/** A symmetric matrix of `size` rows, row by row. */
export interface Square {
  readonly size: number
  readonly values: Float64Array
}

/** Xᵀ X and Xᵀ y of rows and their targets. */
export interface Moments {
  readonly gram: Square
  readonly moment: Float64Array
}

export const momentsOf = (rows: readonly Float64Array[], targets: readonly number[]): Moments => {
  const size = rows[0]!.length
  const values = new Float64Array(size * size)
  const moment = new Float64Array(size)
  for (const [at, row] of rows.entries())
    for (let i = 0; i < size; i++) {
      const value = row[i]!
      moment[i]! += value * targets[at]!
      for (let j = 0; j <= i; j++) values[i * size + j]! += value * row[j]!
    }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) values[j * size + i] = values[i * size + j]!
  return { gram: { size, values }, moment }
}

/**
 * The weights w that minimise |y - X D w|² + ridge |w|², as weights of X: D w. D is diagonal and says how far each column is
 * trusted; a column of scale 0 gets weight 0. By Cholesky factorisation (Golub, Van Loan: Matrix Computations, 4.2). The ridge is above 0.
 */
export const ridgeWeights = ({ gram, moment }: Moments, scales: readonly number[], ridge: number): Float64Array => {
  const { size } = gram
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = gram.values[i * size + j]! * scales[i]! * scales[j]! + (i === j ? ridge : 0)
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!
    }
  const weights = moment.map((value, n) => value * scales[n]!)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) weights[i]! -= lower[i * size + k]! * weights[k]!
    weights[i]! /= lower[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) weights[i]! -= lower[k * size + i]! * weights[k]!
    weights[i]! /= lower[i * size + i]!
  }
  return weights.map((weight, n) => weight * scales[n]!)
}
