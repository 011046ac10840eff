import { describe, expect, it } from 'vitest'
import type { EntryProposed, EntryStored } from '../../schemas/types.ts'
import { restoredOf } from '../entry.fixtures.ts'
import type { DomainEvent } from '../event.ts'
import {
  answeredOf,
  at,
  candidateOf,
  configurationOf,
  enrichmentOf,
  eventOf,
  policyInForceOf,
  resolutionOf,
  turnOf,
  viewsOf,
} from '../fixtures.ts'
import type { Facts } from '../processor.ts'
import type { PolicyInForce } from '../views.ts'
import { admit } from './admit.ts'
import { createLearn } from './propose.ts'

const promptEvent = (policyEpoch: number, historyTurns: number) =>
  ({
    type: 'PromptBuilt',
    id: 't1.prompt',
    data: {
      views: { policyEpoch, controlVersion: 0 },
      historyTurns,
      tokensBefore: 300,
      pending: { passages: [{ scene: 'refunds' }, { scene: 'returns' }] },
    },
  }) as unknown as DomainEvent

interface Around {
  readonly enrichment?: object
  readonly resolution?: object
  readonly policyEpoch?: number
  readonly historyTurns?: number
  readonly turn?: object
  /** Whether the call that answered was made with offers. */
  readonly offers?: boolean
}

const facts = (options: Around = {}): Facts => {
  const known: DomainEvent[] = [
    eventOf('TurnReceived', turnOf({ asker: 'u_1', ...options.turn }), { id: 't1' }),
    eventOf(
      'TurnEnriched',
      {
        turnId: 't1',
        tenant: 'default',
        conversationId: 't1',
        solo: true,
        enrichment: enrichmentOf(options.enrichment),
        views: viewsOf().versions,
      },
      { id: 't1.enriched' },
    ),
    eventOf(
      'TurnResolved',
      {
        turnId: 't1',
        tenant: 'default',
        conversationId: 't1',
        solo: true,
        resolution: resolutionOf(options.resolution),
      },
      { id: 't1.resolved' },
    ),
    promptEvent(options.policyEpoch ?? -1, options.historyTurns ?? 0),
    { id: 't1.call.1.requested', data: { offers: options.offers ?? false } } as DomainEvent,
  ]
  const find = (_type: string, id: string) => (known.find(event => event.id === id) ?? null) as never
  return { find, event: find }
}

const stored = new Map([['e1', { answerHash: 'answer-1', answer: 'Open My Orders.' }]])
const learn = createLearn({
  cache: { entry: id => (stored.get(id) ?? null) as EntryStored | null },
  embedding: {
    ...{ name: 'test:1', dimensions: 2, close: async () => undefined },
    embed: async texts =>
      texts.map(text => {
        const vector = text.includes('Orders')
          ? [1, 0]
          : text.includes('likely')
            ? [0.75, Math.sqrt(1 - 0.75 ** 2)]
            : [0, 1]
        return { vector: new Float32Array(vector), tokens: 3 }
      }),
  },
})

const propose = async (
  answer: Parameters<typeof answeredOf>[0],
  options: Parameters<typeof facts>[0] = {},
  answerGroups: 'similar' | 'identical' = 'similar',
): Promise<EntryProposed[]> => {
  const input = eventOf('TurnAnswered', answeredOf(answer), { id: 't1.answered' })
  const views = viewsOf({
    configuration: configurationOf({ products: ['Aurora smart bulb'], dataVersion: 'v7', cache: { answerGroups } }),
  })
  const gathered = await learn.gather(input, facts(options), views, new AbortController().signal)
  return learn.decide(null, input, gathered as never, views).map(({ data }) => data as EntryProposed)
}

/** Its prompt before compression, and its text: 7 tokens. */
const counted = { promptTokens: 300, completionTokens: 7, counted: true }

describe('learn', () => {
  it('proposes a whole answer, with the epoch its prompt was built under and the version of its data', async () => {
    expect(await propose({}, { policyEpoch: 4 })).toEqual([
      expect.objectContaining({
        entryId: expect.stringMatching(/^semantic_cache:returns:[0-9a-f]{32}$/),
        exactKey: expect.stringMatching(/^exact_cache:returns:/),
        policyEpoch: 4,
        version: 'v7',
        asker: 'u_1',
        shareable: true,
        origin: 'learned',
      }),
    ])
  })
  it.each<[string, Parameters<typeof propose>[0], Parameters<typeof facts>[0]]>([
    [
      'an answer that is not learnable: cut off, refused, made by the last resort after a failure',
      { learnable: false },
      {},
    ],
    [
      'an answer that what the caller said before may have shaped',
      {},
      { turn: { history: [{ role: 'user', content: 'Our hotline is 555-0199.' }] } },
    ],
    ['an answer that its conversation may have shaped', {}, { historyTurns: 1 }],
    ['an answer to a turn that was never looked up', {}, { resolution: { reason: 'bypass', detail: 'personal' } }],
  ])('proposes nothing for %s', async (_what, answer, options) => {
    expect(await propose(answer, options)).toEqual([])
  })
  it('tells what the answer is about, where its question was embedded by the same model', async () => {
    expect(await propose({ text: 'Open My Orders.' })).toEqual([
      expect.objectContaining({ answerVector: Buffer.of(127, 0) }),
    ])
    expect(await propose({}, { enrichment: { embeddingModel: 'test:0' } })).toEqual([
      expect.objectContaining({ answerVector: null }),
    ])
  })
  it('asks for a second asker where the question has details, not for mere polarity', async () => {
    const slot = (kind: string) => ({ enrichment: { slots: [{ kind, value: 'x', text: 'x' }] } })
    expect((await propose({}, slot('amount')))[0]?.shareable).toBe(false)
    expect((await propose({}, slot('negation')))[0]?.shareable).toBe(true)
    expect((await propose({ source: 'faq' }, slot('amount')))[0]).toMatchObject({ shareable: true, origin: 'faq' })
  })
  it.each<[string, Parameters<typeof propose>[0], object]>([
    ['as billed', {}, { promptTokens: 100, completionTokens: 20, counted: false }],
    ['counted where no model was called', { source: 'faq', calls: 0 }, counted],
    ['counted where the usage went to another turn', { calls: 0 }, counted],
    ['counted where the usage is that of failed calls too', { calls: 2 }, counted],
  ])('has the tokens that an answer takes, %s', async (_how, answer, tokens) => {
    const usage = answer?.calls === 0 ? { ...answeredOf().usage, promptTokens: 0, completionTokens: 0 } : undefined
    expect((await propose({ ...answer, ...(usage ? { usage } : {}) }))[0]).toMatchObject(tokens)
  })
  it('keeps why an answer is degraded with what is learned of it', async () => {
    expect((await propose({ source: 'faq', calls: 0, degraded: 'no_upstream' }))[0]?.degraded).toBe('no_upstream')
    expect((await propose({}))[0]?.degraded).toBeNull()
  })
  it('names every scene that the answer touches: its own, and those of the passages it rests on', async () => {
    expect((await propose({}))[0]?.scenes).toEqual(['returns', 'refunds'])
  })
  it('names the products of question and answer', async () => {
    const product = { kind: 'product', value: 'Rowan kettle', text: 'rowan kettle' }
    expect(
      (await propose({ text: 'Pair the aurora smart bulb first.' }, { enrichment: { slots: [product] } }))[0]?.products,
    ).toEqual(['Rowan kettle', 'Aurora smart bulb'])
  })
})

const [proposal] = await propose({})
const proposed = (options: Partial<EntryProposed> & { timeMs?: number } = {}) => {
  const { timeMs = at, ...data } = options
  return eventOf('EntryProposed', { ...proposal!, ...data }, { id: `p${timeMs}`, key: proposal!.entryId, timeMs })
}
const invalidated = (review: boolean) =>
  eventOf(
    'EntryInvalidated',
    {
      entryId: proposal!.entryId,
      reason: review ? 'unhelpful' : 'policy',
      by: 'f',
      policyEpoch: 0,
      review,
      views: viewsOf().versions,
    },
    { key: proposal!.entryId },
  )

/** Runs inputs through admission as the runtime does; gives what was stored. */
const admitted = (...inputs: DomainEvent[]): EntryStored[] => {
  let state = admit.initialState()
  return inputs.flatMap(input => {
    const outputs = admit.decide(state, input, {} as Facts, viewsOf())
    for (const event of [input, ...outputs]) if (admit.journal.includes(event.type)) state = admit.evolve(state, event)
    return outputs.map(({ data }) => data as EntryStored)
  })
}

describe('an answer that was chosen', () => {
  const entry = candidateOf({
    entryId: 'e7',
    similarity: 0.7,
    answerHash: 'answer-7',
    answerGroup: 'group-7',
    policyEpoch: 2,
    version: 'v6',
    products: ['Nordic lamp'],
    scenes: ['payments'],
    expiresAtMs: at + 5_000,
  })
  const choice = { offered: 2, tokens: 60, entryId: 'e7' }
  const resolution = { candidates: [candidateOf({ entryId: 'e1' }), entry] }

  it.each(['similar', 'identical'] as const)('joins the group of its entry (%s)', async answerGroups => {
    const answer = { text: 'Thirty days.', answerHash: 'answer-7', choice }
    expect((await propose(answer, { resolution, offers: true }, answerGroups))[0]?.answerGroup).toBe('group-7')
  })
  it('does not outlive its entry, and is claimed with it', async () => {
    const [proposed] = await propose({ answerHash: 'answer-7', choice }, { resolution, policyEpoch: 4 })
    expect(proposed).toMatchObject({
      policyEpoch: 2,
      version: 'v6',
      products: ['Nordic lamp'],
      scenes: ['returns', 'refunds', 'payments'],
      notAfterMs: at + 5_000,
    })
  })
  it('spares a hit the writing of it, and one that was written the offers', async () => {
    expect((await propose({ choice }, { resolution }))[0]).toMatchObject(counted)
    const written = { choice: { ...choice, entryId: null } }
    expect((await propose(written, { resolution }))[0]).toMatchObject({ promptTokens: 40, completionTokens: 20 })
  })
  it('takes what was written instead for the same only where it is surer of it', async () => {
    const written = { text: 'Most likely there.', answerHash: 'other', choice: { ...choice, entryId: null } }
    const candidates = [candidateOf({ entryId: 'e1', similarity: 0.35 })]
    const groupOf = async (offers: boolean) =>
      (await propose(written, { resolution: { candidates }, offers }))[0]?.answerGroup
    expect(await groupOf(true)).toBe('other')
    // Asked once more without them, the model has declined nothing.
    expect(await groupOf(false)).toBe('answer-1')
  })
})

describe('admit', () => {
  it('stores a proposal with its absolute expiry', () => {
    expect(admitted(proposed())).toEqual([
      expect.objectContaining({
        storedAtMs: at,
        expiresAtMs: at + 30 * 86_400_000,
        exactExpiresAtMs: at + 3_600_000,
        shared: true,
        askers: ['u_1'],
      }),
    ])
  })
  it('has it live as long as its scene says, and shorter where the answer changes every few days', () => {
    const hourMs = 3_600_000
    const cache = { ttls: { returns: 48 * hourMs, flash: hourMs / 2 }, volatileTtlMs: 6 * hourMs }
    const views = viewsOf({ configuration: configurationOf({ cache }) })
    const lives = (scene: string, question: string) => {
      const outputs = admit.decide(admit.initialState(), proposed({ scene, question }), {} as Facts, views)
      const { expiresAtMs, exactExpiresAtMs } = outputs[0]!.data as EntryStored
      return [(expiresAtMs - at) / hourMs, (exactExpiresAtMs - at) / hourMs]
    }
    expect(lives('general', 'how do i pay')).toEqual([720, 1])
    expect(lives('returns', 'how do i return a jacket')).toEqual([48, 1])
    expect(lives('returns', 'how much does a return cost')).toEqual([6, 1])
    expect(lives('general', 'what are your opening hours')).toEqual([6, 1])
    expect(lives('flash', 'what does the lamp cost')).toEqual([0.5, 0.5])
  })
  it('keeps none longer than it may be', () => {
    expect(admitted(proposed({ notAfterMs: at + 9_000 }))).toMatchObject([
      { expiresAtMs: at + 9_000, exactExpiresAtMs: at + 9_000 },
    ])
    expect(admitted(proposed({ notAfterMs: at + 4_000_000 }))).toMatchObject([
      { expiresAtMs: at + 4_000_000, exactExpiresAtMs: at + 3_600_000 },
    ])
  })
  it('writes once for all proposals within the delay window, and again after it', () => {
    expect(
      admitted(
        proposed(),
        proposed({ timeMs: at + 1 }),
        proposed({ timeMs: at + 4_999 }),
        proposed({ timeMs: at + 5_000 }),
      ),
    ).toHaveLength(2)
  })
  it('writes within the window when the policy epoch has moved: the new answer follows the new rule', () => {
    expect(admitted(proposed(), proposed({ timeMs: at + 1, policyEpoch: 9 }))).toHaveLength(2)
  })
  it('shares what may depend on its asker after two authenticated ones', () => {
    const stored = admitted(
      proposed({ shareable: false }),
      proposed({ shareable: false, timeMs: at + 1 }),
      proposed({ shareable: false, asker: 'u_2', timeMs: at + 2 }),
    )
    expect(stored.map(({ shared, askers }) => [shared, askers])).toEqual([
      [false, ['u_1']],
      [true, ['u_1', 'u_2']],
    ])
  })
  it('counts askers whom nobody has authenticated as none', () => {
    const stored = admitted(
      proposed({ shareable: false, asker: 'anonymous' }),
      proposed({ shareable: false, asker: 'u_2', timeMs: at + 1 }),
    )
    expect(stored.at(-1)?.shared).toBe(false)
  })
  it('has an entry earn its sharing anew after it was taken out', () => {
    const [, after] = admitted(
      proposed(),
      invalidated(false),
      proposed({ shareable: false, asker: 'u_9', timeMs: at + 1 }),
    )
    expect(after).toMatchObject({ shared: false, askers: ['u_9'] })
  })
  it('writes anew after a policy has taken the entry out', () => {
    expect(admitted(proposed(), invalidated(false), proposed({ timeMs: at + 1 }))).toHaveLength(2)
  })
  it('keeps an entry marked unhelpful out until a reviewer has restored it', () => {
    const restored = {
      ...restoredOf('e', { entryId: proposal!.entryId }),
      key: proposal!.entryId,
    }
    expect(admitted(proposed(), invalidated(true), proposed({ timeMs: at + 9_000 }))).toHaveLength(1)
    expect(admitted(invalidated(true), proposed())).toHaveLength(0)
    expect(admitted(proposed(), invalidated(true), restored, proposed({ timeMs: at + 9_000 }))).toHaveLength(2)
  })
})

describe('an answer that waits for an announced change', () => {
  const waiting = proposed({ awaits: 4, policyEpoch: 4, timeMs: at + 1 })
  const policy = (epoch: number, options: Partial<PolicyInForce> = {}) =>
    policyInForceOf({ eventId: `p${epoch}`, epoch, version: `v${epoch}`, ...options })
  const released = (by = waiting.id) =>
    eventOf(
      'EntryReleased',
      { entryId: waiting.key, policyEpoch: 9, proposal: by, views: viewsOf().versions },
      { id: 'r', key: waiting.key, timeMs: at + 2 },
    )
  const facts = { event: () => waiting } as unknown as Facts
  /** What is decided on inputs under these policies. */
  const decided = (inputs: readonly DomainEvent[], ...policies: PolicyInForce[]) => {
    let state = admit.initialState()
    return inputs.flatMap(input => {
      const outputs = admit.decide(state, input, facts, viewsOf({ policies }))
      for (const event of [input, ...outputs])
        if (admit.journal.includes(event.type)) state = admit.evolve(state, event)
      return outputs
    })
  }
  it('is prepared, and stored under the epoch of the change when that is in force', () => {
    const [prepared, stored, ...more] = decided([waiting, released()], policy(9, { announced: 4 }))
    // In force already as it is decided on: then there is nothing to wait for.
    expect([prepared, stored, ...more].map(event => event?.type)).toEqual(['EntryStored', undefined])
    const outputs = decided([waiting])
    expect(outputs.map(({ type, data }) => [type, data])).toEqual([
      ['EntryPrepared', expect.objectContaining({ awaits: 4, proposal: waiting.id })],
    ])
    expect(decided([waiting, released()]).map(({ type, data }) => [type, (data as EntryStored).policyEpoch])).toEqual([
      ['EntryPrepared', undefined],
      ['EntryStored', 9],
    ])
  })
  it('is released once, and not where another one has taken its place', () => {
    expect(decided([waiting, released(), released()])).toHaveLength(2)
    expect(decided([waiting, released('another')])).toHaveLength(1)
  })
  it('is not stored where a change between the two concerns it, at once or on some day', () => {
    for (const between of [{}, { sharePerDay: 0.01 }, { scene: 'returns' }])
      expect(decided([waiting, released()], policy(6, between)).map(({ type }) => type)).toEqual(['EntryPrepared'])
    expect(decided([waiting, released()], policy(6, { scene: 'payment' }), policy(4))).toHaveLength(2)
  })
  it('leaves what is stored meanwhile as it is, and goes where a reviewer has to look', () => {
    expect(decided([proposed(), waiting]).map(({ type }) => type)).toEqual(['EntryStored', 'EntryPrepared'])
    expect(decided([waiting, invalidated(true), released()]).map(({ type }) => type)).toEqual(['EntryPrepared'])
  })
})
