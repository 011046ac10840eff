import { turnstreamError } from '../../processors/errors.ts'
import type { Usage } from '../../schemas/types.ts'
import type { Told } from './intake.ts'

/** The layer of the caches that answered. */
export type Layer = 'exact' | 'hot' | 'cold'

/** What a turn came to, whichever lane answered it. */
export interface Outcome {
  readonly turnId: string
  readonly text: string
  readonly model: string
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  readonly cached: Layer | null
  /** Of the entry served; null for an answer that a cache did not give. */
  readonly similarity: number | null
  readonly route: { readonly tier: string; readonly pool: string } | null
  /** Billed for this turn: nothing on a hit. */
  readonly usage: Usage
  readonly costUsd: number
  /** Why the last resort wrote it, now or for the entry served; null for any other answer. */
  readonly degraded: string | null
  /** Existing answers that the model was shown, and whether it chose one; null where none were. */
  readonly choice: { readonly offered: number; readonly chosen: boolean } | null
  readonly sources: readonly string[]
  readonly finishReason: string
  /** JSON. */
  readonly toolCalls: string | null
}

const nothing: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }

const layerOf = (source: string): Layer | null =>
  source === 'exact' || source === 'hot' || source === 'cold' ? source : null

/** Throws CLIENT_CLOSED for a turn whose call was cancelled because the client that first asked it had left. */
export const outcomeOf = (told: Told): Outcome => {
  const { turnId } = told
  if (told.kind === 'hit') {
    const { resolution, served } = told
    return {
      turnId,
      text: served.text,
      model: served.model,
      source: resolution.outcome,
      cached: layerOf(resolution.outcome),
      similarity: resolution.similarity,
      route: null,
      usage: nothing,
      costUsd: 0,
      degraded: served.degraded,
      choice: null,
      sources: served.sources,
      finishReason: 'stop',
      toolCalls: null,
    }
  }
  const { answer } = told
  if (answer.finishReason === 'cancelled')
    throw turnstreamError(
      'CLIENT_CLOSED',
      `the client that asked ${turnId} left before its answer was complete; ask again under another Idempotency-Key`,
    )
  const cached = layerOf(answer.source)
  return {
    turnId,
    text: answer.text,
    model: answer.model,
    source: answer.source,
    cached,
    similarity: cached === null ? null : answer.similarity,
    route: answer.tier === null ? null : { tier: answer.tier, pool: answer.pool },
    usage: answer.usage,
    costUsd: answer.costPicoUsd / 1e12,
    degraded: answer.degraded,
    choice: answer.choice && { offered: answer.choice.offered, chosen: answer.choice.entryId !== null },
    sources: answer.sources,
    finishReason: answer.finishReason,
    toolCalls: answer.toolCalls,
  }
}
