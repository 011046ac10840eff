import type { CheckedHit, Usage } from '../../schemas/types.ts'
import { t95 } from './student.ts'

/** Weighted sums over checked hits of what was assumed for each, a, and what the fresh answer says, b. */
export interface Moments {
  a: number
  b: number
  aa: number
  ab: number
  bb: number
}

/** What checks tell of the baseline that is assumed for hits. Statistics, not money: these sums are not exact. */
export interface Checks {
  checks: number
  /** Those of them where the model chose an existing answer instead of writing one. */
  chosen: number
  /** Sums of the weights and of their squares; the weight of a check is the inverse of its propensity. */
  weight: number
  squares: number
  /** In USD, and in tokens. */
  usd: Moments
  tokens: Moments
}

/** Fresh over assumed, with the half of its 95 % interval. */
export interface Ratio {
  readonly value: number
  readonly reach: number
}

const noMoments = (): Moments => ({ a: 0, b: 0, aa: 0, ab: 0, bb: 0 })

export const noChecks = (): Checks => ({
  ...{ checks: 0, chosen: 0, weight: 0, squares: 0 },
  ...{ usd: noMoments(), tokens: noMoments() },
})

const observe = (to: Moments, weight: number, a: number, b: number): void => {
  to.a += weight * a
  to.b += weight * b
  to.aa += weight ** 2 * a ** 2
  to.ab += weight ** 2 * a * b
  to.bb += weight ** 2 * b ** 2
}

const tokensOf = ({ promptTokens, completionTokens }: Usage): number => promptTokens + completionTokens

export const addCheck = (to: Checks, checked: CheckedHit, chosen: boolean): void => {
  const weight = 1 / checked.propensity
  to.checks++
  if (chosen) to.chosen++
  to.weight += weight
  to.squares += weight ** 2
  observe(to.usd, weight, checked.assumedPicoUsd / 1e12, checked.freshPicoUsd / 1e12)
  observe(to.tokens, weight, tokensOf(checked.assumedTokens), tokensOf(checked.freshTokens))
}

const merge = (to: Moments, { a, b, aa, ab, bb }: Moments): void => {
  to.a += a
  to.b += b
  to.aa += aa
  to.ab += ab
  to.bb += bb
}

export const checksOf = (parts: readonly Checks[]): Checks => {
  const all = noChecks()
  for (const { checks, chosen, weight, squares, usd, tokens } of parts) {
    all.checks += checks
    all.chosen += chosen
    all.weight += weight
    all.squares += squares
    merge(all.usd, usd)
    merge(all.tokens, tokens)
  }
  return all
}

/** With fewer the interval would promise what it does not keep. */
export const fewestChecks = 30

/** As many checks of equal weight would tell as much (Kish, "Survey Sampling", 1965). */
export const effectiveChecks = ({ weight, squares }: Checks): number => (squares === 0 ? 0 : weight ** 2 / squares)

/**
 * What hits would have taken by fresh answers over what was assumed, from hits drawn with known probabilities, each by itself: the
 * ratio of two Horvitz-Thompson totals, its variance linearised (Särndal, Swensson and Wretman, "Model Assisted Survey Sampling", 1992, on the estimation of a ratio), as
 * if drawn with replacement, which is never too small. As hits are drawn one by one, what those of a conversation have in common
 * needs no allowance. Null with fewer than `fewestChecks` effective ones, or where nothing was assumed.
 */
export const ratioOf = (checks: Checks, unit: 'usd' | 'tokens'): Ratio | null => {
  const effective = effectiveChecks(checks)
  const { a, b, aa, ab, bb } = checks[unit]
  if (effective < fewestChecks || a <= 0) return null
  const value = b / a
  // Subtraction may leave a variance of nothing a rounding below it.
  const residual = Math.max(0, bb - 2 * value * ab + value ** 2 * aa)
  const factor = effective / (effective - 1)
  return { value, reach: (t95(effective - 1) * Math.sqrt(factor * residual)) / a }
}
