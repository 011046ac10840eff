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

/** What the judgement asks of an answer to a scene. */
export const barOf = (
  views: Views,
  tenant: string,
  scene: string,
): { readonly leastConfidence: number; readonly apart: boolean } =>
  trustIn(views, tenant, scene) ?? {
    leastConfidence: initialConfidence(boundOf(views, scene).maxFalseRate),
    apart: false,
  }
