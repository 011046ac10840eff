import type { Resolution, ServedAnswer, TurnAnswered } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { judge } from './judge.ts'
import { type LookupPorts, lookUp } from './lookup.ts'

interface Gathered {
  readonly turn: DomainEvent<'TurnReceived'>
  /** With the recorded candidates and timings, which the judgement is made from. */
  readonly found: Pick<Resolution, 'candidates' | 'timings'>
  readonly served: ServedAnswer | null
  readonly latencyMs: number
}

/**
 * Resolves enriched turns against the caches. What the fast lane has resolved is decided again from the candidates that
 * ride on the turn, under the views it read; anything else is looked up here.
 */
export const createResolve = (ports: LookupPorts) =>
  decider<null, Gathered>({
    name: 'resolve',
    inputs: ['chat.enriched'],
    reactsTo: ['TurnEnriched'],
    outputs: ['chat.resolved', 'chat.answers'],
    journal: [],
    readsAt: (input, facts) => facts.event('TurnReceived', input.subject).data.rider?.resolution.views ?? null,
    initialState: () => null,
    evolve: state => state,
    gather: async (input, facts, views) => {
      const enriched = input as DomainEvent<'TurnEnriched'>
      const turn = facts.event('TurnReceived', enriched.data.turnId)
      const { rider } = turn.data
      if (rider) return { turn, found: rider.resolution, served: rider.served, latencyMs: rider.latencyMs }
      const { enrichment } = enriched.data
      const { resolution, served } = await lookUp(
        ports,
        turn.data,
        enrichment,
        async () => enrichment,
        views,
        turn.timeMs,
      )
      return { turn, found: resolution, served, latencyMs: 0 }
    },
    recall: (outputs, input, facts) => recall(outputs, input as DomainEvent<'TurnEnriched'>, facts),
    decide: (_state, input, { turn, found, served, latencyMs }, views) => {
      const { turnId, tenant, conversationId, solo, enrichment } = (input as DomainEvent<'TurnEnriched'>).data
      const head = { turnId, tenant, conversationId, solo }
      const resolution = judge(turn.data, enrichment, found, views, turn.timeMs)
      const from = { key: input.key, timeMs: input.timeMs, source: 'resolve', subject: turnId, cause: input.id }
      const resolved: DomainEvent<'TurnResolved'> = {
        ...from,
        id: idOf.resolved(turnId),
        type: 'TurnResolved',
        data: { ...head, resolution },
      }
      if (resolution.entryId === null || served === null) return [resolved]
      const none = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }
      const data: TurnAnswered = {
        ...head,
        source: resolution.outcome,
        text: served.text,
        answerHash: resolution.candidates.find(({ entryId }) => entryId === resolution.entryId)?.answerHash ?? '',
        entryId: resolution.entryId,
        similarity: resolution.similarity,
        callId: null,
        promptId: null,
        model: served.model,
        pool: served.pool,
        tier: null,
        sources: served.sources,
        usage: none,
        costPicoUsd: 0,
        reusedUsage: {
          promptTokens: served.promptTokens,
          completionTokens: served.completionTokens,
          cachedTokens: 0,
          counted: served.counted,
        },
        finishReason: 'stop',
        toolCalls: null,
        reasoning: null,
        degraded: served.degraded,
        learnable: false,
        calls: 0,
        scene: enrichment.scene,
        message: turn.data.message,
        receivedAtMs: turn.timeMs,
        latencyMs,
        views: resolution.views,
        choice: null,
      }
      const answered: DomainEvent<'TurnAnswered'> = { ...from, id: idOf.answered(turnId), type: 'TurnAnswered', data }
      return [resolved, answered]
    },
  })

const recall = (outputs: readonly DomainEvent[], input: DomainEvent<'TurnEnriched'>, facts: Facts): Gathered => {
  const turn = facts.event('TurnReceived', input.data.turnId)
  const { rider } = turn.data
  if (rider) return { turn, found: rider.resolution, served: rider.served, latencyMs: rider.latencyMs }
  const resolved = outputs.find(event => event.type === 'TurnResolved')
  const answered = outputs.find(event => event.type === 'TurnAnswered')
  const served = answered && {
    text: answered.data.text,
    model: answered.data.model,
    pool: answered.data.pool,
    sources: answered.data.sources,
    promptTokens: answered.data.reusedUsage?.promptTokens ?? 0,
    completionTokens: answered.data.reusedUsage?.completionTokens ?? 0,
    counted: answered.data.reusedUsage?.counted ?? false,
    degraded: answered.data.degraded,
  }
  return {
    turn,
    found: resolved?.data.resolution ?? {
      candidates: [],
      timings: { enrichMs: null, embedMs: null, exactMs: null, semanticMs: null },
    },
    served: served ?? null,
    latencyMs: answered?.data.latencyMs ?? 0,
  }
}
