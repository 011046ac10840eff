import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { PolicyInForce } from '../../processors/views.ts'
import { type EntryStored, type EventType, type Resolution, topicOfEvent, type Usage } from '../../schemas/types.ts'
import { partitionOf } from '../../topics/partition.ts'
import { fromRecord } from '../../topics/wire.ts'
import type { ViewTail } from '../runtime/views.ts'
import { sentenceOf } from './explain-reason.ts'
import type { Explanation } from './explain-shape.ts'

export interface ExplainPorts {
  readonly log: Pick<EventLog, 'read' | 'offsetAt'> & Pick<EventIndex, 'ofSubject'>
  readonly views: Pick<ViewTail, 'at'>
  /** Partitions of keyed topics. */
  readonly partitions: number
}

interface Seen {
  readonly record: StoredRecord
  readonly event: DomainEvent
}

const iso = (atMs: number): string => new Date(atMs).toISOString()
const usd = (pico: number): number => pico / 1e12
const usageOf = ({ promptTokens, completionTokens, cachedTokens, counted }: Usage) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  cached_tokens: cachedTokens,
  counted,
})

const decoded = (record: StoredRecord): Seen[] => {
  try {
    return [{ record, event: fromRecord(record) }]
  } catch {
    // What is wrong with it is told by its dead letter, which is about the same turn.
    return []
  }
}

/** The events of a type about the turn. */
const allOf = <T extends EventType>(seen: readonly Seen[], type: T): readonly DomainEvent<T>[] =>
  seen.flatMap(({ event }) => (event.type === type ? [event as DomainEvent<T>] : []))

const firstOf = <T extends EventType>(seen: readonly Seen[], type: T): DomainEvent<T> | null =>
  allOf(seen, type)[0] ?? null

/** Records are written for the entry in the order of their times, but those of other entries lie between them. */
const mostScanned = 20_000
const page = 500

/** The event that stored an entry at that time; null where retention has dropped it. */
const storedAs = async (
  { log, partitions }: ExplainPorts,
  entryId: string,
  storedAtMs: number,
): Promise<EntryStored | null> => {
  const topic = topicOfEvent.EntryStored
  const partition = partitionOf(Buffer.from(entryId), partitions)
  let offset = await log.offsetAt({ topic, partition }, storedAtMs)
  for (let scanned = 0; scanned < mostScanned; scanned += page) {
    const records = await log.read({ topic, partition, offset }, page)
    for (const { event } of records.flatMap(decoded))
      if (event.type === 'EntryStored' && event.data.entryId === entryId && event.data.storedAtMs === storedAtMs)
        return event.data
    if (records.length < page) return null
    offset = records.at(-1)!.offset + 1n
  }
  return null
}

const entryServed = async (ports: ExplainPorts, { entryId, candidates }: Resolution) => {
  const served = candidates.find(candidate => candidate.entryId === entryId)
  if (!served) return null
  const stored = await storedAs(ports, served.entryId, served.storedAtMs)
  return {
    entry_id: served.entryId,
    learned_from: stored?.turnId ?? null,
    origin: stored?.origin ?? null,
    stored_at: iso(served.storedAtMs),
    policy_epoch: served.policyEpoch,
    version: served.version,
  }
}

const concerns = (policy: PolicyInForce, tenant: string | null, scene: string | null): boolean =>
  (policy.tenant === null || tenant === null || policy.tenant === tenant) &&
  (policy.scene === null || scene === null || policy.scene === scene)

const explainResolution = async (ports: ExplainPorts, seen: readonly Seen[]): Promise<Explanation['resolution']> => {
  const turn = firstOf(seen, 'TurnReceived')?.data
  const resolution = firstOf(seen, 'TurnResolved')?.data.resolution ?? turn?.rider?.resolution
  if (!resolution) return null
  const { policyEpoch, controlVersion } = resolution.views
  const scene = enrichmentOf(seen)?.scene ?? null
  const { timings } = resolution
  return {
    lane: turn?.rider ? 'fast' : 'log',
    outcome: resolution.outcome,
    reason: resolution.reason,
    sentence: sentenceOf(resolution),
    threshold: resolution.threshold,
    similarity: resolution.similarity,
    mode: resolution.mode,
    candidates: resolution.candidates.map(candidate => ({
      entry_id: candidate.entryId,
      question: candidate.question,
      similarity: candidate.similarity,
      layer: candidate.layer,
      stored_at: iso(candidate.storedAtMs),
      policy_epoch: candidate.policyEpoch,
      guards: resolution.guards
        .filter(({ entryId }) => entryId === candidate.entryId)
        .map(({ guard, verdict, detail }) => ({ guard, verdict, detail })),
    })),
    entry: await entryServed(ports, resolution),
    policy_epoch: policyEpoch,
    configuration_version: controlVersion,
    policies: ports.views
      .at(resolution.views)
      .policies.filter(policy => concerns(policy, turn?.tenant ?? null, scene))
      .map(({ version, epoch, sinceMs, scene, reason }) => ({ version, epoch, since: iso(sinceMs), scene, reason })),
    timings_ms: {
      enrich: timings.enrichMs,
      embed: timings.embedMs,
      exact: timings.exactMs,
      semantic: timings.semanticMs,
    },
  }
}

/** In the fast lane it rides on the turn before the log lane writes it. */
const enrichmentOf = (seen: readonly Seen[]) =>
  firstOf(seen, 'TurnEnriched')?.data.enrichment ?? firstOf(seen, 'TurnReceived')?.data.rider?.enrichment ?? null

const explainTurn = (seen: readonly Seen[]): Explanation['turn'] => {
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

const explainEnrichment = (seen: readonly Seen[]): Explanation['enrichment'] => {
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

const explainPrompt = (seen: readonly Seen[]): Explanation['prompt'] => {
  const prompt = firstOf(seen, 'PromptBuilt')?.data
  return (
    (prompt && {
      template: prompt.templateVersion,
      compression: prompt.compression,
      attempts: prompt.attempts,
      history_turns: prompt.historyTurns,
      tokens_before: prompt.tokensBefore,
      tokens_after: prompt.tokensAfter,
      required: prompt.required.length,
      kept: prompt.kept.length,
      passages: prompt.pending.passages.map(({ id, version, score }) => ({ id, version, score })),
    }) ??
    null
  )
}

const explainRoute = (seen: readonly Seen[]): Explanation['route'] => {
  const route = firstOf(seen, 'TurnRouted')?.data
  if (!route) return null
  const { tier, pools, model, reason, router, score, confidence, features } = route
  return { tier, pools: [...pools], model, reason, router, score, confidence, features: { ...features } }
}

const explainCalls = (seen: readonly Seen[]): Explanation['calls'] =>
  allOf(seen, 'InferenceRequested').map(({ data: { callId, attempt, pool, model } }) => {
    const completed = allOf(seen, 'InferenceCompleted').find(({ data }) => data.callId === callId)?.data
    const failed = allOf(seen, 'InferenceFailed').find(({ data }) => data.callId === callId)?.data
    const ended = completed ?? failed
    return {
      call_id: callId,
      attempt,
      pool,
      model: ended?.model ?? model,
      state: completed ? 'completed' : failed ? 'failed' : 'outstanding',
      duration_ms: ended?.durationMs ?? null,
      first_token_ms: completed?.firstTokenMs ?? null,
      usage: ended ? usageOf(ended.usage) : null,
      joined: completed?.joined ?? null,
      error: failed ? { code: failed.code, message: failed.message } : null,
    }
  })

const explainAnswer = (seen: readonly Seen[]): Explanation['answer'] => {
  const event = firstOf(seen, 'TurnAnswered')
  if (!event) return null
  const { source, text, model, pool, tier, sources, degraded, finishReason, latencyMs, usage, costPicoUsd } = event.data
  return {
    at: iso(event.timeMs),
    source,
    text,
    model,
    pool,
    tier,
    sources: [...sources],
    degraded,
    finish_reason: finishReason,
    latency_ms: latencyMs,
    usage: usageOf(usage),
    cost_usd: usd(costPicoUsd),
  }
}

const explainLearned = (seen: readonly Seen[]): Explanation['learned'] => {
  const proposed = firstOf(seen, 'EntryProposed')?.data
  const stored = firstOf(seen, 'EntryStored')?.data
  return proposed ? { entry_id: proposed.entryId, stored: stored !== undefined, shared: stored?.shared ?? null } : null
}

const explainLedger = (seen: readonly Seen[]): Explanation['ledger'] => {
  const line = firstOf(seen, 'LedgerLine')?.data
  if (!line) return null
  const { day, costPicoUsd, baselineModel, baselinePicoUsd } = line
  return {
    day,
    cost_usd: usd(costPicoUsd),
    baseline_model: baselineModel,
    baseline_usd: usd(baselinePicoUsd),
    saved_usd: usd(baselinePicoUsd - costPicoUsd),
  }
}

/**
 * Why a turn got its answer: every event about it, joined into one document (`explanationShape`). It rests on the log
 * alone, so it says the same whatever has become of the caches since. Right after an answer the steps that the log lane
 * has yet to write are null. Throws UNKNOWN_TURN.
 */
export const explain = async (turnId: string, ports: ExplainPorts): Promise<Explanation> => {
  const seen = ports.log.ofSubject(turnId).flatMap(decoded)
  const dead = allOf(seen, 'DeadLettered')
  if (!firstOf(seen, 'TurnReceived') && !firstOf(seen, 'TurnAnswered') && dead.length === 0)
    throw turnstreamError('UNKNOWN_TURN', 'no turn has this id', { details: { turn_id: turnId } })
  return {
    turn_id: turnId,
    turn: explainTurn(seen),
    enrichment: explainEnrichment(seen),
    resolution: await explainResolution(ports, seen),
    queued_behind: firstOf(seen, 'TurnQueued')?.data.behind ?? null,
    prompt: explainPrompt(seen),
    route: explainRoute(seen),
    calls: explainCalls(seen),
    answer: explainAnswer(seen),
    learned: explainLearned(seen),
    ledger: explainLedger(seen),
    feedback: allOf(seen, 'FeedbackGiven').map(({ timeMs, data: { helpful, rating, comment } }) => ({
      at: iso(timeMs),
      helpful,
      rating,
      comment,
    })),
    reviews: allOf(seen, 'ReviewOpened').map(({ data: { reviewId, reason, entryId } }) => ({
      review_id: reviewId,
      reason,
      entry_id: entryId,
    })),
    dead_letters: dead.map(({ data: { topic, partition, offset, processor, code, message } }) => ({
      topic,
      partition,
      offset,
      processor,
      code,
      message,
    })),
    events: seen.map(({ record, event }) => ({
      id: event.id,
      type: event.type,
      topic: record.topic,
      partition: record.partition,
      offset: Number(record.offset),
      at: iso(event.timeMs),
    })),
  }
}
