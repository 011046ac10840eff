import { drawnFor } from '../draw.ts'
import type { Views } from '../views.ts'
import { trustIn } from './bar.ts'

/** Before anything is known of a scene. */
const usualDoubt = 0.005
const suffix = '.check'

/** The turn that asks again what a hit has answered, and back. */
export const checkIdOf = (turnId: string): string => `${turnId}${suffix}`
export const isCheck = (turnId: string): boolean => turnId.endsWith(suffix)
export const checkedTurnOf = (checkId: string): string => checkId.slice(0, -suffix.length)

/** A hit that neighbours spoke for. */
export interface Doubtful {
  readonly turnId: string
  readonly tenant: string
  readonly scene: string
  readonly confidence: number
}

/**
 * How likely a hit is chosen to be answered afresh too, to see whether it was right, where it is; else null. By hash of the turn, so that
 * replay chooses the same, and in proportion to doubt: where most of the wrong ones are, so that few checks tell much. On average
 * `cache.checks` of all hits.
 */
export const checkOf = ({ turnId, tenant, scene, confidence }: Doubtful, views: Views): number | null => {
  if (!views.configuration.cache.steer) return null
  const mean = Math.max(1e-4, trustIn(views, tenant, scene)?.meanDoubt ?? usualDoubt)
  const propensity = Math.min(1, (views.configuration.cache.checks * (1 - confidence)) / mean)
  return drawnFor(`${turnId}/check`) < propensity ? propensity : null
}
