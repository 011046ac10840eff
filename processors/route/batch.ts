import type { PromptBuilt } from '../../schemas/types.ts'
import { drawnFor } from '../draw.ts'
import { isCheck } from '../steer/check.ts'
import type { Views } from '../views.ts'
import { isOfTask } from '../warm/plan.ts'

/** Why a turn goes to the pools with `batch` first, and how likely that was. */
export interface ToBatch {
  readonly reason: 'background' | 'mode' | 'stampede'
  readonly propensity: number
}

/**
 * The share of simple turns that the batch pools take after a policy change: all of them at first, for what the cache answered has to
 * be asked anew, then ever fewer until `warm.stampedeMs` is over, so that no load moves at one moment. A gradual change spreads it over days.
 */
export const stampedeShare = (
  { tenant, pending }: PromptBuilt,
  { policies, configuration }: Views,
  nowMs: number,
): number => {
  const { stampedeMs } = configuration.warm
  const left = policies.map(policy =>
    policy.sharePerDay === null &&
    (policy.tenant === null || policy.tenant === tenant) &&
    (policy.scene === null || policy.scene === pending.scene) &&
    policy.sinceMs <= nowMs
      ? 1 - (nowMs - policy.sinceMs) / stampedeMs
      : 0,
  )
  return stampedeMs === 0 ? 0 : Math.max(0, ...left)
}

/** Null where a turn is routed as ever: where no pool has `batch`, every turn is. */
export const toBatch = (prompt: PromptBuilt, simple: boolean, views: Views, nowMs: number): ToBatch | null => {
  const { turnId, pending } = prompt
  const { cache, pools } = views.configuration
  if (!Object.values(pools).some(({ batch }) => batch)) return null
  if (isOfTask(turnId) || isCheck(turnId)) return { reason: 'background', propensity: 1 }
  if (cache.modes[pending.scene] === 'batch') return { reason: 'mode', propensity: 1 }
  if (!simple) return null
  const share = stampedeShare(prompt, views, nowMs)
  return drawnFor(`${turnId}/stampede`) < share ? { reason: 'stampede', propensity: share } : null
}
