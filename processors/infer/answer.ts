import { hash } from 'node:crypto'
import type { TurnAnswered, Usage } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { Views } from '../views.ts'
import { apology, isFaq, noModel } from './library.ts'
import { picoUsd } from './price.ts'

/** The facts that an answer is joined from. */
export interface Joined {
  readonly route: DomainEvent<'TurnRouted'>
  readonly prompt: DomainEvent<'PromptBuilt'>
  readonly request: DomainEvent<'InferenceRequested'>
  /** The calls before this one, all of them failed. */
  readonly earlier: readonly DomainEvent<'InferenceFailed'>[]
}

type Ended = DomainEvent<'InferenceCompleted'> | DomainEvent<'InferenceFailed'>

/** What an answer says and where it comes from; the rest follows from the facts. */
type Said = Pick<
  TurnAnswered,
  'source' | 'text' | 'model' | 'finishReason' | 'toolCalls' | 'reasoning' | 'sources' | 'degraded' | 'learnable'
>

/** The answer that a call has written. */
export const answerCompleted = (
  input: DomainEvent<'InferenceCompleted'>,
  joined: Joined,
  views: Views,
): DomainEvent<'TurnAnswered'> => {
  const { pool, model, text, finishReason, toolCalls, reasoning, sources } = input.data
  const faq = isFaq(pool, views.configuration)
  const source = faq ? (model === noModel ? 'apology' : 'faq') : 'model'
  const degraded = faq ? degradationOf(joined, views) : null
  const whole = finishReason === 'stop' && toolCalls === null && text.trim() !== ''
  // A failover answer is second best: learned, it would outlive the trouble.
  const learnable = whole && (source === 'model' || (source === 'faq' && degraded === 'no_upstream'))
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
  })
}

/** The answer where no pool is left. */
export const answerExhausted = (
  input: DomainEvent<'InferenceFailed'>,
  joined: Joined,
  views: Views,
): DomainEvent<'TurnAnswered'> =>
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
} as const

const degradationOf = ({ route }: Joined, { configuration }: Views): string =>
  route.data.pools.some(pool => !isFaq(pool, configuration)) ? 'failover' : 'no_upstream'

const answer = (input: Ended, joined: Joined, views: Views, said: Said): DomainEvent<'TurnAnswered'> => {
  const { route, prompt, request, earlier } = joined
  const { turnId, tenant, conversationId, solo, callId, pool } = input.data
  const { message, receivedAtMs } = prompt.data.pending
  const calls: readonly Ended[] = [...earlier, input]
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
    usage: calls.map(call => call.data.usage).reduce(add),
    costPicoUsd: calls.reduce((sum, call) => sum + costOf(call, call === input ? request.data.model : null, views), 0),
    reusedUsage: null,
    calls: calls.filter(call => isCall(call, views)).length,
    scene: route.data.scene,
    message,
    receivedAtMs,
    latencyMs: Math.max(0, input.timeMs - receivedAtMs),
    views: views.versions,
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

/** A provider may answer under a dated name that no price list has; then the name it was asked by counts. */
const costOf = ({ data, timeMs }: Ended, asked: string | null, { configuration }: Views): number => {
  const price = (model: string): number | null => picoUsd(data.usage, model, timeMs, configuration.prices)
  return price(data.model) ?? (asked === null ? null : price(asked)) ?? 0
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
