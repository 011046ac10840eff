import { pendingTurn } from '../../processors/compress/gather.ts'
import { buildPrompt } from '../../processors/compress/prompt.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import type { Enrichment, EventType, InferenceRequested, Offer, Resolution, TurnReceived } from '../../schemas/types.ts'

/** A turn that the caches did not answer, and the answer a model gave it. */
export interface Miss {
  readonly turn: TurnReceived
  readonly enrichment: Enrichment
  readonly resolution: Resolution
  /** What the model was shown, and the entry that it chose; null where it wrote the answer. */
  readonly offers: readonly Offer[]
  readonly chosen: string | null
  readonly answer: string
  /** SHA-256, hex. */
  readonly answerHash: string
  /** Event time of the answer, ms since 1970. */
  readonly timeMs: number
  readonly views: Views
}

/** Facts over a few events in memory. */
export const factsOf = (events: readonly DomainEvent[]): Facts => {
  const byId = new Map(events.map(event => [event.id, event]))
  const find = <T extends EventType>(type: T, id: string): DomainEvent<T> | null => {
    const event = byId.get(id)
    return event && isType(event, type) ? (event as DomainEvent<T>) : null
  }
  return {
    find,
    event: (type, id) => {
      const event = find(type, id)
      if (!event) throw turnstreamError('GATHER_FAILED', `there is no ${type} with id ${id}`)
      return event
    },
  }
}

/** The events that the log would have of a missed turn, as far as the learners read them. */
export const missOf = ({
  turn,
  enrichment,
  resolution,
  offers,
  chosen,
  answer,
  answerHash,
  timeMs,
  views,
}: Miss): readonly DomainEvent[] => {
  const { turnId, tenant, conversationId, solo } = turn
  const head = { turnId, tenant, conversationId, solo }
  const from = { key: turnId, timeMs, subject: turnId, cause: null }
  const received: DomainEvent<'TurnReceived'> = {
    ...from,
    id: turnId,
    type: 'TurnReceived',
    source: 'eval',
    data: turn,
  }
  const enriched: DomainEvent<'TurnEnriched'> = {
    ...from,
    id: idOf.enriched(turnId),
    type: 'TurnEnriched',
    source: 'enrich',
    data: { ...head, enrichment, views: views.versions },
  }
  const resolved: DomainEvent<'TurnResolved'> = {
    ...from,
    id: idOf.resolved(turnId),
    type: 'TurnResolved',
    source: 'resolve',
    data: { ...head, resolution },
  }
  const pending = pendingTurn(resolved, factsOf([received, enriched]), { passages: [], grounding: 'complete' }, [])
  const prompt: DomainEvent<'PromptBuilt'> = {
    ...from,
    id: idOf.prompt(turnId),
    type: 'PromptBuilt',
    source: 'compress',
    data: { ...head, pending, ...buildPrompt(pending, [], views.configuration, { offers }), views: views.versions },
  }
  const callId = idOf.call(turnId, 1)
  const call: InferenceRequested = {
    ...head,
    callId,
    attempt: 1,
    promptId: prompt.id,
    routeId: idOf.route(turnId),
    pool: 'eval',
    model: 'eval',
    remaining: [],
    tier: '',
    maxTokens: prompt.data.maxTokens,
    timeoutMs: 0,
    flightKey: null,
    scene: enrichment.scene,
    views: views.versions,
    offers: offers.length > 0,
    notBeforeMs: null,
  }
  const requested: DomainEvent<'InferenceRequested'> = {
    ...from,
    id: idOf.requested(callId),
    type: 'InferenceRequested',
    source: 'infer',
    data: call,
  }
  const answered: DomainEvent<'TurnAnswered'> = {
    ...from,
    id: idOf.answered(turnId),
    type: 'TurnAnswered',
    source: 'infer',
    data: {
      ...head,
      source: 'model',
      text: answer,
      answerHash,
      entryId: null,
      similarity: null,
      callId,
      promptId: prompt.id,
      model: 'eval',
      pool: 'eval',
      tier: null,
      sources: [],
      usage: { promptTokens: prompt.data.tokensAfter, completionTokens: 0, cachedTokens: 0, counted: true },
      costPicoUsd: 0,
      reusedUsage: null,
      finishReason: 'stop',
      toolCalls: null,
      reasoning: null,
      degraded: null,
      learnable: true,
      calls: 1,
      scene: enrichment.scene,
      message: turn.message,
      receivedAtMs: timeMs,
      latencyMs: 0,
      views: views.versions,
      choice: offers.length === 0 ? null : { offered: offers.length, tokens: prompt.data.offerTokens, entryId: chosen },
    },
  }
  return [received, enriched, resolved, prompt, requested, answered]
}
