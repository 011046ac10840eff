/** [lower, upper], both in [0, 1]. */
export type Interval = readonly [number, number]

/** The 0.975 quantile of the normal distribution. */
const z = 1.959963984540054

/** 95 % score interval of a share (Wilson, JASA 22, 1927, 209-212); [0, 1] where nothing was observed. */
export const wilson = (successes: number, trials: number): Interval => {
  if (trials === 0) return [0, 1]
  const share = successes / trials
  const scale = 1 + z ** 2 / trials
  const centre = share + z ** 2 / (2 * trials)
  const reach = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  // At 0 and at all successes a bound is exact; subtraction would leave it a rounding away.
  return [successes === 0 ? 0 : (centre - reach) / scale, successes === trials ? 1 : (centre + reach) / scale]
}
