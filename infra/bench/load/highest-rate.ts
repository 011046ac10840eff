/** A rate that was tried. */
export interface Tried {
  readonly perSecond: number
  readonly holds: boolean
}

const step = 1.3
/** Closer than this two rates are the same to a noisy machine. */
const closeEnough = 1.05

/**
 * Looks for the highest rate that holds: upwards in steps while it does, down by halves while it does not, then between
 * the two. At most `trials` rates are tried. `best` is null where none held.
 */
export const highestRate = async <T extends Tried>(
  first: number,
  trials: number,
  attempt: (perSecond: number) => Promise<T>,
): Promise<{ readonly best: T | null; readonly tried: readonly T[] }> => {
  const tried: T[] = []
  let best: T | null = null
  let fails = Number.POSITIVE_INFINITY
  let rate = first
  while (tried.length < trials) {
    const trial = await attempt(Math.round(rate))
    tried.push(trial)
    if (trial.holds) best = trial
    else fails = trial.perSecond
    if (best === null) rate /= 2
    else if (fails === Number.POSITIVE_INFINITY) rate *= step
    else if (fails / best.perSecond < closeEnough) break
    else rate = (best.perSecond + fails) / 2
  }
  return { best, tried }
}
