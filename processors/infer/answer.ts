import { hash } from 'node:crypto'
import type { Choice, TurnAnswered, Usage } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { areShared } from '../prefetch/look-up.ts'
import { explored } from '../route/odds.ts'
import type { Views } from '../views.ts'
import { apology, isFaq, noModel } from './library.ts'
import { picoUsd } from './price.ts'

/** The facts that an answer is joined from. */
export interface Joined {
  readonly route: DomainEvent<'TurnRouted'>
  readonly prompt: DomainEvent<'PromptBuilt'>
  /** Has the entries whose answers were offered. */
  readonly resolved: DomainEvent<'TurnResolved'> | null
  readonly request: DomainEvent<'InferenceRequested'>
  /** The calls before this one: failed, or with a reply that could not be served. */
  readonly earlier: readonly { readonly request: DomainEvent<'InferenceRequested'>; readonly ended: Ended }[]
}

type Ended = DomainEvent<'InferenceCompleted'> | DomainEvent<'InferenceFailed'>

/** What an answer says and where it comes from; the rest follows from the facts. */
type Said = Pick<
  TurnAnswered,
  'source' | 'text' | 'model' | 'finishReason' | 'toolCalls' | 'reasoning' | 'sources' | 'degraded' | 'learnable'
> & { readonly chosen: string | null }

/** The answer that a call has written, or chosen from those of an entry. */
export const answerCompleted = (
  input: DomainEvent<'InferenceCompleted'>,
  text: string,
  chosen: string | null,
  joined: Joined,
  views: Views,
): DomainEvent<'TurnAnswered'> => {
  const { pool, model, finishReason, toolCalls, reasoning, sources } = input.data
  const faq = isFaq(pool, views.configuration)
  const source = faq ? (model === noModel ? 'apology' : 'faq') : 'model'
  const degraded = faq ? degradationOf(joined, views) : null
  const whole = finishReason === 'stop' && toolCalls === null && text.trim() !== ''
  // A failover answer is second best: learned, it would outlive the trouble.
  const learnable =
    whole &&
    // Another tier than the router trusts has written it, to learn what comes of it.
    joined.route.data.reason !== explored &&
    areShared(joined.prompt.data.pending.lookups) &&
    // Documents that were out of reach for a moment may have said otherwise.
    joined.prompt.data.pending.grounding === 'complete' &&
    (source === 'model' || (source === 'faq' && degraded === 'no_upstream'))
  return answer(input, joined, views, {
    source,
    text,
    model,
    finishReason,
    toolCalls,
    reasoning,
    sources,
    degraded,
    learnable,
    chosen,
  })
}

/** The answer where no pool is left. */
export const answerExhausted = (input: Ended, joined: Joined, views: Views): DomainEvent<'TurnAnswered'> =>
  answer(input, joined, views, {
    ...nothing,
    text: apology,
    finishReason: 'stop',
    degraded: degradationOf(joined, views),
  })

/** The answer where the client has left: nobody reads it, yet every turn has one. */
export const answerCancelled = (
  input: DomainEvent<'InferenceFailed'>,
  joined: Joined,
  views: Views,
): DomainEvent<'TurnAnswered'> =>
  answer(input, joined, views, { ...nothing, text: '', finishReason: 'cancelled', degraded: null })

const nothing = {
  source: 'apology',
  model: noModel,
  toolCalls: null,
  reasoning: null,
  sources: [],
  learnable: false,
  chosen: null,
} as const

const degradationOf = ({ route }: Joined, { configuration }: Views): string =>
  route.data.pools.some(pool => !isFaq(pool, configuration)) ? 'failover' : 'no_upstream'

const answer = (input: Ended, joined: Joined, views: Views, { chosen, ...said }: Said): DomainEvent<'TurnAnswered'> => {
  const { route, prompt, request, earlier } = joined
  const { turnId, tenant, conversationId, solo, callId, pool } = input.data
  const { message, receivedAtMs } = prompt.data.pending
  const calls = [...earlier, { request, ended: input }]
  const data: TurnAnswered = {
    turnId,
    tenant,
    conversationId,
    solo,
    ...said,
    answerHash: hash('sha256', said.text),
    entryId: null,
    similarity: null,
    callId,
    promptId: prompt.id,
    pool,
    tier: route.data.tier,
    usage: calls.map(({ ended }) => ended.data.usage).reduce(add),
    costPicoUsd: calls.reduce((sum, call) => sum + costOf(call.ended, call.request.data.model, views), 0),
    reusedUsage: null,
    calls: calls.filter(({ ended }) => isCall(ended, views)).length,
    scene: route.data.scene,
    message,
    receivedAtMs,
    latencyMs: Math.max(0, input.timeMs - receivedAtMs),
    views: views.versions,
    choice: choiceOf(prompt, calls, chosen, views),
  }
  return {
    id: idOf.answered(turnId),
    type: 'TurnAnswered',
    key: input.key,
    timeMs: input.timeMs,
    source: 'infer',
    subject: turnId,
    cause: input.id,
    data,
  }
}

/** Null where no call was made with offers. What they added was sent where a provider billed for a prompt. */
const choiceOf = (
  { data: { offers, offerTokens } }: Joined['prompt'],
  calls: Joined['earlier'],
  chosen: string | null,
  views: Views,
): Choice | null => {
  const offering = calls.filter(({ request }) => request.data.offers)
  if (offering.length === 0) return null
  const billed = offering.filter(({ ended }) => isCall(ended, views) && ended.data.usage.promptTokens > 0)
  return { offered: offers.length, tokens: billed.length * offerTokens, entryId: chosen }
}

/** A provider may answer under a dated name that no price list has; then the name it was asked by counts. */
const costOf = ({ data, timeMs }: Ended, asked: string, { configuration }: Views): number => {
  const price = (model: string): number | null => picoUsd(data.usage, model, timeMs, configuration.prices)
  return price(data.model) ?? price(asked) ?? 0
}

/** Whether a provider was called for this turn: the FAQ library is none, and a follower's call is its leader's. */
const isCall = (ended: Ended, { configuration }: Views): boolean =>
  !isFaq(ended.data.pool, configuration) && !(ended.type === 'InferenceCompleted' && ended.data.joined !== null)

const add = (a: Usage, b: Usage): Usage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  counted: a.counted || b.counted,
})
