/** How similar a question was to an entry, and whether the entry's answer was right for it. */
export interface Seen {
  readonly similarity: number
  readonly isRight: boolean
}

/** Probability of being right at similarity s: 1 / (1 + exp(-steepness · (s - threshold))). */
export interface Sigmoid {
  readonly threshold: number
  readonly steepness: number
  /** Of the estimate of the threshold. */
  readonly variance: number
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

/** The probability that an entry of this curve is right at a similarity. */
export const rightAt = (similarity: number, threshold: number, steepness: number): number =>
  logistic(steepness * (similarity - threshold))

const clip = (value: number): number => Math.min(1, Math.max(0, value))

/**
 * The variance of the threshold where a curve separates n observations without an error, so that their likelihood says nothing of it:
 * the mean square error of the middle of the gap, simulated for similarities and thresholds that are uniform in [0, 1] and a
 * steepness of 5, is within 6 % of 1 / 4n for n from 6 to 48.
 */
export const separatedVariance = (observations: number): number => 1 / (4 * observations)

/** Where an ascent of the likelihood stops: it has no maximum, and grows with the steepness for ever. */
const tolerance = 1e-8

/** The limit of the fits of separated observations: the middle of the gap, as steep as makes the likelihood flat. */
const fitSeparated = (wrong: number, right: number, observations: number): Sigmoid => ({
  threshold: (wrong + right) / 2,
  steepness: -Math.log(tolerance) / ((right - wrong) / 2),
  variance: separatedVariance(observations),
})

const mostIterations = 100

/** Log likelihood of intercept + slope · similarity, its gradient and the information, which is minus its curvature. */
const likelihood = (seen: readonly Seen[], intercept: number, slope: number) => {
  let value = 0
  let [byIntercept, bySlope, a, b, c] = [0, 0, 0, 0, 0]
  for (const { similarity, isRight } of seen) {
    const logit = intercept + slope * similarity
    const p = logistic(logit)
    value -= Math.log1p(Math.exp(isRight ? -logit : logit))
    const error = (isRight ? 1 : 0) - p
    const weight = p * (1 - p)
    byIntercept += error
    bySlope += error * similarity
    a += weight
    b += weight * similarity
    c += weight * similarity ** 2
  }
  return { value, byIntercept, bySlope, a, b, c, determinant: a * c - b * b }
}

/** Newton's method with halved steps; null where the information cannot be inverted. */
const fitOverlapping = (seen: readonly Seen[]): Sigmoid | null => {
  let [intercept, slope] = [0, 0]
  let at = likelihood(seen, intercept, slope)
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    if (!(at.determinant > 0)) return null
    let up = (at.c * at.byIntercept - at.b * at.bySlope) / at.determinant
    let across = (at.a * at.bySlope - at.b * at.byIntercept) / at.determinant
    let next = likelihood(seen, intercept + up, slope + across)
    while (!(next.value >= at.value) && Math.hypot(up, across) > tolerance) {
      up /= 2
      across /= 2
      next = likelihood(seen, intercept + up, slope + across)
    }
    intercept += up
    slope += across
    at = next
    if (Math.hypot(up, across) <= tolerance) break
  }
  if (!(at.determinant > 0)) return null
  const steepness = Math.max(slope, 1e-6)
  // Delta method: the gradient of -intercept / slope, and the inverse of the information.
  const [byIntercept, bySlope] = [-1 / steepness, intercept / steepness ** 2]
  const spread = at.c * byIntercept ** 2 - 2 * at.b * byIntercept * bySlope + at.a * bySlope ** 2
  return { threshold: clip(-intercept / steepness), steepness, variance: spread / at.determinant }
}

/**
 * The curve under which what was seen is likeliest, with the variance of its threshold by the delta method. Needs observations of both
 * kinds; null where they determine no curve.
 */
export const fitSigmoid = (seen: readonly Seen[]): Sigmoid | null => {
  let [wrong, right] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const { similarity, isRight } of seen)
    if (isRight) right = Math.min(right, similarity)
    else wrong = Math.max(wrong, similarity)
  return right > wrong ? fitSeparated(wrong, right, seen.length) : fitOverlapping(seen)
}
