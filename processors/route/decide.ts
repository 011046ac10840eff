import type { RouterCall, TurnRouted } from '../../schemas/types.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { picoUsd } from '../infer/price.ts'
import { type Decider, decider, type Facts } from '../processor.ts'
import { mayHandle } from '../residency.ts'
import type { Views } from '../views.ts'
import { toBatch } from './batch.ts'
import { featuresOf } from './features.ts'
import { flightKey } from './flight.ts'
import { explored, takenTier, tierOdds } from './odds.ts'
import { askedBy, poolsFor, poolsForBatch, poolsServing } from './pools.ts'
import type { AskedModel, Judgement, RoutedTurn, Router, Score } from './router.ts'
import { isOfFeatures, nameInForce, weightsInForce } from './routers.ts'
import { featureRouter, scoreBy } from './score.ts'
import { chooseTier, type LastRoute } from './tier.ts'

type Choice = Pick<TurnRouted, 'tier' | 'pools' | 'model' | 'reason' | 'propensity'>

/** The last route of a conversation; null before the first. */
type State = LastRoute | null

const isTier = (tier: string): tier is LastRoute['tier'] => tier === 'small' || tier === 'medium' || tier === 'large'

/** The last route of a conversation after an event. Where a turn was sent to learn from it says nothing of the next. */
export const lastRouteAfter = (state: State, event: DomainEvent): State => {
  if (!isType(event, 'TurnRouted') || event.data.solo || !isTier(event.data.tier)) return state
  if (event.data.reason === explored) return state
  return { tier: event.data.tier, score: event.data.score, timeMs: event.timeMs }
}

/** What another router than that of features has said. */
interface Judged extends Score, Pick<TurnRouted, 'router'> {
  readonly asked: AskedModel | null
}

/** Null where features are all that counts. */
type Gathered = Judged | null

const offeredBy = ({ data }: DomainEvent<'PromptBuilt'>, facts: Facts): RoutedTurn => {
  const { turnId, pending } = data
  const { vector, embeddingModel } = facts.event('TurnEnriched', idOf.enriched(turnId)).data.enrichment
  return {
    turnId,
    features: featuresOf(data),
    text: pending.message,
    vector: vector && bytesToVector(vector),
    embeddingModel,
  }
}

const priced = ({ pool, model, usage }: AskedModel, atMs: number, { prices }: Views['configuration']): RouterCall => ({
  pool,
  model,
  usage,
  costPicoUsd: picoUsd(usage, model, atMs, prices) ?? 0,
})

/**
 * Routes each prompt to a tier and an ordered list of pools, the help centre's answers last. `router` is asked where the configuration in
 * force names one, and never about a turn whose model the caller has chosen; what it says is recorded, and replay takes it from there. Features are
 * weighed as the views have it: by the weights that somebody accepted last, else by those of the release.
 */
export const createRoute = ({ router }: { readonly router: Router }): Decider<State, Gathered> => {
  const choose = (state: State, input: DomainEvent<'PromptBuilt'>, scored: Score, views: Views): Choice => {
    const { model, standsAlone } = input.data.pending
    const asked = askedBy(input)
    if (model !== 'auto')
      return { tier: 'pinned', pools: poolsServing(model, asked, views), model, reason: 'pinned', propensity: 1 }
    const { tier } = chooseTier(scored, views.configuration.route, state, input.timeMs, standsAlone)
    const batch = toBatch(input.data, tier !== 'large', views, input.timeMs)
    const { propensity } = batch
    if (batch.reason !== null) return { ...poolsForBatch(asked, views), model: null, reason: batch.reason, propensity }
    const chances = tierOdds(state, input, scored, views)
    const taken = takenTier(input.data.turnId, chances)
    const isExplored = taken !== chances.own
    return {
      ...poolsFor(isExplored ? taken : tier, asked, views),
      model: null,
      reason: isExplored ? explored : chances.reason,
      propensity: propensity * chances.odds.get(taken)!,
    }
  }

  return decider({
    name: 'route',
    inputs: ['chat.prompts'],
    reactsTo: ['PromptBuilt'],
    outputs: ['chat.routes'],
    journal: ['TurnRouted'],
    initialState: (): State => null,
    evolve: lastRouteAfter,
    gather: (input, facts, { configuration }, signal) => {
      const isAsked = configuration.route.router !== 'features' && router.name !== featureRouter.name
      if (!isAsked || !isType(input, 'PromptBuilt') || input.data.pending.model !== 'auto') return null
      const { router: kind, classifier } = configuration.route
      if (kind === 'classifier' && !mayHandle(classifier.pool, input.data.tenant, configuration)) return null
      const scored = router.score(offeredBy(input, facts), configuration.route, signal)
      const named = ({ asked, ...score }: Judgement): Gathered => ({
        ...score,
        router: router.name,
        asked: asked ?? null,
      })
      return scored instanceof Promise ? scored.then(named) : named(scored)
    },
    recall: outputs => {
      const routed = outputs.find(output => isType(output, 'TurnRouted'))
      if (!routed || isOfFeatures(routed.data.router)) return null
      const { router: name, score, confidence, call } = routed.data
      return { router: name, score, confidence, asked: call }
    },
    decide: (state, input, gathered, views) => {
      if (!isType(input, 'PromptBuilt')) return []
      const { turnId, tenant, conversationId, solo, pending, tokensAfter, maxTokens } = input.data
      const features = featuresOf(input.data)
      const { configuration, routers } = views
      const { asked, ...judged } = gathered ?? {
        asked: null,
        router: nameInForce(routers),
        ...scoreBy(weightsInForce(routers), features, configuration.route),
      }
      const choice = choose(state, input, judged, views)
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
          ...judged,
          features,
          ...choice,
          call: asked && priced(asked, input.timeMs, configuration),
          promptTokens: tokensAfter,
          maxTokens,
          // Who is sent elsewhere to learn from it takes no other's answer, and gives none.
          flightKey: choice.reason === explored ? null : flightKey(input.data, input.data.views.policyEpoch),
          scene: pending.scene,
          views: views.versions,
        },
      }
      return [routed]
    },
  })
}
