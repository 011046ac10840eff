import type { PromptBuilt } from '../../schemas/types.ts'
import { drawnFor } from '../draw.ts'
import { isCheck } from '../steer/check.ts'
import type { Views } from '../views.ts'
import { isOfTask } from '../warm/plan.ts'

/** Why a turn goes to the pools with `batch` first, null where it is routed as ever, and how likely that was. */
export interface BatchDraw {
  readonly reason: 'background' | 'mode' | 'stampede' | 'busy' | null
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

/**
 * The share of simple turns that the batch pools take for the load: what is beyond `route.busyAbove`, so that the others stay at it. Of scenes of
 * low priority all, of those of high priority none.
 */
export const busyShare = ({ pending }: PromptBuilt, { load, configuration: { route } }: Views): number => {
  const { busyAbove, priorities } = route
  if (busyAbove === null || load.turnsPerSecond <= busyAbove) return 0
  return priorities[pending.scene] === 'low' ? 1 : 1 - busyAbove / load.turnsPerSecond
}

const asEver: BatchDraw = { reason: null, propensity: 1 }

/** Whether a turn goes to the batch pools: where no pool has `batch`, none does. */
export const toBatch = (prompt: PromptBuilt, simple: boolean, views: Views, nowMs: number): BatchDraw => {
  const { turnId, pending } = prompt
  const { cache, pools, route } = views.configuration
  if (!Object.values(pools).some(({ batch }) => batch)) return asEver
  if (isOfTask(turnId) || isCheck(turnId)) return { reason: 'background', propensity: 1 }
  if (cache.modes[pending.scene] === 'batch') return { reason: 'mode', propensity: 1 }
  const priority = route.priorities[pending.scene]
  if (priority === 'high' || !(simple || priority === 'low')) return asEver
  const shares = { stampede: simple ? stampedeShare(prompt, views, nowMs) : 0, busy: busyShare(prompt, views) }
  const reason = shares.busy > shares.stampede ? 'busy' : 'stampede'
  const share = shares[reason]
  return drawnFor(`${turnId}/stampede`) < share
    ? { reason, propensity: share }
    : { reason: null, propensity: 1 - share }
}
