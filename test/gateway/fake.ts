import type { Ask, Told } from '../../infra/gateway/intake.ts'
import type { Turnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { NewRecord } from '../../processors/ports/log.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { initialViews, type Views } from '../../processors/views.ts'
import type { FeedbackGiven, PolicyChanged, ServedAnswer, TurnAnswered } from '../../schemas/types.ts'

/** What a scripted turn may do before it is answered. */
export interface Turn {
  readonly ask: Ask
  readonly turnId: string
  readonly signal: AbortSignal
  say(reply: Reply): void
  taken(): void
}

export type Script = (turn: Turn) => Promise<Told> | Told

export interface Fake {
  readonly turnstream: Turnstream
  readonly asks: Ask[]
  readonly signals: AbortSignal[]
  readonly policies: PolicyChanged[]
  readonly feedback: FeedbackGiven[]
  readonly appended: NewRecord[]
  trouble: string | null
  parts: readonly (readonly [string, string | null])[]
}

const usage = { promptTokens: 40, completionTokens: 10, cachedTokens: 0, counted: false }

export const answer = (turnId: string, text: string, other: Partial<TurnAnswered> = {}): Told => ({
  kind: 'answered',
  turnId,
  answer: {
    turnId,
    tenant: 'default',
    conversationId: turnId,
    solo: true,
    source: 'model',
    text,
    answerHash: 'h',
    entryId: null,
    similarity: null,
    callId: `${turnId}.call.1`,
    promptId: `${turnId}.prompt`,
    model: 'small-model',
    pool: 'local',
    tier: 'small',
    sources: ['returns-1'],
    usage,
    costPicoUsd: 25_000_000,
    reusedUsage: null,
    finishReason: 'stop',
    toolCalls: null,
    reasoning: null,
    degraded: null,
    learnable: true,
    calls: 1,
    scene: 'returns',
    message: '',
    receivedAtMs: 0,
    latencyMs: 12,
    views: { policyEpoch: -1, controlVersion: -1 },
    choice: null,
    ...other,
  },
})

export const hit = (
  turnId: string,
  text: string,
  layer: 'exact' | 'hot' | 'cold' = 'exact',
  similarity = 1,
  degraded: string | null = null,
): Told => {
  const served: ServedAnswer = {
    text,
    model: 'small-model',
    pool: 'local',
    sources: ['returns-1'],
    promptTokens: 40,
    completionTokens: 10,
    counted: false,
    degraded,
  }
  return {
    kind: 'hit',
    turnId,
    served,
    resolution: {
      outcome: layer,
      reason: layer === 'exact' ? 'exact' : 'threshold',
      detail: null,
      entryId: 'semantic_cache:returns:1',
      similarity,
      threshold: 0.93,
      identity: 'i',
      exactKey: 'exact_cache:returns:1',
      candidates: [],
      guards: [],
      mode: 'cache',
      timings: { enrichMs: 0.1, embedMs: null, exactMs: 0.1, semanticMs: null },
      views: { policyEpoch: -1, controlVersion: -1 },
      confidence: null,
      check: null,
    },
  }
}

/** Tokens word by word, then the answer: as a model in the log lane does it. */
export const modelSays =
  (text: string, other: Partial<TurnAnswered> = {}): Script =>
  turn => {
    turn.taken()
    for (const piece of text.match(/\s*\S+/g) ?? []) turn.say({ kind: 'token', text: piece })
    return answer(turn.turnId, text, other)
  }

/** A Turnstream made by hand: no log, no processors; what a turn comes to is scripted. */
export const fakeTurnstream = (script: Script, options: object = {}): Fake => {
  const configuration = configurationSchema.parse({
    scenes: ['general', 'returns', 'shipping'],
    pools: { local: { kind: 'openai', tier: 'small', model: 'small-model', models: ['tiny-model'] } },
    server: { maxMessageChars: 200, bodyLimitBytes: 4_096, drainMs: 50 },
    ...options,
  })
  const { server: _server, log: _log, embedding: _embedding, logLevel: _level, ...deciders } = configuration
  const views: Views = { ...initialViews, configuration: deciders }
  const known = new Map<string, Told>()
  const received = new Map<string, Ask>()
  let turns = 0
  const fake: Fake = {
    asks: [],
    signals: [],
    policies: [],
    feedback: [],
    appended: [],
    trouble: null,
    parts: [],
    turnstream: {
      configuration,
      partitions: 4,
      views: {
        current: () => views,
        at: () => views,
        reached: async () => undefined,
        stop: () => undefined,
      },
      desk: { waiting: () => 0 },
      tasks: { find: () => null },
      embedding: { name: 'fake', dimensions: 4 },
      caches: { size: async () => 3 },
      reviews: { open: () => 2 },
      costs: { folded: () => ({ cells: [], positions: [0] }) },
      parts: () => new Map(fake.parts),
      locksLost: () => 0,
      moves: () => ({ promoted: 0, demoted: 0, evicted: 0 }),
      pools: () => new Map(),
      policyInForce: async () => undefined,
      facts: {
        find: (type: string, id: string) => {
          const ask = received.get(id)
          return type === 'TurnReceived' && ask
            ? ({ data: { message: ask.message } } as DomainEvent<'TurnReceived'>)
            : null
        },
      },
      log: {
        id: 'log-1',
        ofSubject: () => [],
        append: async (records: readonly NewRecord[]) => {
          fake.appended.push(...records)
          return records.map(({ topic, partition }, at) => ({ topic, partition, offset: BigInt(at) }))
        },
      },
      intake: {
        ask: async (
          ask: Ask,
          signal: AbortSignal,
          onReply?: (reply: Reply) => void,
          onTaken?: (turnId: string) => void,
        ) => {
          const turnId = `t_${ask.idempotencyKey ?? ++turns}`
          fake.asks.push(ask)
          fake.signals.push(signal)
          const before = known.get(turnId)
          if (before) return before
          received.set(turnId, ask)
          const left = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
          const told = await Promise.race([
            script({ ask, turnId, signal, say: reply => onReply?.(reply), taken: () => onTaken?.(turnId) }),
            left,
          ])
          known.set(turnId, told)
          return told
        },
      },
      changePolicy: async (change: PolicyChanged) => {
        fake.policies.push(change)
        return { version: change.version, epoch: fake.policies.length - 1 }
      },
      giveFeedback: async (given: FeedbackGiven) => {
        if (given.turnId.startsWith('unknown')) throw turnstreamError('UNKNOWN_TURN', 'no turn has this id')
        fake.feedback.push(given)
        return { feedbackId: `${given.turnId}.feedback.1` }
      },
      trouble: () => fake.trouble,
    } as unknown as Turnstream,
  }
  return fake
}
