/** Written by infra/eval/evidence/train.ts; see docs/cache.md. */
export const weights = {
  identical: {
    intercept: -4.381796,
    coefficients: [
      11.869397, 2.654452, -1.119025, 0.726877, -9.373591, -2.48371, 1.200365, 1.459018, 3.543792, 0.681132,
    ],
  },
  similar: {
    intercept: -5.045873,
    coefficients: [
      8.718293, 0.131302, -0.591565, -0.367305, -3.800037, -5.303235, 0.234414, 1.51213, 2.790711, 6.248539,
    ],
  },
} as const

/** What is taken for the same answer: the same text, or what says the same. */
export type Grouping = keyof typeof weights
