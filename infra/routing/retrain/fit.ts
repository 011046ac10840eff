import { dot } from '../../../processors/route/gain.ts'
import { type Bounds, rounded } from '../../../processors/route/router.ts'
import { marginFor, shareOf, type Weights } from '../../../processors/route/score.ts'
import { momentsOf, ridgeWeights } from '../ridge.ts'
import { type Example, tiers } from './examples.ts'

/** What says which score goes to which tier. */
interface Routing extends Bounds {
  /** Less confidence means the medium tier. */
  readonly confidence: number
}

/** So far inside a tier a score shall be: turns that are a little different shall go there too. */
const inside = 0.01

/** A score further off than this pulls no harder: a judge errs, and what it says of one turn shall not move all others. */
const near = 0.02

/** Times the squared change of a weight: what was set by hand, or accepted before, stays where few turns speak against it. */
const ridge = 0.05

/** The loss is convex and falls with every step; after so many nothing moves any more that is seen in four places. */
const steps = 200

/**
 * The scores that send a turn to one of the tiers that an example allows, lowest and highest: those that are unsure go to the medium tier. All scores where none
 * would, for then there is nothing to be learned from it.
 */
const wantedOf = ({ features, least, most }: Example, route: Routing): readonly [low: number, high: number] => {
  const margin = marginFor(route.confidence, features)
  const [first, last] = [route.smallBelow - margin, route.mediumBelow + margin]
  const low = [Number.NEGATIVE_INFINITY, first + inside, last + inside][least]!
  const high = [first - inside, last - inside, Number.POSITIVE_INFINITY][most]!
  const none = !Number.isFinite(margin) || low > high
  return none ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [low, high]
}

/**
 * The weights whose scores lie where the examples ask for, and that differ little from `base`: the least weighted distance to the allowed
 * scores, squared where it is small (Huber: Robust Estimation of a Location Parameter, 1964), plus `ridge`. By iteratively reweighted least squares, where a turn whose
 * score is right asks, in each step, for the score that it has. Nothing is drawn; the same examples in the same order give the same weights.
 */
export const fitWeights = (base: Weights, examples: readonly Example[], route: Routing): Weights => {
  const wanted = examples.map(example => {
    const { features, weight } = example
    const shares = [1, ...base.weights.map(each => shareOf(each, features))]
    const before = base.weights.reduce((sum, each, n) => sum + each.weight * shares[n + 1]!, base.intercept)
    const [low, high] = wantedOf(example, route)
    return { shares, before, low, high, weight }
  })
  const scales = wanted[0]!.shares.map(() => 1)
  let change: ArrayLike<number> = scales.map(() => 0)
  for (let step = 0; step < steps; step++) {
    const pulls = wanted.map(({ shares, before, low, high, weight }) => {
      const score = before + dot(shares, change)
      const target = Math.min(high, Math.max(low, score))
      const root = Math.sqrt(weight * Math.min(1, near / Math.abs(target - score)))
      return { row: Float64Array.from(shares, share => share * root), target: (target - before) * root }
    })
    const moments = momentsOf(
      pulls.map(({ row }) => row),
      pulls.map(({ target }) => target),
    )
    change = ridgeWeights(moments, scales, ridge)
  }
  return {
    intercept: rounded(base.intercept + change[0]!),
    weights: base.weights.map((each, n) => ({ ...each, weight: rounded(each.weight + change[n + 1]!) })),
  }
}

/** Whether a tier is among those that an example allows: below them -1, above them 1, else 0. */
export const sideOf = (tier: string, { least, most }: Pick<Example, 'least' | 'most'>): -1 | 0 | 1 => {
  const at = (tiers as readonly string[]).indexOf(tier)
  return at < least ? -1 : at > most ? 1 : 0
}
