/** Events and records for tests: whole, valid, and the same every time; each test states only what it is about. */
import { createHash } from 'node:crypto'
import type {
  Candidate,
  Enrichment,
  EventData,
  EventType,
  PolicyChanged,
  Resolution,
  TurnAnswered,
  TurnReceived,
} from '../schemas/types.ts'
import { type DeciderConfiguration, deciderConfiguration } from './configuration.ts'
import { vectorToBytes } from './enrich/vector.ts'
import type { DomainEvent } from './event.ts'
import { initialViews, type PolicyInForce, type Views } from './views.ts'

export const at = Date.UTC(2026, 8, 1, 12)

/** A unit vector of [384] that points along one axis, leaning to the next by `lean`. */
export const vectorOf = (axis: number, lean = 0): Float32Array => {
  const vector = new Float32Array(384)
  vector[axis] = Math.sqrt(1 - lean * lean)
  vector[axis + 1] = lean
  return vector
}

export const configurationOf = (options: Parameters<typeof deciderConfiguration.parse>[0] = {}): DeciderConfiguration =>
  deciderConfiguration.parse(options)

export const viewsOf = (options: Partial<Views> = {}): Views => ({ ...initialViews, ...options })

export const turnOf = (options: Partial<TurnReceived> = {}): TurnReceived => ({
  turnId: 't1',
  tenant: 'default',
  conversationId: 't1',
  solo: true,
  channel: 'http',
  userId: null,
  asker: 'anonymous',
  scene: null,
  message: 'How do I return a jacket?',
  model: 'auto',
  temperature: null,
  maxTokens: null,
  systemPrompt: null,
  history: [],
  tools: null,
  responseFormat: null,
  choices: 1,
  minSimilarity: null,
  requestId: null,
  rider: null,
  task: null,
  announced: null,
  ...options,
})

export const enrichmentOf = (options: Partial<Enrichment> = {}): Enrichment => ({
  normalised: 'how do i return a jacket',
  textHash: createHash('sha256')
    .update(options.normalised ?? 'how do i return a jacket')
    .digest('hex'),
  vector: vectorToBytes(vectorOf(0)),
  embeddingModel: 'test:1',
  tokens: 9,
  slots: [],
  language: 'en',
  scene: 'returns',
  standsAlone: true,
  flags: [],
  ...options,
})

export const candidateOf = (options: Partial<Candidate> = {}): Candidate => ({
  entryId: 'semantic_cache:returns:e1',
  layer: 'cold',
  similarity: 0.95,
  question: 'how can i return a jacket',
  slots: [],
  answerHash: 'answer-1',
  answerGroup: '',
  answerSimilarity: null,
  tenant: 'default',
  scene: 'returns',
  scenes: ['returns'],
  language: 'en',
  identity: '',
  embeddingModel: 'test:1',
  policyEpoch: -1,
  version: '',
  products: [],
  sources: [],
  keywords: 'how can i return a jacket\nstart a return under my orders',
  shared: true,
  askers: ['anonymous'],
  storedAtMs: at - 1_000,
  expiresAtMs: at + 1_000_000,
  ...options,
})

export const resolutionOf = (options: Partial<Resolution> = {}): Resolution => ({
  outcome: 'none',
  reason: 'no_candidate',
  detail: null,
  entryId: null,
  similarity: null,
  threshold: 0.93,
  identity: 'identity',
  exactKey: 'exact_cache:returns:e1',
  candidates: [],
  guards: [],
  mode: 'cache',
  timings: { enrichMs: null, embedMs: null, exactMs: null, semanticMs: null },
  views: initialViews.versions,
  confidence: null,
  check: null,
  ...options,
})

export const answeredOf = (options: Partial<TurnAnswered> = {}): TurnAnswered => ({
  turnId: 't1',
  tenant: 'default',
  conversationId: 't1',
  solo: true,
  source: 'model',
  text: 'Start a return under My Orders.',
  answerHash: 'answer-1',
  entryId: null,
  similarity: null,
  callId: 't1.call.1',
  promptId: 't1.prompt',
  model: 'demo-small',
  pool: 'small',
  tier: 'small',
  sources: [],
  usage: { promptTokens: 100, completionTokens: 20, cachedTokens: 0, counted: false },
  costPicoUsd: 18_000_000,
  reusedUsage: null,
  finishReason: 'stop',
  toolCalls: null,
  reasoning: null,
  degraded: null,
  learnable: true,
  calls: 1,
  scene: 'returns',
  message: 'How do I return a jacket?',
  receivedAtMs: at,
  latencyMs: 120,
  views: initialViews.versions,
  choice: null,
  ...options,
})

/** A change of every entry, at once. */
export const policyOf = (options: Partial<PolicyChanged> = {}): PolicyChanged => ({
  version: 'v2',
  tenant: null,
  scene: null,
  keywords: [],
  products: [],
  sources: [],
  revision: null,
  entries: [],
  beforeVersion: null,
  sharePerDay: null,
  prewarm: 0,
  announced: null,
  reason: 'test',
  by: 'test',
  ...options,
})

/** The same as views have it. */
export const policyInForceOf = (options: Partial<PolicyInForce> = {}): PolicyInForce => ({
  ...policyOf(),
  eventId: 'p',
  epoch: 0,
  sinceMs: at,
  ...options,
})

/** An event around its data; `id`, `key`, `subject` and the like may be given. */
export const eventOf = <T extends EventType>(
  type: T,
  data: EventData[T],
  options: Partial<Pick<DomainEvent, 'id' | 'key' | 'timeMs' | 'subject' | 'cause' | 'source'>> = {},
): DomainEvent<T> => {
  const subject = 'turnId' in data && typeof data.turnId === 'string' ? data.turnId : type
  return {
    id: `${subject}.${type}`,
    type,
    key: subject,
    timeMs: at,
    source: 'test',
    subject,
    cause: null,
    data,
    ...options,
  } as DomainEvent<T>
}
