import { type DomainEvent, idOf } from '../event.ts'
import type { ChatModels } from '../ports/models.ts'
import type { EffectContext } from '../processor.ts'
import type { Views } from '../views.ts'
import type { Joined } from './answer.ts'
import type { Failure } from './outcome.ts'
import { asksModel } from './request.ts'

type Requested = DomainEvent<'InferenceRequested'>

/** A call to a pool that has failed in this turn. */
export interface Retry {
  readonly pool: string
  /** Event time, ms since 1970. */
  readonly notBeforeMs: number
  readonly timeoutMs: number
}

/** Whether a model is left that has not been asked. Until then nothing is asked twice. */
const isModelLeft = (pools: readonly string[], tenant: string, views: Views): boolean =>
  pools.some(pool => asksModel(pool, tenant, views))

/**
 * What is left at `atMs` of the time limit of a call, ms. It counts from when the call was asked for, which for the first one of a turn is
 * when the turn came in, and a retry shares it.
 */
const leftMs = ({ timeMs, data: { timeoutMs } }: Requested, atMs: number): number => timeMs + timeoutMs - atMs

/** One that has less than half of the time limit would be cut off for its wait, and the pool would be blamed. */
const fits = (request: Requested, atMs: number): boolean => leftMs(request, atMs) >= request.data.timeoutMs / 2

/**
 * Takes one more call from the retry budget of a pool that has failed in this turn: the one that may be tried again the soonest. Null where a
 * model is left to ask, where the turn has had its retry, where no failure can be mended in time, and where no budget has room. `nowMs` is event time.
 */
export const takeRetry = (
  request: Requested,
  failure: Failure,
  nowMs: number,
  { facts, views }: Pick<EffectContext, 'facts' | 'views'>,
  { grantsRetry }: Pick<ChatModels, 'grantsRetry'>,
): string | null => {
  const { turnId, tenant, attempt, remaining, notBeforeMs } = request.data
  if (!grantsRetry || failure.code === 'CLIENT_CLOSED' || isModelLeft(remaining, tenant, views)) return null
  const earlier = Array.from({ length: attempt - 1 }, (_, at) => idOf.call(turnId, at + 1)).flatMap(callId => {
    const asked = facts.find('InferenceRequested', idOf.requested(callId))
    const againAtMs = facts.find('InferenceFailed', idOf.failed(callId))?.data.againAtMs ?? null
    return asked ? { asked, againAtMs } : []
  })
  if (notBeforeMs !== null || earlier.some(({ asked }) => asked.data.notBeforeMs !== null)) return null
  const soonest = [...earlier, { asked: request, againAtMs: failure.againAtMs }]
    .flatMap(({ asked, againAtMs }) => (againAtMs === null ? [] : { asked, atMs: Math.max(againAtMs, nowMs) }))
    .filter(({ asked, atMs }) => fits(asked, atMs) && asksModel(asked.data.pool, tenant, views))
    .toSorted((a, b) => a.atMs - b.atMs)
  return soonest.find(({ asked }) => grantsRetry(asked.data.pool))?.asked.data.pool ?? null
}

/** The retry that a failed call has been granted; null where it has none, or where the configuration has changed such that it may not be made. */
export const retryOf = (
  ended: DomainEvent<'InferenceFailed'>,
  { request, earlier }: Pick<Joined, 'request' | 'earlier'>,
  remaining: readonly string[],
  views: Views,
): Retry | null => {
  const { retryPool: pool, tenant } = ended.data
  if (pool === null || !asksModel(pool, tenant, views) || isModelLeft(remaining, tenant, views)) return null
  const calls = [...earlier, { request, ended }]
  for (const { request: asked, ended: how } of calls) {
    if (how.type !== 'InferenceFailed' || how.data.pool !== pool || how.data.againAtMs === null) continue
    const notBeforeMs = Math.max(how.data.againAtMs, ended.timeMs)
    return { pool, notBeforeMs, timeoutMs: leftMs(asked, notBeforeMs) }
  }
  return null
}
