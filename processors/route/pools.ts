import type { Tier } from '../configuration.ts'
import type { Views } from '../views.ts'

/** The pool that answers from the help centre; it needs no configuration and never fails. */
export const lastResort = 'faq'

/** Where a tier without pools turns to: to the next larger, then to the next smaller. */
const fallbacks: Readonly<Record<Tier, readonly Tier[]>> = {
  small: ['small', 'medium', 'large'],
  medium: ['medium', 'large', 'small'],
  large: ['large', 'medium', 'small'],
}

const modelPools = ({ configuration }: Views): readonly string[] =>
  Object.keys(configuration.pools).filter(name => configuration.pools[name]!.kind !== 'faq')

const inTier = (tier: Tier, views: Views): readonly string[] => {
  const known = modelPools(views)
  const listed = views.configuration.route.tiers[tier]
  if (listed.length > 0) return listed.filter(name => known.includes(name))
  return known.filter(name => views.configuration.pools[name]!.tier === tier)
}

/** Each once, those that are down after those that are not, the last resort at the end. */
const ordered = (names: readonly string[], { health }: Views): readonly string[] => {
  const distinct = [...new Set(names)]
  const isDown = (name: string): boolean => health[name] === 'down'
  return [...distinct.filter(name => !isDown(name)), ...distinct.filter(isDown), lastResort]
}

/**
 * The pools for a tier in order of preference, and the tier that they serve: its own, then those of the other tiers,
 * then those of no tier. Pools that are down come late but are not left out, for they may be up again by then.
 */
export const poolsFor = (tier: Tier, views: Views): { tier: Tier; pools: readonly string[] } => {
  const order = fallbacks[tier]
  const serving = order.find(each => inTier(each, views).length > 0) ?? tier
  const names = [...order.flatMap(each => inTier(each, views)), ...modelPools(views)]
  return { tier: serving, pools: ordered(names, views) }
}

/** The pools with `batch`, then those of the small tier: what may wait for its answer. */
export const poolsForBatch = (views: Views): { tier: 'batch'; pools: readonly string[] } => {
  const batch = modelPools(views).filter(name => views.configuration.pools[name]!.batch)
  return { tier: 'batch', pools: ordered([...batch, ...poolsFor('small', views).pools.slice(0, -1)], views) }
}

/** The pools that serve a model that the caller chose; only the last resort where none does. */
export const poolsServing = (model: string, views: Views): readonly string[] => {
  const serves = (name: string): boolean => {
    const pool = views.configuration.pools[name]!
    return pool.model === model || pool.models.includes(model)
  }
  return ordered(modelPools(views).filter(serves), views)
}
