import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isTurnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { initialViews, type PolicyInForce } from '../../processors/views.ts'
import { decodeValue } from '../../schemas/codec.ts'
import type { Candidate, EventData, EventType, Resolution } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import { type ExplainPorts, explain } from './explain.ts'
import { sentenceOf } from './explain-reason.ts'
import { explanationShape } from './explain-shape.ts'
import { explainText } from './explain-text.ts'

const golden = join(import.meta.dirname, '..', '..', 'schemas', 'golden')

/** Data of a type: the golden example with what a test cares about. */
const dataOf = <T extends EventType>(type: T, cares: Partial<EventData[T]>): EventData[T] => {
  const { id, avro } = JSON.parse(readFileSync(join(golden, `${type}.v1.json`), 'utf8')) as { id: number; avro: string }
  const header = Buffer.from([0, 0, 0, id >> 8, id & 255])
  return { ...(decodeValue(Buffer.concat([header, Buffer.from(avro, 'base64')])).data as EventData[T]), ...cares }
}

const atMs = Date.parse('2026-01-02T03:04:05Z')
const event = <T extends EventType>(
  id: string,
  type: T,
  cares: Partial<EventData[T]>,
  more: object = {},
): DomainEvent =>
  ({
    id,
    type,
    key: 'k',
    timeMs: atMs,
    source: 's',
    subject: 't1',
    cause: null,
    data: dataOf(type, cares),
    ...more,
  }) as DomainEvent

const policy: PolicyInForce = {
  ...dataOf('PolicyChanged', {
    version: 'v2',
    tenant: null,
    scene: null,
    keywords: ['RETURN'],
    products: [],
    entries: [],
    beforeVersion: null,
    reason: 'new law',
  }),
  eventId: 'p',
  epoch: 4,
  sinceMs: atMs,
}

const other = (cares: Partial<PolicyInForce>): PolicyInForce => ({ ...policy, version: 'other', ...cares })

/** Changes that say something about other tenants, scenes, words, products and entries. */
const elsewhere = [
  other({ tenant: 'other tenant' }),
  other({ scene: 'other scene' }),
  other({ keywords: ['gift card'] }),
  other({ products: ['a lamp'] }),
  other({ entries: ['e9'] }),
]

const portsWith = (...events: readonly DomainEvent[]): ExplainPorts => {
  const records = events.map((each, at): StoredRecord => ({ ...toRecord(each, 1), offset: BigInt(at) }))
  return {
    partitions: 1,
    views: { at: versions => ({ ...initialViews, versions, policies: [...elsewhere, policy] }) },
    log: {
      ofSubject: subject => records.filter(({ headers }) => headers.ce_subject === subject),
      offsetAt: async () => 0n,
      read: async ({ topic, offset }, limit) =>
        records.filter(record => record.topic === topic && record.offset >= offset).slice(0, limit),
    },
  }
}

const candidate = dataOf('TurnResolved', {}).resolution.candidates[0]!
const near = (cares: Partial<Candidate>): Candidate => ({
  ...candidate,
  entryId: 'e1',
  similarity: 0.957,
  question: 'how long to return',
  keywords: 'how long to return\nwithin 30 days.',
  storedAtMs: atMs - 1_000,
  ...cares,
})
const resolution = (cares: Partial<Resolution>): Resolution => ({
  ...dataOf('TurnResolved', {}).resolution,
  outcome: 'cold',
  reason: 'threshold',
  detail: null,
  entryId: 'e1',
  similarity: 0.957,
  threshold: 0.93,
  candidates: [near({})],
  guards: [{ guard: 'slots', entryId: 'e1', verdict: 'pass', detail: null }],
  timings: { enrichMs: 0.2, embedMs: 3, exactMs: 0.1, semanticMs: 0.4 },
  views: { policyEpoch: 4, controlVersion: 2 },
  ...cares,
})

const received = event('t1', 'TurnReceived', {
  turnId: 't1',
  message: 'How long can I return?',
  solo: true,
  scene: null,
  rider: null,
  task: null,
  announced: null,
})
const resolved = event(idOf.resolved('t1'), 'TurnResolved', { turnId: 't1', resolution: resolution({}) })
const answered = event(idOf.answered('t1'), 'TurnAnswered', {
  turnId: 't1',
  source: 'cold',
  text: 'Within 30 days.',
  degraded: null,
  latencyMs: 4.2,
  costPicoUsd: 25_100_000,
  sources: ['returns-1'],
})
const stored = event(
  'e',
  'EntryStored',
  { entryId: 'e1', turnId: 't0', storedAtMs: atMs - 1_000, origin: 'learned' },
  { subject: 't0', key: 'e1' },
)

it('a hit names the entry, the turn that it was learned from, its neighbours, guards and policies in force', async () => {
  const explanation = await explain('t1', portsWith(received, resolved, answered, stored))
  expect(explanation.resolution).toMatchObject({
    outcome: 'cold',
    sentence: 'The entry served has similarity 0.957, at least the threshold 0.930, and no guard refused it.',
    entry: { entry_id: 'e1', learned_from: 't0', origin: 'learned' },
    candidates: [{ entry_id: 'e1', similarity: 0.957, guards: [{ guard: 'slots', verdict: 'pass', detail: null }] }],
    policies: [{ version: 'v2', epoch: 4, reason: 'new law' }],
    policy_epoch: 4,
    lane: 'log',
  })
  expect(explanation.answer).toMatchObject({ source: 'cold', cost_usd: 0.0000251, latency_ms: 4.2 })
})

it('an entry that was stored again since is not mistaken for the one served', async () => {
  const again = event(
    'e2',
    'EntryStored',
    { entryId: 'e1', turnId: 't2', storedAtMs: atMs },
    { subject: 't2', key: 'e1' },
  )
  const { resolution } = await explain('t1', portsWith(received, resolved, answered, again))
  expect(resolution!.entry!.learned_from).toBeNull()
})

it('a turn can be explained from what rides on it before the log lane has written anything', async () => {
  const rider = { ...dataOf('TurnReceived', {}).rider!, resolution: resolution({ outcome: 'exact', reason: 'exact' }) }
  const {
    resolution: told,
    enrichment,
    answer,
  } = await explain('t1', portsWith(event('t1', 'TurnReceived', { turnId: 't1', rider })))
  expect(told).toMatchObject({ lane: 'fast', outcome: 'exact' })
  expect(enrichment).not.toBeNull()
  expect(answer).toBeNull()
})

it('a miss tells its prompt, route, calls, ledger line, feedback and dead letters', async () => {
  const call = idOf.call('t1', 1)
  const explanation = await explain(
    't1',
    portsWith(
      received,
      event('r', 'TurnResolved', {
        resolution: resolution({
          outcome: 'none',
          reason: 'no_candidate',
          entryId: null,
          similarity: null,
          candidates: [],
          guards: [],
        }),
      }),
      event('p', 'PromptBuilt', {
        tokensBefore: 1_200,
        tokensAfter: 840,
        compression: 'model',
        summaryId: 't0.summary.1.made',
        required: ['a', 'b'],
        kept: ['a', 'b'],
      }),
      event('o', 'TurnRouted', { tier: 'small', pools: ['local', 'faq'], reason: 'score', score: 0.2 }),
      event('c1', 'InferenceRequested', { callId: call, attempt: 1, pool: 'local', model: 'm' }),
      event('c2', 'InferenceFailed', { callId: call, code: 'MODEL_TIMEOUT', message: 'too slow', durationMs: 60_000 }),
      event('c3', 'InferenceRequested', { callId: idOf.call('t1', 2), attempt: 2, pool: 'faq', model: 'faq-library' }),
      answered,
      event('l', 'LedgerLine', { costPicoUsd: 1e6, baselinePicoUsd: 3e6, baselineModel: 'gpt-5' }),
      event('f', 'FeedbackGiven', { helpful: false, rating: 1, comment: 'wrong' }),
      event('w', 'ReviewOpened', { reviewId: 'r1', reason: 'unhelpful' }),
      event('d', 'ReviewDecided', { reviewId: 'r1', verdict: 'delete', by: 'ann' }),
      event('d', 'DeadLettered', {
        topic: 'chat.turns',
        partition: 0,
        offset: 7,
        processor: 'enrich',
        code: 'DECIDER_THREW',
        message: 'boom',
      }),
    ),
  )
  expect(explanation).toMatchObject({
    prompt: { tokens_before: 1_200, tokens_after: 840, required: 2, kept: 2 },
    route: { tier: 'small', pools: ['local', 'faq'] },
    calls: [
      { attempt: 1, state: 'failed', error: { code: 'MODEL_TIMEOUT' }, duration_ms: 60_000 },
      { attempt: 2, state: 'outstanding', duration_ms: null },
    ],
    ledger: { cost_usd: 0.000001, baseline_usd: 0.000003, saved_usd: 0.000002, claims_saving: true },
    feedback: [{ helpful: false, rating: 1, comment: 'wrong' }],
    reviews: [{ review_id: 'r1', reason: 'unhelpful', closed: { verdict: 'delete', by: 'ann' } }],
    dead_letters: [{ topic: 'chat.turns', offset: 7, processor: 'enrich' }],
  })
  expect(explanation.events.map(({ type }) => type)).toContain('PromptBuilt')
  expect(explainText(explanation)).toContain('The prompt has 840 tokens instead of 1200')
})

it('existing answers that a model was offered are told, which it chose, and what both took', async () => {
  const offer = { entryId: 'e1', answerHash: 'h', similarity: 0.71, text: 'Thirty days.', sources: [] }
  const call = idOf.call('t1', 1)
  const price = { tokens: 60, costPicoUsd: 6e6, savedTokens: 20, savedPicoUsd: 8e6 }
  const explanation = await explain(
    't1',
    portsWith(
      received,
      event('p', 'PromptBuilt', { offers: [offer], offersVersion: 'choose-1', offerTokens: 60 }),
      event('c', 'InferenceRequested', { callId: call, attempt: 1, pool: 'local', model: 'm', offers: true }),
      event(idOf.answered('t1'), 'TurnAnswered', { choice: { offered: 1, tokens: 60, entryId: 'e1' } }),
      event('l', 'LedgerLine', { choice: { offered: 1, chosen: true, ...price } }),
    ),
  )
  expect(() => explanationShape.parse(JSON.parse(JSON.stringify(explanation)))).not.toThrow()
  expect(explanation).toMatchObject({
    prompt: { offers: [{ entry_id: 'e1', similarity: 0.71, text: 'Thirty days.' }], offers_version: 'choose-1' },
    calls: [{ offers: true }],
    answer: { chosen: 'e1' },
    ledger: { choice: { offered: 1, chosen: true, tokens: 60, cost_usd: 6e-6, saved_tokens: 20, saved_usd: 8e-6 } },
  })
  const text = explainText(explanation)
  expect(text).toContain(
    'With 60 more tokens it offered 1 existing answer to choose from:\n  1. 0.710  e1  “Thirty days.”',
  )
  expect(text).toContain('The model chose the answer of e1 instead of writing one.')
  expect(text).toContain('60 tokens of what was sent (0.000006 USD), and choosing one spared 20 tokens received')
})

it('an answer of the last resort is told to save nothing, and a hit on it what it saves', async () => {
  const told = async (source: string) => {
    const line = { source, degraded: 'no_upstream', costPicoUsd: 0, baselinePicoUsd: 3e6, baselineModel: 'gpt-5' }
    const explanation = await explain('t1', portsWith(received, answered, event('l', 'LedgerLine', line)))
    return [explanation.ledger?.saved_usd, explainText(explanation)]
  }
  expect(await told('faq')).toEqual([0, expect.stringContaining('0.000003 USD; a degraded answer saves nothing.')])
  expect(await told('cold')).toEqual([0.000003, expect.stringContaining('would have cost 0.000003 USD.')])
})

it('the explanation is what its shape says', async () => {
  const explanation = await explain('t1', portsWith(received, resolved, answered, stored))
  expect(() => explanationShape.parse(JSON.parse(JSON.stringify(explanation)))).not.toThrow()
})

it('the text for terminals has units and the sentence', async () => {
  const text = explainText(await explain('t1', portsWith(received, resolved, answered, stored)))
  expect(text).toContain('The cold cache answered. The entry served has similarity 0.957')
  expect(text).toContain('learned from turn t0')
  expect(text).toContain('Answered after 4.2 ms for 0.0000251 USD')
  expect(text).toContain('embed 3.0 ms')
})

it('an answer that followed others is told not to be learned, unless the caches were not asked at all', async () => {
  const told = async (historyTurns: number, reason: Resolution['reason']) => {
    const seen = [
      received,
      event('r', 'TurnResolved', { resolution: resolution({ outcome: 'none', reason, entryId: null }) }),
      event('p', 'PromptBuilt', { historyTurns }),
      answered,
    ]
    return explainText(await explain('t1', portsWith(...seen)))
  }
  expect(await told(2, 'below_threshold')).toContain('The caches did not learn it: what was said before')
  expect(await told(0, 'below_threshold')).not.toContain('did not learn')
  expect(await told(2, 'bypass')).not.toContain('did not learn')
})

it('of the policy changes those are told that match the question, its answer or an entry looked at', async () => {
  const told = async (message: string, question: string, text: string) => {
    const enrichment = { ...dataOf('TurnEnriched', {}).enrichment, normalised: message, slots: [] }
    const seen = [
      received,
      event('n', 'TurnEnriched', { enrichment }),
      event('r', 'TurnResolved', {
        resolution: resolution({ candidates: [near({ keywords: question, products: [] })] }),
      }),
      event(idOf.answered('t1'), 'TurnAnswered', { text }),
    ]
    return (await explain('t1', portsWith(...seen))).resolution!.policies.map(({ version }) => version)
  }
  expect(await told('may i return it', 'an entry', 'Yes.')).toEqual(['v2'])
  expect(await told('may i send it back', 'within 30 days you can return it', 'Yes.')).toEqual(['v2'])
  expect(await told('may i send it back', 'an entry', 'You may Return it.')).toEqual(['v2'])
  expect(await told('where is it', 'an entry', 'On its way.')).toEqual([])
})

it('before the first policy change the text says so, and afterwards which changes apply', async () => {
  const text = async (policyEpoch: number, keywords: string) => {
    const views = { policyEpoch, controlVersion: 2 }
    const candidates = [near({ keywords, policyEpoch })]
    const decided = event('r', 'TurnResolved', { resolution: resolution({ views, candidates }) })
    return explainText(await explain('t1', portsWith(received, decided)))
  }
  expect(await text(-1, 'none')).toContain('No policy change yet; configuration 2')
  expect(await text(-1, 'none')).not.toContain('-1')
  expect(await text(4, 'none')).toContain('Policy epoch 4, of which no change applies here')
  expect(await text(4, 'how to return')).toContain('Policy epoch 4, of which here applies v2 (new law)')
})

it('an unknown turn is refused, and so is the id of something else', async () => {
  const change = event('p', 'PolicyChanged', { version: 'v2' }, { subject: 'v2' })
  for (const id of ['t9', 'v2']) {
    const error = await explain(id, portsWith(received, change)).catch((thrown: unknown) => thrown)
    expect(isTurnstreamError(error, 'UNKNOWN_TURN')).toBe(true)
  }
})

it.each([
  [{ reason: 'exact' }, /exact cache/],
  [{ reason: 'agreement', similarity: 0.85 }, /0\.850, below the threshold 0\.930, but its neighbours agree/],
  [{ reason: 'wording', similarity: 0.85 }, /0\.850, below the threshold 0\.930, but both questions speak of the same/],
  [
    { reason: 'unsure', similarity: 0.95, detail: 'e1: confidence 0.9 of 0.95' },
    /too doubtful \(e1: confidence 0\.9 of 0\.95\)/,
  ],
  [{ reason: 'no_candidate' }, /no entry of this tenant/],
  [
    { reason: 'below_threshold', similarity: 0.9 },
    /nearest of 1 entry has similarity 0\.900, and the threshold is 0\.930/,
  ],
  [{ reason: 'below_threshold', similarity: 0.9299999 }, /similarity 0\.930000|0\.9299/],
  [{ reason: 'refused', detail: 'slots: only asked: number 7' }, /refused: slots: only asked: number 7/],
  [{ reason: 'bypass', detail: 'personal' }, /account of the person who asks/],
  [{ reason: 'bypass', detail: 'mode direct' }, /the scene is in mode direct/],
  [{ reason: 'something_new' }, /^something_new/],
] as const)('a reason is told as a sentence: %o', (cares, says) => {
  expect(sentenceOf(resolution(cares))).toMatch(says)
})
