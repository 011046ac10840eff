/** The 0.975 quantile of the normal distribution. */
export const z95 = 1.959963984540054

/**
 * The 0.975 quantile of Student's t distribution, by four terms of its expansion about the normal one (Abramowitz and Stegun,
 * "Handbook of Mathematical Functions", 1964, 26.7.5); wrong by less than 0.002 from 6 degrees of freedom on.
 */
export const t95 = (degrees: number): number => {
  const z = z95
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1_482 * z ** 5 - 1_920 * z ** 3 - 945 * z) / 92_160,
  ]
  return terms.reduce((sum, term, n) => sum + term / degrees ** (n + 1), z)
}
