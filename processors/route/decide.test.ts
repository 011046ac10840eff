import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PendingTurn, PromptBuilt } from '../../schemas/types.ts'
import { deciderConfiguration } from '../configuration.ts'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import { vectorToBytes } from '../enrich/vector.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { Facts } from '../processor.ts'
import { initialViews, type Views } from '../views.ts'
import { createRoute } from './decide.ts'
import type { RoutedTurn } from './router.ts'
import { featureRouter } from './score.ts'

const viewsOf = (configuration: object, more: Partial<Views> = {}): Views => ({
  ...initialViews,
  configuration: deciderConfiguration.parse(configuration),
  ...more,
})
const pools = {
  tiny: { kind: 'ollama', model: 'qwen', tier: 'small' },
  mid: { kind: 'openai', model: 'gpt-mini', tier: 'medium', models: ['gpt-mini-2'] },
  big: { kind: 'openai', model: 'gpt', tier: 'large' },
}
const views = viewsOf({ pools })

const prompt = (
  pending: Partial<PendingTurn> = {},
  more: Partial<PromptBuilt> = {},
  timeMs = 1_000,
): DomainEvent<'PromptBuilt'> => ({
  id: idOf.prompt('a'),
  type: 'PromptBuilt',
  key: 'c1',
  timeMs,
  source: 'compress',
  subject: 'a',
  cause: null,
  data: {
    turnId: 'a',
    tenant: 't',
    conversationId: 'c1',
    solo: false,
    pending: {
      message: 'How do I reset my password?',
      receivedAtMs: 1,
      scene: 'account',
      language: 'en',
      model: 'auto',
      systemPrompt: null,
      history: [],
      temperature: null,
      maxTokens: null,
      tools: null,
      responseFormat: null,
      flags: [],
      slots: [],
      standsAlone: true,
      identity: 'identity',
      textHash: 'hash',
      passages: [],
      grounding: 'complete',
      lookups: [],
      ...pending,
    },
    messages: [],
    templateVersion: 'support-1',
    compression: 'none',
    attempts: 0,
    required: [],
    kept: [],
    historyTurns: 0,
    tokensBefore: 200,
    tokensAfter: 200,
    maxTokens: 200,
    views: initialViews.versions,
    offers: [],
    offersVersion: '',
    offerTokens: 0,
    summaryId: null,
    ...more,
  },
})

const route = createRoute({ router: featureRouter })
type Judged = ReturnType<typeof route.recall>

const routed = (input: DomainEvent, in_: Views = views, judged: Judged = null, state = route.initialState()) => {
  const [output] = route.decide(state, input, judged, in_)
  if (output?.type !== 'TurnRouted') throw new Error('expected a route')
  return output
}
const judging = (score: number, confidence = 1): Judged => ({ router: 'fixed', score, confidence, asked: null })

describe('route', () => {
  it.each([
    ['small', 'How do I reset my password?'],
    ['small', 'Where is my parcel?'],
    ['small', 'Can I pay with a gift card?'],
    ['medium', 'Why was I charged twice, and how do I dispute it?'],
    ['medium', 'Compare the two tablets and calculate the total with delivery, then tell me which is better and why.'],
    [
      'large',
      'This is unacceptable and I will complain to my lawyer. First you charged me twice, then the device stopped working with error code 7. Explain why, compare what a refund and a repair would cost in total, and after that tell me step by step what happens next. What do you offer? When? Who pays?',
    ],
  ])('sends to the %s tier: %s', (tier, message) => {
    expect(routed(prompt({ message })).data).toMatchObject({ tier, reason: 'score', propensity: 1, router: 'features' })
  })

  it.each<[score: number, confidence: number, tier: string, reason: string]>([
    [0.29, 1, 'small', 'score'],
    [0.3, 1, 'medium', 'score'],
    [0.69, 1, 'medium', 'score'],
    [0.7, 1, 'large', 'score'],
    [0.1, 0.64, 'medium', 'low_confidence'],
    [0.9, 0.64, 'medium', 'low_confidence'],
    [0.9, 0.65, 'large', 'score'],
  ])('takes score %d with confidence %d to %s for reason %s', (score, confidence, tier, reason) => {
    expect(routed(prompt(), views, judging(score, confidence)).data).toMatchObject({ tier, reason, score, confidence })
  })

  it.each<
    [
      title: string,
      last: string,
      score: number,
      confidence: number,
      laterMs: number,
      alone: boolean,
      tier: string,
      reason: string,
    ]
  >([
    ['moves up at once', 'small', 0.8, 1, 1, true, 'large', 'score'],
    ['moves down when the score is far below the bound', 'large', 0.5, 1, 1, true, 'medium', 'score'],
    ['stays when the score is just below the bound', 'large', 0.66, 1, 1, true, 'large', 'hysteresis'],
    ['stays when the score is unsure', 'large', 0.1, 0.5, 1, true, 'large', 'sticky'],
    ['stays for a follow-up', 'large', 0.1, 1, 1, false, 'large', 'sticky'],
    ['starts afresh after stickyMs', 'large', 0.1, 1, 600_001, false, 'small', 'score'],
  ])('within a conversation it %s', (_title, last, score, confidence, laterMs, standsAlone, tier, reason) => {
    const before = { tier: last as 'small', score: 0, timeMs: 1_000 }
    const output = routed(prompt({ standsAlone }, {}, 1_000 + laterMs), views, judging(score, confidence), before)
    expect(output.data).toMatchObject({ tier, reason })
    expect(route.evolve(before, output)).toEqual({ tier, score, timeMs: 1_000 + laterMs })
  })

  describe('that explores', () => {
    const exploring = viewsOf({ pools, route: { explore: 0.3 } })
    const turns = Array.from({ length: 4_000 }, (_, n) => `t${n}`)
    const routes = (score: number, in_ = exploring, pending: Partial<PendingTurn> = {}) =>
      turns.map(turnId => routed(prompt(pending, { turnId }), in_, judging(score)).data)

    it('sends its share of turns to each tier as often as it says, and says why', () => {
      const found = routes(0.1)
      for (const [tier, propensity, reason] of [
        ['small', 0.8, 'score'],
        ['medium', 0.1, 'explored'],
        ['large', 0.1, 'explored'],
      ] as const) {
        const of = found.filter(each => each.tier === tier)
        expect(of.length / found.length).toBeCloseTo(propensity, 1)
        for (const each of of) expect(each.propensity).toBeCloseTo(propensity, 12)
        expect(new Set(of.map(each => each.reason))).toEqual(new Set([reason]))
      }
      expect(found[0]!.flightKey).toBe(routes(0.1, viewsOf({ pools }))[0]!.flightKey)
      expect(found.find(({ reason }) => reason === 'explored')!.flightKey).toBeNull()
    })
    it('takes only tiers that have pools for the turn', () => {
      const two = viewsOf({ pools: { tiny: pools.tiny, big: pools.big }, route: { explore: 0.3 } })
      const found = routes(0.5, two)
      expect(new Set(found.map(({ tier }) => tier))).toEqual(new Set(['small', 'large']))
      expect(found.find(({ tier }) => tier === 'large')).toMatchObject({ reason: 'score', propensity: 0.85 })
      expect(found.find(({ tier }) => tier === 'small')).toMatchObject({ reason: 'explored', propensity: 0.15 })
    })
    it.each([
      ['whose model the caller has chosen', exploring, { model: 'gpt' }, ''],
      [
        'of a scene of high priority',
        viewsOf({ pools, route: { explore: 1, priorities: { account: 'high' } } }),
        {},
        '',
      ],
      ['that we ask ourselves', viewsOf({ pools, route: { explore: 1 } }), {}, '.check'],
    ])('leaves a turn where it is %s', (_which, in_, pending, suffix) => {
      for (const turnId of turns.slice(0, 500)) {
        const { reason, propensity } = routed(prompt(pending, { turnId: turnId + suffix }), in_, judging(0.1)).data
        expect([reason === 'explored', propensity]).toEqual([false, 1])
      }
    })
    it('does not keep a conversation where it was explored', () => {
      const before = { tier: 'small', score: 0, timeMs: 1_000 } as const
      const turnId = turns.find(
        id => routed(prompt({}, { turnId: id }), exploring, judging(0.1)).data.tier === 'large',
      )!
      expect(route.evolve(before, routed(prompt({}, { turnId }), exploring, judging(0.1)))).toBe(before)
    })
  })

  it('keeps no tier of solo and of pinned turns', () => {
    expect(route.evolve(null, routed(prompt({}, { solo: true })))).toBeNull()
    expect(route.evolve(null, routed(prompt({ model: 'gpt' })))).toBeNull()
  })

  it.each<
    [title: string, configuration: object, health: Record<string, string>, score: number, tier: string, pools: string[]]
  >([
    [
      'the tier first, then the next larger, then the next smaller',
      { pools },
      {},
      0.5,
      'medium',
      ['mid', 'big', 'tiny', 'faq'],
    ],
    [
      'the listed pools of a tier',
      { pools, route: { tiers: { small: ['big', 'tiny', 'gone'] } } },
      {},
      0.1,
      'small',
      ['big', 'tiny', 'mid', 'faq'],
    ],
    [
      'pools that are down after all others',
      { pools },
      { mid: 'down', big: 'degraded' },
      0.5,
      'medium',
      ['big', 'tiny', 'mid', 'faq'],
    ],
    [
      'the next larger tier for one without pools',
      { pools: { big: pools.big, tiny: pools.tiny } },
      {},
      0.5,
      'large',
      ['big', 'tiny', 'faq'],
    ],
    ['the next smaller tier where none is larger', { pools: { tiny: pools.tiny } }, {}, 0.9, 'small', ['tiny', 'faq']],
    [
      'a pool of no tier before the last resort',
      { pools: { any: { kind: 'openai', model: 'gpt' } } },
      {},
      0.1,
      'small',
      ['any', 'faq'],
    ],
    ['only the last resort where there are no pools', {}, {}, 0.1, 'small', ['faq']],
  ])('lists %s', (_title, configuration, health, score, tier, expected) => {
    const { data } = routed(prompt(), viewsOf(configuration, { health }), judging(score))
    expect(data).toMatchObject({ tier, pools: expected, reason: 'score', model: null })
  })

  describe('of several pools in a tier', () => {
    const price = (model: string, input: string, output: string, valid_from = '1970-01-01') => ({
      ...{ model, valid_from, input, cached_input: '0', output },
    })
    const several = {
      unknown: { kind: 'openai', model: 'nobody-knows', tier: 'small' },
      wordy: { kind: 'openai', model: 'cheap-to-tell', tier: 'small', region: 'us-east-1' },
      terse: { kind: 'openai', model: 'cheap-to-ask', tier: 'small', region: 'eu-west-1' },
      large: { kind: 'openai', model: 'gpt', tier: 'large', region: 'eu-central-1' },
      own: { kind: 'ollama', model: 'qwen', tier: 'small', region: 'eu' },
    }
    const prices = [price('cheap-to-ask', '0.1', '2'), price('cheap-to-tell', '1', '0.5')]
    const poolsIn = (configuration: object, more: Partial<PromptBuilt> = {}, pending: Partial<PendingTurn> = {}) =>
      routed(prompt(pending, more), viewsOf({ pools: several, prices, ...configuration }), judging(0.1)).data.pools

    it('asks the cheapest for this turn first: its own before those with a price, and those that nobody knows one of last', () => {
      const [long, short] = [{ tokensAfter: 5_000 }, { tokensAfter: 50 }]
      expect(poolsIn({}, long)).toEqual(['own', 'terse', 'wordy', 'unknown', 'large', 'faq'])
      expect(poolsIn({}, short)).toEqual(['own', 'wordy', 'terse', 'unknown', 'large', 'faq'])
    })

    it('goes by the prices of the day', () => {
      const dearer = [...prices, price('cheap-to-tell', '9', '9', '1970-01-02')]
      const on = (timeMs: number) =>
        routed(prompt({}, { tokensAfter: 50 }, timeMs), viewsOf({ pools: several, prices: dearer }), judging(0.1)).data
      expect(on(1_000).pools.slice(0, 3)).toEqual(['own', 'wordy', 'terse'])
      expect(on(86_400_000).pools.slice(0, 3)).toEqual(['own', 'terse', 'wordy'])
    })

    it('asks only those that may see what the tenant sends, whatever they cost or the caller has chosen', () => {
      const here = { route: { residency: { t: ['eu'] } } }
      expect(poolsIn(here)).toEqual(['own', 'terse', 'large', 'faq'])
      expect(poolsIn({ route: { residency: { other: ['eu'] } } })).toHaveLength(6)
      const listed = { route: { residency: { t: ['eu'] }, tiers: { small: ['wordy', 'terse'] } } }
      expect(poolsIn(listed)).toEqual(['terse', 'large', 'own', 'faq'])
      expect(poolsIn(here, {}, { model: 'cheap-to-tell' })).toEqual(['faq'])
      expect(poolsIn({ route: { residency: { t: ['ap'] } } })).toEqual(['faq'])
    })

    it('does not show the classifier what its pool may not see', () => {
      const router = { name: 'classifier:x', score: () => ({ score: 0.9, confidence: 1 }) }
      const facts = { event: () => ({ data: { enrichment: { vector: null, embeddingModel: null } } }) } as never
      const asks = (pool: string) => {
        const classified = { router: 'classifier', classifier: { pool }, residency: { t: ['eu'] } }
        const in_ = viewsOf({ pools: several, route: classified })
        return createRoute({ router }).gather(prompt(), facts, in_, new AbortController().signal) !== null
      }
      expect(asks('own')).toBe(true)
      expect(asks('wordy')).toBe(false)
    })
  })

  it.each([
    ['gpt-mini', ['mid', 'faq']],
    ['gpt-mini-2', ['mid', 'faq']],
    ['nobody-serves-it', ['faq']],
  ])('pins %s', (model, expected) => {
    expect(routed(prompt({ model })).data).toMatchObject({ tier: 'pinned', reason: 'pinned', model, pools: expected })
  })

  describe('by another router than that of features', () => {
    const learned = viewsOf({ pools, route: { router: 'learned', model: 'x' } })
    const asked: RoutedTurn[] = []
    const by = createRoute({
      router: {
        name: 'asked:1',
        score: async turn => {
          asked.push(turn)
          return { score: 0.9, confidence: 1 }
        },
      },
    })
    const vector = Float32Array.of(0.6, 0.8)
    const enrichment = { vector: vectorToBytes(vector), embeddingModel: 'm' }
    const facts = { event: () => ({ data: { enrichment } }) } as unknown as Facts
    const gatheredIn = (in_: Views, input = prompt()) => by.gather(input, facts, in_, new AbortController().signal)

    it('tells it what the turn offers, and records what it says, under its name', async () => {
      const gathered = await gatheredIn(learned)
      expect(asked.splice(0)).toMatchObject([{ turnId: 'a', text: prompt().data.pending.message, vector }])
      const { data } = routed(prompt(), learned, gathered)
      expect(data).toMatchObject({ tier: 'large', reason: 'score', score: 0.9, confidence: 1, router: 'asked:1' })
    })

    it('decides the same from what was recorded', async () => {
      const output = routed(prompt(), learned, await gatheredIn(learned))
      const recalled = by.recall([output], prompt(), facts, learned)
      expect(routed(prompt(), learned, recalled)).toEqual(output)
      const plain = routed(prompt(), views)
      expect(by.recall([plain], prompt(), facts, views)).toBeNull()
    })

    it('asks none where the configuration names features, or the caller has chosen the model', () => {
      asked.length = 0
      expect(gatheredIn(views)).toBeNull()
      expect(gatheredIn(learned, prompt({ model: 'gpt' }))).toBeNull()
      expect(asked).toEqual([])
    })
  })

  it('joins identical misses whose prompts were built under one epoch, and under no other', () => {
    const later = { views: { ...views.versions, policyEpoch: 7 } }
    const key = routed(prompt()).data.flightKey
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(routed({ ...prompt(), key: 'c2', subject: 'b' }).data.flightKey).toBe(key)
    expect(routed(prompt({}, later)).data.flightKey).not.toBe(key)
    expect(routed(prompt({ temperature: 0 })).data.flightKey).not.toBe(key)
    expect(routed(prompt({}, { maxTokens: 100 })).data.flightKey).not.toBe(key)
    expect(routed(prompt({ identity: 'other' })).data.flightKey).not.toBe(key)
  })

  it.each<[title: string, pending: Partial<PendingTurn>, more?: Partial<PromptBuilt>]>([
    ['depends on its conversation', { standsAlone: false }],
    ['may call tools', { tools: '[]' }],
    ['brings its own history', { history: [{ role: 'user', content: 'Hi' }] }],
    ['depends on the account', { flags: ['personal'] }],
    ['carries the history of a conversation in its prompt', {}, { historyTurns: 1 }],
  ])('joins no miss that %s', (_title, pending, more) => {
    expect(routed(prompt(pending, more)).data.flightKey).toBeNull()
  })

  it('gives a score and a confidence from 0 to 1 for any message, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.boolean(), (message, standsAlone) => {
        const { data } = routed(prompt({ message, standsAlone }))
        expect(data.score).toBeGreaterThanOrEqual(0)
        expect(data.score).toBeLessThanOrEqual(1)
        expect(data.confidence).toBeGreaterThanOrEqual(0)
        expect(data.confidence).toBeLessThanOrEqual(1)
        expect(routed(prompt({ message, standsAlone })).data).toEqual(data)
      }),
    )
  })

  it.each(['a', ' ', '?', '{"', '<', '| ', 'how many ', '```', 'keeps '])(
    'takes little time for a megabyte of %j',
    unit => {
      const message = unit.repeat(Math.ceil(1_000_000 / unit.length))
      expect(cpuMs(() => routed(prompt({ message })))).toBeLessThan(5_000)
    },
  )
})
