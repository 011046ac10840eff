import type { TrustSteered } from '../../schemas/types.ts'
import type { Views } from '../views.ts'
import { initialConfidence, scopeKeyOf } from './trust.ts'

/**
 * What share of wrong hits is tolerated, and of which: those of a scene that has a rate of its own, else those of all the others together, which
 * have learned the more from each other. The scope is then empty.
 */
export const boundOf = (
  { configuration: { cache } }: Views,
  scene: string,
): { readonly scope: string; readonly maxFalseRate: number } => {
  const own = cache.maxFalseRates[scene]
  return own === undefined ? { scope: '', maxFalseRate: cache.maxFalseRate } : { scope: scene, maxFalseRate: own }
}

/** How far a scene is trusted; null before it was measured, where nothing steers, and where what is tolerated has changed since. */
export const trustIn = (views: Views, tenant: string, scene: string): TrustSteered | null => {
  if (!views.configuration.cache.steer) return null
  const { scope, maxFalseRate } = boundOf(views, scene)
  const trust = views.trust[scopeKeyOf(tenant, scope)]
  return trust && trust.maxFalseRate === maxFalseRate ? trust : null
}

/** What a cache has learned that nobody counts in: as many as the model of confidence was fitted at. */
const usuallyLearned = 1_000

/** What the judgement asks of an answer to a scene, and how much was learned of it. */
export type Bar = Pick<TrustSteered, 'leastConfidence' | 'leastByWording' | 'apart' | 'learnedEveryMs' | 'learned'>

/** As it was steered; before a scene was measured, what is likely of any. */
export const barOf = (views: Views, tenant: string, scene: string): Bar => {
  const { scope, maxFalseRate } = boundOf(views, scene)
  const learned = views.configuration.cache.steer
    ? (views.trust[scopeKeyOf(tenant, scope)]?.learned ?? 0)
    : usuallyLearned
  const least = initialConfidence(maxFalseRate)
  const { leastConfidence, leastByWording, apart, learnedEveryMs } = trustIn(views, tenant, scene) ?? {
    ...{ leastConfidence: least, leastByWording: least, apart: false, learnedEveryMs: 0 },
  }
  return { leastConfidence, leastByWording, apart, learnedEveryMs, learned }
}
