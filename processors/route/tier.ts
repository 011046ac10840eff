import type { Tier } from '../configuration.ts'
import type { Views } from '../views.ts'
import type { Bounds, Score } from './router.ts'

/** The tier that a conversation was last routed to. */
export interface LastRoute {
  readonly tier: Tier
  readonly score: number
  readonly timeMs: number
}

export interface TierChoice {
  readonly tier: Tier
  readonly reason: 'score' | 'low_confidence' | 'sticky' | 'hysteresis'
}

const rank: Readonly<Record<Tier, number>> = { small: 0, medium: 1, large: 2 }

const tierOf = (score: number, bounds: Bounds): Tier =>
  score < bounds.smallBelow ? 'small' : score < bounds.mediumBelow ? 'medium' : 'large'

const lowerBound = (tier: Tier, bounds: Bounds): number =>
  tier === 'large' ? bounds.mediumBelow : tier === 'medium' ? bounds.smallBelow : 0

/**
 * The tier of a turn: by its score, or the medium one where the score is unsure. Within `stickyMs` a conversation moves
 * up at once and down only when the score is sure, the turn stands alone, and the score is `hysteresis` below the bound.
 */
export const chooseTier = (
  { score, confidence }: Score,
  options: Views['configuration']['route'],
  last: LastRoute | null,
  nowMs: number,
  standsAlone: boolean,
): TierChoice => {
  const unsure = confidence < options.confidence
  const wanted: TierChoice = unsure
    ? { tier: 'medium', reason: 'low_confidence' }
    : { tier: tierOf(score, options), reason: 'score' }
  if (last === null || nowMs - last.timeMs > options.stickyMs || rank[wanted.tier] >= rank[last.tier]) return wanted
  if (unsure || !standsAlone) return { tier: last.tier, reason: 'sticky' }
  const near = score >= lowerBound(last.tier, options) - options.hysteresis
  return near ? { tier: last.tier, reason: 'hysteresis' } : wanted
}
