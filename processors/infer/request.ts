import type { InferenceRequested } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { mayHandle } from '../residency.ts'
import type { Views } from '../views.ts'
import { faqModel, faqPool, isFaq } from './library.ts'

/** The FAQ library is at hand, but the field needs a limit. */
const faqTimeoutMs = 1_000

/** Whether a pool is configured and has a model that may see the turns of a tenant. */
export const asksModel = (pool: string, tenant: string, { configuration }: Views): boolean =>
  !isFaq(pool, configuration) && pool in configuration.pools && mayHandle(pool, tenant, configuration)

/** The pools that a route may be answered by, in order: those it names, and last the FAQ library. */
export const poolsOf = (route: DomainEvent<'TurnRouted'>, { configuration }: Views): readonly string[] => {
  const { pools } = route.data
  return pools.some(pool => isFaq(pool, configuration)) ? pools : [...pools, faqPool]
}

/**
 * The request of the next call, to the first of `pools` that is still configured and may see the turn. Null where none is left: the FAQ
 * library is always left until it has been tried. With `offers` those of the prompt go with it where the pool's model can
 * choose; the library always can. A `retry` is not made before its time, and has its own time limit.
 */
export const requestCall = (
  input: DomainEvent,
  route: DomainEvent<'TurnRouted'>,
  attempt: number,
  pools: readonly string[],
  offers: boolean,
  views: Views,
  retry: Pick<InferenceRequested, 'notBeforeMs' | 'timeoutMs'> | null = null,
): DomainEvent<'InferenceRequested'> | null => {
  const { configuration } = views
  const isLeft = (name: string): boolean => isFaq(name, configuration) || asksModel(name, route.data.tenant, views)
  const [pool, ...remaining] = pools.filter(isLeft)
  if (pool === undefined) return null
  const { turnId, tenant, conversationId, solo, promptId, tier, maxTokens, scene, flightKey } = route.data
  const callId = idOf.call(turnId, attempt)
  const data: InferenceRequested = {
    turnId,
    tenant,
    conversationId,
    solo,
    callId,
    attempt,
    promptId,
    routeId: route.id,
    pool,
    model: modelOf(pool, route.data.model, views),
    remaining,
    tier,
    maxTokens,
    timeoutMs: retry?.timeoutMs ?? configuration.pools[pool]?.timeoutMs ?? faqTimeoutMs,
    flightKey: isFaq(pool, configuration) ? null : flightKey,
    scene,
    views: views.versions,
    offers: offers && choosesIn(pool, views),
    notBeforeMs: retry?.notBeforeMs ?? null,
  }
  return {
    id: idOf.requested(callId),
    type: 'InferenceRequested',
    key: input.key,
    timeMs: input.timeMs,
    source: 'infer',
    subject: turnId,
    cause: input.id,
    data,
  }
}

/** Whether what answers in a pool may be shown existing answers; the FAQ library always, for it chooses what it would say. */
const choosesIn = (name: string, { configuration }: Views): boolean => {
  if (isFaq(name, configuration)) return true
  const pool = configuration.pools[name]
  return pool !== undefined && (pool.canonical ?? pool.kind !== 'ollama')
}

/** The pinned model where the pool serves it; a pool further down the route may not. */
const modelOf = (name: string, pinned: string | null, { configuration }: Views): string => {
  const pool = configuration.pools[name]
  if (!pool || pool.kind === 'faq') return faqModel
  return pinned !== null && pool.models.includes(pinned) ? pinned : pool.model
}
