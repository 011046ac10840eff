import type { estypes } from '@elastic/elasticsearch'
import { savedPicoUsd } from '../../processors/ledger/saving.ts'
import type { LedgerLine, Resolution, TurnAnswered, Usage } from '../../schemas/types.ts'
import { layers } from '../ledger/cells.ts'

const keyword = { type: 'keyword', ignore_above: 1_024 } as const
const count = { type: 'long' } as const
const number = { type: 'double' } as const
/** Searched as words; there only where `elasticsearch.texts` is on. */
const text = { type: 'text' } as const

const tokens = { properties: { prompt: count, completion: count, cached: count } } as const

/** What both streams have, so that one filter in Kibana is good for both. */
const common = {
  '@timestamp': { type: 'date' },
  turnId: keyword,
  tenant: keyword,
  scene: keyword,
  source: keyword,
  layer: keyword,
  hit: { type: 'boolean' },
  tier: keyword,
  pool: keyword,
  model: keyword,
  degraded: keyword,
  calls: count,
  latencyMs: number,
  tokens,
  /** Exact, 1e-12 USD. */
  costPicoUsd: count,
  /** For charts. */
  costUsd: number,
  policyEpoch: count,
  controlVersion: count,
} as const

export const turnMappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    ...common,
    conversationId: keyword,
    receivedAt: { type: 'date' },
    entryId: keyword,
    finishReason: keyword,
    learnable: { type: 'boolean' },
    outcome: keyword,
    reason: keyword,
    detail: keyword,
    mode: keyword,
    similarity: number,
    threshold: number,
    candidates: count,
    guards: { properties: { guard: keyword, verdict: keyword } },
    /** Of those that refused, for a terms aggregation. */
    refusedBy: keyword,
    timings: { properties: { enrichMs: number, embedMs: number, exactMs: number, semanticMs: number } },
    question: text,
    answer: text,
  },
}

export const ledgerMappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    ...common,
    day: { type: 'date', format: 'strict_date' },
    embedMs: number,
    baselineModel: keyword,
    baselineTokens: tokens,
    baselinePicoUsd: count,
    baselineUsd: number,
    savedUsd: number,
  },
}

const usd = (pico: number): number => pico / 1e12

const tokensOf = ({ promptTokens, completionTokens, cachedTokens }: Usage) => ({
  prompt: promptTokens,
  completion: completionTokens,
  cached: cachedTokens,
})

const layerOf = (source: string): string => ((layers as readonly string[]).includes(source) ? source : 'none')

/**
 * A turn as analysts see it, when it has been answered. `resolution` is null where the log does not have it any more. Texts,
 * and what guards saw in them, are personal: they come along only where asked for.
 */
export const turnDocument = (answered: TurnAnswered, resolution: Resolution | null, texts: boolean): object => ({
  '@timestamp': answered.receivedAtMs + answered.latencyMs,
  turnId: answered.turnId,
  tenant: answered.tenant,
  conversationId: answered.conversationId,
  receivedAt: answered.receivedAtMs,
  scene: answered.scene,
  source: answered.source,
  layer: layerOf(answered.source),
  hit: layerOf(answered.source) !== 'none',
  entryId: answered.entryId,
  tier: answered.tier,
  pool: answered.pool,
  model: answered.model,
  degraded: answered.degraded,
  calls: answered.calls,
  latencyMs: answered.latencyMs,
  tokens: tokensOf(answered.usage),
  costPicoUsd: answered.costPicoUsd,
  costUsd: usd(answered.costPicoUsd),
  policyEpoch: answered.views.policyEpoch,
  controlVersion: answered.views.controlVersion,
  finishReason: answered.finishReason,
  learnable: answered.learnable,
  similarity: answered.similarity ?? resolution?.similarity ?? null,
  ...(resolution
    ? {
        outcome: resolution.outcome,
        reason: resolution.reason,
        detail: resolution.detail,
        mode: resolution.mode,
        threshold: resolution.threshold,
        candidates: resolution.candidates.length,
        guards: resolution.guards.map(({ guard, verdict }) => ({ guard, verdict })),
        refusedBy: [
          ...new Set(resolution.guards.filter(({ verdict }) => verdict === 'refuse').map(({ guard }) => guard)),
        ],
        timings: { ...resolution.timings },
      }
    : {}),
  ...(texts ? { question: answered.message, answer: answered.text } : {}),
})

export const ledgerDocument = (line: LedgerLine): object => ({
  '@timestamp': line.atMs,
  turnId: line.turnId,
  tenant: line.tenant,
  scene: line.scene,
  day: line.day,
  source: line.source,
  layer: layerOf(line.source),
  hit: layerOf(line.source) !== 'none',
  tier: line.tier,
  pool: line.pool,
  model: line.model,
  degraded: line.degraded,
  calls: line.calls,
  latencyMs: line.latencyMs,
  embedMs: line.embedMs,
  tokens: tokensOf(line.usage),
  costPicoUsd: line.costPicoUsd,
  costUsd: usd(line.costPicoUsd),
  baselineModel: line.baselineModel,
  baselineTokens: tokensOf(line.baselineTokens),
  baselinePicoUsd: line.baselinePicoUsd,
  baselineUsd: usd(line.baselinePicoUsd),
  savedUsd: usd(savedPicoUsd(line)),
  policyEpoch: line.views.policyEpoch,
  controlVersion: line.views.controlVersion,
})
