import { claimsSaving, savedPicoUsd } from '../../processors/ledger/saving.ts'
import type { Usage } from '../../schemas/types.ts'
import { allOf, enrichmentOf, firstOf, type Seen } from './explain-events.ts'
import type { Explanation } from './explain-shape.ts'

/** ISO 8601. */
export const iso = (atMs: number): string => new Date(atMs).toISOString()

/** From 1e-12 USD. */
const usd = (pico: number): number => pico / 1e12

const usageOf = ({ promptTokens, completionTokens, cachedTokens, counted }: Usage) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  cached_tokens: cachedTokens,
  counted,
})

export const explainTurn = (seen: readonly Seen[]): Explanation['turn'] => {
  const event = firstOf(seen, 'TurnReceived')
  if (!event) return null
  const { channel, tenant, conversationId, solo, asker, message, model, history, requestId } = event.data
  return {
    at: iso(event.timeMs),
    channel,
    tenant,
    conversation_id: solo ? null : conversationId,
    asker,
    message,
    model,
    history_messages: history.length,
    request_id: requestId,
  }
}

export const explainEnrichment = (seen: readonly Seen[]): Explanation['enrichment'] => {
  const enrichment = enrichmentOf(seen)
  if (!enrichment) return null
  const { normalised, scene, language, standsAlone, flags, slots, tokens, embeddingModel } = enrichment
  return {
    normalised,
    scene,
    scene_named: (firstOf(seen, 'TurnReceived')?.data.scene ?? null) !== null,
    language,
    stands_alone: standsAlone,
    flags: [...flags],
    slots: slots.map(({ kind, value, text }) => ({ kind, value, text })),
    tokens,
    embedding_model: embeddingModel,
  }
}

export const explainExperiment = (seen: readonly Seen[]): Explanation['experiment'] => {
  const exposed = firstOf(seen, 'TurnExposed')?.data
  return exposed ? { name: exposed.experiment, arm: exposed.arm } : null
}

export const explainPrompt = (seen: readonly Seen[]): Explanation['prompt'] => {
  const prompt = firstOf(seen, 'PromptBuilt')?.data
  return (
    (prompt && {
      template: prompt.templateVersion,
      compression: prompt.compression,
      summary: prompt.summaryId?.replace(/\.made$/, '') ?? null,
      attempts: prompt.attempts,
      history_turns: prompt.historyTurns,
      tokens_before: prompt.tokensBefore,
      tokens_after: prompt.tokensAfter,
      required: prompt.required.length,
      kept: prompt.kept.length,
      passages: prompt.pending.passages.map(({ id, version, score }) => ({ id, version, score })),
      lookups: prompt.pending.lookups.map(({ id, store, query, parameters, rows, outcome }) => ({
        ...{ id, store, query, outcome },
        parameters: JSON.parse(parameters),
        rows: rows.map(row => JSON.parse(row)),
      })),
      offers: prompt.offers.map(({ entryId, similarity, text }) => ({ entry_id: entryId, similarity, text })),
      offers_version: prompt.offersVersion,
      offer_tokens: prompt.offerTokens,
    }) ??
    null
  )
}

export const explainRoute = (seen: readonly Seen[]): Explanation['route'] => {
  const route = firstOf(seen, 'TurnRouted')?.data
  if (!route) return null
  const { tier, pools, model, reason, router, score, confidence, features, call } = route
  return {
    ...{ tier, pools: [...pools], model, reason, router, score, confidence, features: { ...features } },
    asked: call && { pool: call.pool, model: call.model, usage: usageOf(call.usage), cost_usd: usd(call.costPicoUsd) },
  }
}

export const explainCalls = (seen: readonly Seen[]): Explanation['calls'] =>
  allOf(seen, 'InferenceRequested').map(({ data: { callId, attempt, pool, model, offers, notBeforeMs } }) => {
    const completed = allOf(seen, 'InferenceCompleted').find(({ data }) => data.callId === callId)?.data
    const failed = allOf(seen, 'InferenceFailed').find(({ data }) => data.callId === callId)?.data
    const ended = completed ?? failed
    return {
      call_id: callId,
      attempt,
      pool,
      model: ended?.model ?? model,
      not_before: notBeforeMs === null ? null : iso(notBeforeMs),
      state: completed ? 'completed' : failed ? 'failed' : 'outstanding',
      duration_ms: ended?.durationMs ?? null,
      first_token_ms: completed?.firstTokenMs ?? null,
      usage: ended ? usageOf(ended.usage) : null,
      offers,
      joined: completed?.joined ?? null,
      ambiguous: ended?.ambiguous ?? false,
      error: failed ? { code: failed.code, message: failed.message } : null,
    }
  })

export const explainAnswer = (seen: readonly Seen[]): Explanation['answer'] => {
  const event = firstOf(seen, 'TurnAnswered')
  if (!event) return null
  const { source, text, model, pool, tier, sources, choice, degraded, finishReason, latencyMs, usage, costPicoUsd } =
    event.data
  return {
    at: iso(event.timeMs),
    source,
    text,
    model,
    pool,
    tier,
    sources: [...sources],
    chosen: choice?.entryId ?? null,
    degraded,
    finish_reason: finishReason,
    latency_ms: latencyMs,
    usage: usageOf(usage),
    cost_usd: usd(costPicoUsd),
  }
}

export const explainLearned = (seen: readonly Seen[]): Explanation['learned'] => {
  const proposed = firstOf(seen, 'EntryProposed')?.data
  const stored = firstOf(seen, 'EntryStored')?.data
  return proposed ? { entry_id: proposed.entryId, stored: stored !== undefined, shared: stored?.shared ?? null } : null
}

export const explainLedger = (seen: readonly Seen[]): Explanation['ledger'] => {
  const line = firstOf(seen, 'LedgerLine')?.data
  if (!line) return null
  const { day, costPicoUsd, baselineModel, baselinePicoUsd, choice } = line
  return {
    day,
    cost_usd: usd(costPicoUsd),
    baseline_model: baselineModel,
    baseline_usd: usd(baselinePicoUsd),
    saved_usd: usd(savedPicoUsd(line)),
    choice: choice && {
      offered: choice.offered,
      chosen: choice.chosen,
      tokens: choice.tokens,
      cost_usd: usd(choice.costPicoUsd),
      saved_tokens: choice.savedTokens,
      saved_usd: usd(choice.savedPicoUsd),
    },
    claims_saving: claimsSaving(line),
  }
}

export const explainReviews = (seen: readonly Seen[]): Explanation['reviews'] =>
  allOf(seen, 'ReviewOpened').map(({ data: { reviewId, reason, entryId } }) => {
    const decided = allOf(seen, 'ReviewDecided').find(({ data }) => data.reviewId === reviewId)
    return {
      review_id: reviewId,
      reason,
      entry_id: entryId,
      closed: decided ? { verdict: decided.data.verdict, by: decided.data.by, at: iso(decided.timeMs) } : null,
    }
  })
