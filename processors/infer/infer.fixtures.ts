import type { Candidate, Offer, PendingTurn, Usage } from '../../schemas/types.ts'
import { deciderConfiguration } from '../configuration.ts'
import { turnstreamError } from '../errors.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { candidateOf, resolutionOf } from '../fixtures.ts'
import type { Facts } from '../processor.ts'
import { initialViews, type Views } from '../views.ts'

/** Three pools, prices with a change in between, and the FAQ library. */
export const views: Views = {
  ...initialViews,
  versions: { policyEpoch: 3, controlVersion: 5 },
  configuration: deciderConfiguration.parse({
    pools: {
      small: { kind: 'ollama', model: 'mini', timeoutMs: 1_000 },
      large: { kind: 'openai', model: 'maxi', models: ['maxi-pro'], timeoutMs: 2_000 },
      help: { kind: 'faq', model: 'faq-library' },
    },
    prices: [
      { model: 'mini', valid_from: '2026-01-01', input: '0.10', cached_input: '0.01', output: '0.40' },
      { model: 'maxi', valid_from: '2026-01-01', input: '2.00', cached_input: '0.50', output: '8.00' },
      { model: 'maxi', valid_from: '2026-07-01', input: '1.00', cached_input: '0.25', output: '4.00' },
    ],
    infer: { faqSimilarity: 0.6 },
  }),
}

export const receivedAtMs = Date.parse('2026-03-01T10:00:00Z')

export const usage = (promptTokens: number, completionTokens: number, cachedTokens = 0): Usage => ({
  promptTokens,
  completionTokens,
  cachedTokens,
  counted: false,
})

const head = (turnId: string) => ({ turnId, tenant: 'shop', conversationId: `${turnId}-talk`, solo: false })

const event = <T extends DomainEvent['type']>(
  type: T,
  id: string,
  turnId: string,
  afterMs: number,
  data: DomainEvent<T>['data'],
) =>
  ({
    id,
    type,
    key: `${turnId}-talk`,
    timeMs: receivedAtMs + afterMs,
    source: 'test',
    subject: turnId,
    cause: null,
    data,
  }) as unknown as DomainEvent<T>

const pending: PendingTurn = {
  message: 'How long may I keep it?',
  receivedAtMs,
  scene: 'returns',
  language: 'en',
  model: 'auto',
  systemPrompt: null,
  history: [],
  temperature: 0.3,
  maxTokens: null,
  tools: null,
  responseFormat: null,
  flags: [],
  slots: [],
  standsAlone: true,
  identity: 'identity',
  textHash: 'hash',
  passages: [{ id: 'returns-1', scene: 'returns', version: 'v1', score: 1, text: 'Thirty days.' }],
  grounding: 'complete',
  lookups: [],
}

export const prompt = (
  turnId = 't1',
  over: Partial<DomainEvent<'PromptBuilt'>['data']> = {},
): DomainEvent<'PromptBuilt'> =>
  event('PromptBuilt', idOf.prompt(turnId), turnId, 5, {
    ...head(turnId),
    pending,
    messages: [{ role: 'user', content: pending.message }],
    templateVersion: '1',
    compression: 'none',
    attempts: 0,
    required: [],
    kept: [],
    historyTurns: 0,
    tokensBefore: 9,
    tokensAfter: 9,
    maxTokens: 200,
    views: { policyEpoch: 2, controlVersion: 4 },
    offers: [],
    offersVersion: '',
    offerTokens: 0,
    summaryId: null,
    ...over,
  })

/** An answer that is offered, of the entry that `resolved` has found. */
export const offer: Offer = {
  entryId: 'semantic_cache:returns:e1',
  answerHash: 'answer-1',
  similarity: 0.8,
  text: 'You have thirty days.',
  sources: ['returns-9'],
}

export const offering = { offers: [offer], offersVersion: 'choose-1', offerTokens: 70 } as const

export const resolved = (over: Partial<Candidate> = {}, turnId = 't1'): DomainEvent<'TurnResolved'> =>
  event('TurnResolved', idOf.resolved(turnId), turnId, 3, {
    ...head(turnId),
    resolution: resolutionOf({ candidates: [candidateOf({ expiresAtMs: receivedAtMs + 1_000_000, ...over })] }),
  })

export const route = (
  over: Partial<DomainEvent<'TurnRouted'>['data']> = {},
  turnId = 't1',
): DomainEvent<'TurnRouted'> =>
  event('TurnRouted', idOf.route(turnId), turnId, 6, {
    ...head(turnId),
    call: null,
    promptId: idOf.prompt(turnId),
    router: 'features',
    score: 0.2,
    confidence: 0.9,
    features: {},
    tier: 'small',
    pools: ['small', 'large'],
    model: null,
    reason: 'score',
    propensity: 1,
    promptTokens: 9,
    maxTokens: 200,
    flightKey: 'flight',
    scene: 'returns',
    views: { policyEpoch: 3, controlVersion: 5 },
    ...over,
  })

type Over<T extends 'InferenceRequested' | 'InferenceCompleted' | 'InferenceFailed'> = Partial<DomainEvent<T>['data']>

export const requested = (
  attempt: number,
  over: Over<'InferenceRequested'> = {},
  turnId = 't1',
): DomainEvent<'InferenceRequested'> => {
  const callId = idOf.call(turnId, attempt)
  return event('InferenceRequested', idOf.requested(callId), turnId, 10 * attempt, {
    ...head(turnId),
    callId,
    attempt,
    promptId: idOf.prompt(turnId),
    routeId: idOf.route(turnId),
    pool: 'small',
    model: 'mini',
    remaining: ['large', 'faq'],
    tier: 'small',
    maxTokens: 200,
    timeoutMs: 1_000,
    flightKey: 'flight',
    scene: 'returns',
    views: { policyEpoch: 3, controlVersion: 5 },
    offers: false,
    notBeforeMs: null,
    ...over,
  })
}

export const completed = (
  attempt: number,
  over: Over<'InferenceCompleted'> = {},
): DomainEvent<'InferenceCompleted'> => {
  const callId = idOf.call('t1', attempt)
  return event('InferenceCompleted', idOf.completed(callId), 't1', 400, {
    ...head('t1'),
    callId,
    pool: 'small',
    model: 'mini',
    text: 'Thirty days.',
    finishReason: 'stop',
    toolCalls: null,
    reasoning: null,
    sources: ['returns-1'],
    usage: usage(1_000, 100),
    firstTokenMs: 20,
    durationMs: 300,
    joined: null,
    ambiguous: false,
    chosen: null,
    ...over,
  })
}

export const failed = (attempt: number, over: Over<'InferenceFailed'> = {}): DomainEvent<'InferenceFailed'> => {
  const callId = idOf.call('t1', attempt)
  return event('InferenceFailed', idOf.failed(callId), 't1', 300, {
    ...head('t1'),
    callId,
    pool: 'small',
    model: 'mini',
    code: 'MODEL_UNREACHABLE',
    message: 'pool small: HTTP 503',
    retriable: true,
    partialText: null,
    usage: usage(0, 0),
    durationMs: 100,
    ambiguous: false,
    againAtMs: null,
    retryPool: null,
    ...over,
  })
}

/** Facts of these events alone. */
export const factsOf = (...events: DomainEvent[]): Facts => {
  const byId = new Map(events.map(one => [one.id, one]))
  const find: Facts['find'] = (type, id) => {
    const found = byId.get(id)
    return found?.type === type ? (found as never) : null
  }
  return {
    find,
    event: (type, id) => {
      const found = find(type, id)
      if (!found) throw turnstreamError('GATHER_FAILED', `no ${type} ${id}`)
      return found
    },
  }
}
