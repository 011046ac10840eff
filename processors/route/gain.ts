/** What a trained router predicts from: the turn's text and its vector, [dimensions]; null where there is none. */
export interface Worded {
  readonly text: string
  readonly vector: Float32Array | null
}

/**
 * What a trained router says of a turn: the gain to be expected of the strong model, P(strong right) - P(weak right), in
 * [-1, 1] but for errors of the model, and whether the turn is like those that it was trained on.
 */
export interface Gain {
  readonly gain: number
  readonly familiar: boolean
}

/** Of equal lengths. The order of additions is fixed; four sums keep the adder busy. */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const { length } = a
  const fours = length - (length % 4)
  let w = 0
  let x = 0
  let y = 0
  let z = 0
  for (let n = 0; n < fours; n += 4) {
    w += a[n]! * b[n]!
    x += a[n + 1]! * b[n + 1]!
    y += a[n + 2]! * b[n + 2]!
    z += a[n + 3]! * b[n + 3]!
  }
  for (let n = fours; n < length; n++) w += a[n]! * b[n]!
  return w + x + (y + z)
}

/**
 * The share of training turns that gain less, in [0, 1]: a score that bounds can cut, so that with `route.smallBelow` at 0.3
 * three of ten such turns go to the small tier. `quantiles` are gains of the training turns at equal steps, ascending;
 * between two of them it is interpolated, and of equal ones the middle counts.
 */
export const shareBelow = (gain: number, quantiles: readonly number[]): number => {
  const last = quantiles.length - 1
  if (gain < quantiles[0]!) return 0
  if (gain > quantiles[last]!) return 1
  const from = quantiles.findIndex(quantile => quantile >= gain)
  const to = quantiles.findLastIndex(quantile => quantile <= gain)
  if (from <= to) return (from + to) / 2 / last
  const [low, high] = [quantiles[to]!, quantiles[from]!]
  return (to + (gain - low) / (high - low)) / last
}
