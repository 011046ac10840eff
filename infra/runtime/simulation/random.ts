/** The one source of chance in a simulation: the same seed gives the same run. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [from, to], both included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Heavy-tailed: at least `min`, at most `max`; the smaller `alpha`, the heavier the tail. */
  pareto(min: number, alpha: number, max: number): number
}

/** mulberry32, by Tommy Ettinger (public domain): 32 bits of state, enough for one short run. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick: items => items[int(0, items.length - 1)]!,
    pareto: (min, alpha, max) => Math.min(max, min * (1 - next()) ** (-1 / alpha)),
  }
}
