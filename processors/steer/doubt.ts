/**
 * Doubts, which are 1 - confidence, fall into classes of equal ratio, ten to a power of ten: class 0 is a doubt of 0.8 to 1, the
 * last one holds all from a millionth down.
 */
export const classes = 60
const perPowerOfTen = 10

export const classOf = (doubt: number): number =>
  doubt >= 1 ? 0 : Math.min(classes - 1, Math.floor(-Math.log10(Math.max(doubt, 1e-9)) * perPowerOfTen))

/** The largest doubt of a class, and what is taken for the doubt of each of its members. */
export const largestOf = (of: number): number => 10 ** (-of / perPowerOfTen)
export const middleOf = (of: number): number => 10 ** (-(of + 0.5) / perPowerOfTen)

export const noCounts = (): readonly number[] => new Array<number>(classes).fill(0)

/** Expected wrong ones among so many of each class, were confidence right. */
export const expectedFalse = (counts: readonly number[]): number =>
  counts.reduce((sum, count, of) => sum + count * middleOf(of), 0)

export const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
