/** Conversations of both arms for which the bound is tightest. */
const tightestAt = 1_000

/**
 * Half the width of a confidence sequence for a mean: with probability 1 - alpha the mean lies within it at every count from some
 * tens on, however often one looks. `deviation` is the standard deviation of one of `count` observations.
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (2024), theorem 2.2,
 * with the parameter of their appendix B.2.
 */
export const anytimeHalf = (count: number, deviation: number, alpha: number): number => {
  const logs = -2 * Math.log(alpha)
  const squared = (logs + Math.log(logs) + 1) / tightestAt
  const scale = count * squared + 1
  return deviation * Math.sqrt(((2 * scale) / (count * count * squared)) * Math.log(Math.sqrt(scale) / alpha))
}
