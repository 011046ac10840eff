import type { Tier } from '../configuration.ts'
import { drawnFor } from '../draw.ts'
import type { DomainEvent } from '../event.ts'
import { purposeOf } from '../purpose.ts'
import type { Views } from '../views.ts'
import { askedBy, poolsFor } from './pools.ts'
import type { Score } from './router.ts'
import { chooseTier, type LastRoute, type TierChoice } from './tier.ts'

/** Where a turn goes that may go to any tier. */
export interface TierOdds {
  /** The tier that the router chose, or the one that serves it where that has no pool. */
  readonly own: Tier
  readonly reason: TierChoice['reason']
  /** How likely each tier is; one that is not named is not taken. */
  readonly odds: ReadonlyMap<Tier, number>
}

/** Why a turn was sent to another tier than the router's. */
export const explored = 'explored'

const tiers: readonly Tier[] = ['small', 'medium', 'large']

/** Whether a turn may be sent elsewhere to learn from it: a customer's, and of no scene of high priority. */
const mayExplore = ({ turnId, pending }: DomainEvent<'PromptBuilt'>['data'], { configuration }: Views): boolean =>
  purposeOf(turnId) === 'answer' && configuration.route.priorities[pending.scene] !== 'high'

/**
 * How likely each tier is for a prompt: the router's, but a share `route.explore` of turns goes to one that is drawn evenly from all that have pools for
 * the turn. `last` is where its conversation was last routed to.
 */
export const tierOdds = (
  last: LastRoute | null,
  input: DomainEvent<'PromptBuilt'>,
  scored: Score,
  views: Views,
): TierOdds => {
  const { route } = views.configuration
  const asked = askedBy(input)
  const { tier, reason } = chooseTier(scored, route, last, input.timeMs, input.data.pending.standsAlone)
  const own = poolsFor(tier, asked, views).tier
  if (route.explore === 0 || !mayExplore(input.data, views)) return { own, reason, odds: new Map([[own, 1]]) }
  const open = tiers.filter(each => each === own || poolsFor(each, asked, views).tier === each)
  const each = route.explore / open.length
  const odds = new Map(open.map(name => [name, name === own ? 1 - route.explore + each : each]))
  return { own, reason, odds }
}

/** The tier that a turn takes by these odds, the same whenever it is asked. */
export const takenTier = (turnId: string, { own, odds }: TierOdds): Tier => {
  // The router's tier comes first, so that a turn that is not explored is where it was whatever else there is.
  const order = [own, ...[...odds.keys()].filter(tier => tier !== own)]
  let left = drawnFor(`${turnId}/explore`)
  for (const tier of order) {
    left -= odds.get(tier)!
    if (left < 0) return tier
  }
  return own
}
