import type { TurnRouted } from '../../schemas/types.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { type Decider, decider } from '../processor.ts'
import type { Views } from '../views.ts'
import { toBatch } from './batch.ts'
import { featuresOf } from './features.ts'
import { flightKey } from './flight.ts'
import { poolsFor, poolsForBatch, poolsServing } from './pools.ts'
import { featureRouter, type Router } from './score.ts'
import { chooseTier, type LastRoute } from './tier.ts'

type Choice = Pick<TurnRouted, 'tier' | 'pools' | 'model' | 'reason' | 'propensity'>

/** The last route of a conversation; null before the first. */
type State = LastRoute | null

const isTier = (tier: string): tier is LastRoute['tier'] => tier === 'small' || tier === 'medium' || tier === 'large'

const evolve = (state: State, event: DomainEvent): State => {
  if (!isType(event, 'TurnRouted') || event.data.solo || !isTier(event.data.tier)) return state
  return { tier: event.data.tier, score: event.data.score, timeMs: event.timeMs }
}

/** Routes each prompt to a tier and an ordered list of pools, the help centre's answers last. */
export const createRoute = ({ router = featureRouter }: { router?: Router } = {}): Decider<State, null> => {
  const choose = (
    state: State,
    input: DomainEvent<'PromptBuilt'>,
    scored: ReturnType<Router['score']>,
    views: Views,
  ): Choice => {
    const { model, standsAlone } = input.data.pending
    if (model !== 'auto')
      return { tier: 'pinned', pools: poolsServing(model, views), model, reason: 'pinned', propensity: 1 }
    const { tier, reason } = chooseTier(scored, views.configuration.route, state, input.timeMs, standsAlone)
    const batch = toBatch(input.data, tier !== 'large', views, input.timeMs)
    if (batch) return { ...poolsForBatch(views), model: null, ...batch }
    return { ...poolsFor(tier, views), model: null, reason, propensity: 1 }
  }

  return decider({
    name: 'route',
    inputs: ['chat.prompts'],
    reactsTo: ['PromptBuilt'],
    outputs: ['chat.routes'],
    journal: ['TurnRouted'],
    initialState: (): State => null,
    evolve,
    gather: () => null,
    recall: () => null,
    decide: (state, input, _gathered, views) => {
      if (!isType(input, 'PromptBuilt')) return []
      const { turnId, tenant, conversationId, solo, pending, tokensAfter, maxTokens } = input.data
      const features = featuresOf(input.data)
      const scored = router.score(features, views.configuration.route)
      const routed: DomainEvent<'TurnRouted'> = {
        id: idOf.route(turnId),
        type: 'TurnRouted',
        key: input.key,
        timeMs: input.timeMs,
        source: 'route',
        subject: turnId,
        cause: input.id,
        data: {
          turnId,
          tenant,
          conversationId,
          solo,
          promptId: input.id,
          router: router.name,
          ...scored,
          features,
          ...choose(state, input, scored, views),
          promptTokens: tokensAfter,
          maxTokens,
          flightKey: flightKey(input.data, input.data.views.policyEpoch),
          scene: pending.scene,
          views: views.versions,
        },
      }
      return [routed]
    },
  })
}

/** The decider with the router that ships. */
export const route = createRoute()
