/** Written by infra/eval/evidence/train.ts; see docs/cache.md. */
export const weights = {
  agreement: {
    intercept: -7.525339,
    coefficients: [
      8.280522, 1.348557, -0.039449, 0.293151, -3.367622, -3.473127, 0.355833, 0.801913, 3.344134, 2.214577, 0.040172,
      0.05498, 0.661075, 0.225692, 1.146247, -1.448271, 0.464696, 3.64314, 0.493563, -5.267368, 1.799029, 0.432918,
    ],
  },
  order: {
    intercept: -6.853271,
    coefficients: [
      9.308166, 3.279913, 0.409846, -0.165551, -2.194987, -2.918268, 0.547318, 0.978017, 1.442968, 0.32859, 0.034533,
      0.420233, 0.582648, 0.148352, -0.132251, -1.349556, 0.60622, 3.73228, 2.395305, -5.896465, 0.140713, 0.734373,
      0.076426, -1.304854,
    ],
  },
  wording: {
    intercept: 1.085599,
    coefficients: [13.096193, -9.253383, -0.603291],
  },
} as const

/** What an answer is served on: neighbours that agree on it, where questions are mixed or come in an order, or one entry whose wording was compared. */
export type Ground = keyof typeof weights
