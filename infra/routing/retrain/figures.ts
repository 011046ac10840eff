import { picoUsd } from '../../../processors/infer/price.ts'
import { poolsFor } from '../../../processors/route/pools.ts'
import { scoreBy, type Weights } from '../../../processors/route/score.ts'
import { chooseTier } from '../../../processors/route/tier.ts'
import type { Views } from '../../../processors/views.ts'
import type { RouterFigures } from '../../../schemas/types.ts'
import type { Example, tiers } from './examples.ts'
import { sideOf } from './fit.ts'

/** What the turn would cost, 1e-12 USD, in the first pool of a tier at the length of the answer that it got; null where that has no price. */
const costIn = (tier: (typeof tiers)[number], example: Example, views: Views): number | null => {
  const { tenant, timeMs, maxTokens, usage } = example
  const [name] = poolsFor(tier, { tenant, timeMs, maxTokens, tokensAfter: usage.promptTokens }, views).pools
  const pool = views.configuration.pools[name!]
  if (!pool) return null
  return picoUsd(usage, pool.model, timeMs, views.configuration.prices) ?? (pool.kind === 'ollama' ? 0 : null)
}

/** As a mean of numbers in the log: what is beyond is noise. */
const share = (value: number): number => Math.round(value * 1e6) / 1e6

/** Where a router sends turns by the score alone: what a conversation was routed to before is left out. */
const tiersBy = (weights: Weights, examples: readonly Example[], { configuration: { route } }: Views) =>
  examples.map(example => {
    const { features, timeMs } = example
    return chooseTier(scoreBy(weights, features, route), route, null, timeMs, features.followUp === 0).tier
  })

/**
 * What these weights would do with judged turns, whichever tier answered them: the verdict says which tiers are right, so each turn counts for those
 * it was drawn from, and no answer of another tier is needed. Pools that are down are left out.
 */
export const figuresOf = (weights: Weights, examples: readonly Example[], current: Views): RouterFigures => {
  const views: Views = { ...current, health: {} }
  const chosen = tiersBy(weights, examples, views)
  const routed = examples.map((example, n) => {
    const tier = chosen[n]!
    return { tier, side: sideOf(tier, example), cost: costIn(tier, example, views), weight: example.weight }
  })
  const all = routed.reduce((sum, { weight }) => sum + weight, 0)
  const shareWhere = (isCounted: (each: (typeof routed)[number]) => boolean): number =>
    share(routed.reduce((sum, each) => sum + (isCounted(each) ? each.weight : 0), 0) / all)
  return {
    small: shareWhere(({ tier }) => tier === 'small'),
    medium: shareWhere(({ tier }) => tier === 'medium'),
    large: shareWhere(({ tier }) => tier === 'large'),
    tooLow: shareWhere(({ side }) => side < 0),
    tooHigh: shareWhere(({ side }) => side > 0),
    costPicoUsd: routed.some(({ cost }) => cost === null)
      ? null
      : Math.round(routed.reduce((sum, { cost, weight }) => sum + cost! * weight, 0) / all),
  }
}

/** So many standard errors are no chance in nineteen of twenty cases where nothing is better. */
const sure = 1.64

/** Whether fewer turns go the wrong way by `after` than by `before`, by more than chance: by the turns of which one is right and the other is not (McNemar, 1947). */
export const isBetter = (before: Weights, after: Weights, examples: readonly Example[], views: Views): boolean => {
  const [old, fresh] = [tiersBy(before, examples, views), tiersBy(after, examples, views)]
  const isWrong = (tier: string, example: Example): number => Math.abs(sideOf(tier, example))
  const gains = examples.map((each, n) => each.weight * (isWrong(old[n]!, each) - isWrong(fresh[n]!, each)))
  const sum = gains.reduce((total, gain) => total + gain, 0)
  return sum > sure * Math.hypot(...gains)
}
