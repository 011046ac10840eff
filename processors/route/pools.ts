import type { PromptBuilt } from '../../schemas/types.ts'
import type { Tier } from '../configuration.ts'
import type { DomainEvent } from '../event.ts'
import { picoUsd } from '../infer/price.ts'
import { mayHandle } from '../residency.ts'
import type { Views } from '../views.ts'

/** The pool that answers from the help centre; it needs no configuration and never fails. */
export const lastResort = 'faq'

/** Where a tier without pools turns to: to the next larger, then to the next smaller. */
const fallbacks: Readonly<Record<Tier, readonly Tier[]>> = {
  small: ['small', 'medium', 'large'],
  medium: ['medium', 'large', 'small'],
  large: ['large', 'medium', 'small'],
}

/** Of a turn, what says which pools may take it and what they would cost. */
export interface Asked extends Pick<PromptBuilt, 'tenant' | 'tokensAfter' | 'maxTokens'> {
  readonly timeMs: number
}

export const askedBy = ({ timeMs, data: { tenant, tokensAfter, maxTokens } }: DomainEvent<'PromptBuilt'>): Asked => ({
  ...{ tenant, tokensAfter, maxTokens, timeMs },
})

/** The pools of models that may see the turn. */
const modelPools = ({ tenant }: Asked, { configuration }: Views): readonly string[] =>
  Object.keys(configuration.pools).filter(
    name => configuration.pools[name]!.kind !== 'faq' && mayHandle(name, tenant, configuration),
  )

/**
 * What the prompt and the longest answer cost in a pool, 10^-12 USD. A model without a price costs nothing where it runs on one's own
 * Ollama; what another one costs nobody knows, so it comes after all that are known.
 */
const costIn = (name: string, { tokensAfter, maxTokens, timeMs }: Asked, { configuration }: Views): number => {
  const { model, kind } = configuration.pools[name]!
  const usage = { promptTokens: tokensAfter, completionTokens: maxTokens, cachedTokens: 0, counted: true }
  return picoUsd(usage, model, timeMs, configuration.prices) ?? (kind === 'ollama' ? 0 : Number.POSITIVE_INFINITY)
}

/** The cheapest first; those that cost the same as they are configured. */
const byCost = (names: readonly string[], asked: Asked, views: Views): readonly string[] => {
  const costs = new Map(names.map(name => [name, costIn(name, asked, views)]))
  const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)
  return names.toSorted((a, b) => compare(costs.get(a)!, costs.get(b)!))
}

/** The pools of a tier, as `route.tiers` lists them; the cheapest first where it lists none. */
const inTier = (tier: Tier, asked: Asked, views: Views): readonly string[] => {
  const known = modelPools(asked, views)
  const listed = views.configuration.route.tiers[tier]
  if (listed.length > 0) return listed.filter(name => known.includes(name))
  const serving = known.filter(name => views.configuration.pools[name]!.tier === tier)
  return byCost(serving, asked, views)
}

/** Each once, those that are down after those that are not, the last resort at the end. */
const ordered = (names: readonly string[], { health }: Views): readonly string[] => {
  const distinct = [...new Set(names)]
  const isDown = (name: string): boolean => health[name] === 'down'
  return [...distinct.filter(name => !isDown(name)), ...distinct.filter(isDown), lastResort]
}

/**
 * The pools for a tier in order of preference, and the tier that they serve: its own, then those of the other tiers,
 * then those of no tier. Pools that are down come late but are not left out, for they may be up again by then; those that may not see the
 * turn are.
 */
export const poolsFor = (tier: Tier, asked: Asked, views: Views): { tier: Tier; pools: readonly string[] } => {
  const tiers = fallbacks[tier].map(each => ({ tier: each, pools: inTier(each, asked, views) }))
  const serving = tiers.find(({ pools }) => pools.length > 0)?.tier ?? tier
  const others = byCost(modelPools(asked, views), asked, views)
  return { tier: serving, pools: ordered([...tiers.flatMap(({ pools }) => pools), ...others], views) }
}

/** The pools with `batch`, the cheapest first, then those of the small tier: what may wait for its answer. */
export const poolsForBatch = (asked: Asked, views: Views): { tier: 'batch'; pools: readonly string[] } => {
  const batch = modelPools(asked, views).filter(name => views.configuration.pools[name]!.batch)
  const small = poolsFor('small', asked, views).pools.slice(0, -1)
  return { tier: 'batch', pools: ordered([...byCost(batch, asked, views), ...small], views) }
}

/** The pools that serve a model that the caller chose; only the last resort where none does. */
export const poolsServing = (model: string, asked: Asked, views: Views): readonly string[] => {
  const serves = (name: string): boolean => {
    const pool = views.configuration.pools[name]!
    return pool.model === model || pool.models.includes(model)
  }
  return ordered(modelPools(asked, views).filter(serves), views)
}
