import { describe, expect, it } from 'vitest'
import type { Candidate, Enrichment, TrustSteered, TurnReceived } from '../../schemas/types.ts'
import { at, candidateOf, configurationOf, enrichmentOf, policyInForceOf, turnOf, viewsOf } from '../fixtures.ts'
import { initialViews, type PolicyInForce, type Views } from '../views.ts'
import { identityOf, keysOf } from './identity.ts'
import { judge } from './judge.ts'

const timings = { enrichMs: null, embedMs: null, exactMs: null, semanticMs: null }

const judged = (
  candidates: readonly Partial<Candidate>[],
  {
    turn = {},
    enrichment = {},
    views = viewsOf(),
  }: { turn?: Partial<TurnReceived>; enrichment?: Partial<Enrichment>; views?: Views } = {},
) => {
  const asked = turnOf(turn)
  const enriched = enrichmentOf(enrichment)
  const identity = identityOf(asked, enriched, views.configuration)
  return judge(
    asked,
    enriched,
    { candidates: candidates.map(options => candidateOf({ identity, ...options })), timings },
    views,
    at,
  )
}
const policyOf = (options: Partial<PolicyInForce>) => policyInForceOf({ epoch: 3, version: '2026-09', ...options })

/** Of a tenant of whom much was learned. */
const experienced = (trust: Partial<TrustSteered> = {}): Views =>
  viewsOf({
    configuration: configurationOf({ cache: { checks: 0 } }),
    trust: {
      'default/': {
        ...{ tenant: 'default', scope: '', leastConfidence: 0.95, leastByWording: 0.95, learned: 1_000, apart: false },
        learnedEveryMs: 0,
        ...{ meanDoubt: 0.005, maxFalseRate: 0.01, served: 0, expectedFalse: 0, checked: 0, wrong: 0, reason: '' },
        views: initialViews.versions,
        ...trust,
      },
    },
  })

const unread = viewsOf({ configuration: configurationOf({ cache: { guards: { wording: false } } }) })

describe('the threshold', () => {
  it('serves the nearest entry at or above it', () => {
    expect(judged([{ similarity: 0.93 }])).toMatchObject({
      outcome: 'cold',
      reason: 'threshold',
      entryId: 'semantic_cache:returns:e1',
      similarity: 0.93,
      threshold: 0.93,
    })
  })
  it('is lower where the wording was compared, unless the caller raised it', () => {
    expect(judged([{ similarity: 0.9 }])).toMatchObject({ outcome: 'cold', reason: 'wording', threshold: 0.93 })
    expect(judged([{ similarity: 0.62 }])).toMatchObject({ outcome: 'cold', reason: 'wording', similarity: 0.62 })
    expect(judged([{ similarity: 0.59 }])).toMatchObject({ outcome: 'none', reason: 'below_threshold' })
    expect(judged([{ similarity: 0.9 }], { turn: { minSimilarity: 0.5 } })).toMatchObject({ outcome: 'none' })
  })
  it('misses below it where it was not, and says how near the nearest was', () => {
    expect(judged([{ similarity: 0.9299 }], { views: unread })).toMatchObject({
      outcome: 'none',
      reason: 'below_threshold',
      similarity: 0.9299,
      entryId: null,
    })
  })
  it('is the one of the scene where there is one', () => {
    const views = viewsOf({
      configuration: configurationOf({ cache: { thresholds: { returns: 0.9 }, guards: { wording: false } } }),
    })
    expect(judged([{ similarity: 0.91 }], { views })).toMatchObject({ outcome: 'cold', threshold: 0.9 })
  })
  it.each([
    [0.99, 'none'],
    [0.5, 'cold'],
  ])('can be raised by a caller to %d, never lowered', (minSimilarity, outcome) => {
    expect(judged([{ similarity: 0.95 }], { turn: { minSimilarity } })).toMatchObject({ outcome })
  })
  it('does not matter to the same question, though its exact key has expired, where its entry lives hot', () => {
    const own = keysOf(enrichmentOf(), identityOf(turnOf(), enrichmentOf(), viewsOf().configuration)).entryId
    const not = { kind: 'negation', value: 'not', text: "n't" }
    // It has not been embedded, so there is no model to compare.
    const same = { layer: 'hot', entryId: own, similarity: 1, slots: [not], embeddingModel: 'another' }
    expect(judged([same])).toMatchObject({ outcome: 'hot', reason: 'exact', entryId: own })
    expect(judged([{ ...same, tenant: 'other' }])).toMatchObject({ outcome: 'none' })
    for (const other of [
      { ...same, layer: 'cold' },
      { ...same, entryId: 'e' },
    ])
      expect(judged([other])).toMatchObject({ outcome: 'none', reason: 'refused' })
    const near = { layer: 'hot', entryId: 'e' }
    expect(judged([{ ...near, similarity: 0.92 }], { views: unread })).toMatchObject({
      outcome: 'none',
      reason: 'below_threshold',
    })
    expect(judged([{ ...near, similarity: 0.93 }])).toMatchObject({ outcome: 'hot', reason: 'threshold' })
  })
  it('does not matter to an exact match', () => {
    expect(judged([{ layer: 'exact', similarity: 1 }])).toMatchObject({ outcome: 'exact', reason: 'exact' })
  })
})

describe('agreement', () => {
  const near = (similarity: number, n: number, answerHash = 'same'): Partial<Candidate> => ({
    similarity,
    entryId: `e${n}`,
    answerHash,
  })
  it('serves the nearest of two that give the same answer', () => {
    expect(judged([near(0.9, 1), near(0.88, 2)])).toMatchObject({
      outcome: 'cold',
      reason: 'agreement',
      entryId: 'e1',
      confidence: expect.closeTo(0.98, 1),
    })
  })
  it('asks for as many as are configured', () => {
    const views = viewsOf({ configuration: configurationOf({ cache: { agreement: 3, guards: { wording: false } } }) })
    expect(judged([near(0.9, 1), near(0.88, 2)], { views })).toMatchObject({ reason: 'below_threshold' })
    expect(judged([near(0.9, 1), near(0.88, 2), near(0.7, 3)], { views })).toMatchObject({ reason: 'agreement' })
  })
  it('takes answers of one group for the same, however they are worded', () => {
    const worded = (similarity: number, n: number) => ({ ...near(similarity, n, `wording ${n}`), answerGroup: 'g' })
    expect(judged([worded(0.9, 1), worded(0.88, 2)])).toMatchObject({ reason: 'agreement', entryId: 'e1' })
  })
  it.each<[string, Partial<Candidate>[], string]>([
    ['there is only one', [near(0.59, 1)], 'below_threshold'],
    ['the other is too far', [near(0.59, 1), near(0.49, 2)], 'below_threshold'],
    ['as many give another', [near(0.9, 1), near(0.89, 2, 'other'), near(0.88, 3), near(0.87, 4, 'other')], 'unsure'],
  ])('misses where %s', (_what, candidates, reason) => {
    expect(judged(candidates)).toMatchObject({ outcome: 'none', reason })
  })
  it('can contradict an entry that is near enough', () => {
    const rivals = ['a', 'b', 'c'].map((answer, n) => near(0.94, n + 2, answer))
    expect(judged([near(0.95, 1), ...rivals], { views: experienced() })).toMatchObject({
      ...{ outcome: 'none', reason: 'unsure' },
    })
    const views = viewsOf({ configuration: configurationOf({ cache: { agreement: 0 } }) })
    expect(judged([near(0.95, 1), ...rivals], { views })).toMatchObject({ reason: 'threshold', confidence: null })
  })
  it('is held to a lower rate of wrong hits by more confidence', () => {
    const at = (maxFalseRate: number) =>
      judged([near(0.8, 1), near(0.78, 2), near(0.62, 3, 'other')], {
        views: viewsOf({ configuration: configurationOf({ cache: { maxFalseRate } }) }),
      }).outcome
    expect([at(0.1), at(0)]).toEqual(['cold', 'none'])
  })
  it('hears those that are not shared, and shares an answer that two authenticated askers were given', () => {
    const of = (similarity: number, n: number, asker: string) => ({
      ...near(similarity, n),
      ...{ shared: false, askers: [asker] },
    })
    expect(judged([of(0.9, 1, 'u_7'), of(0.88, 2, 'u_8')])).toMatchObject({ outcome: 'cold', entryId: 'e1' })
    for (const others of [
      ['u_7', 'u_7'],
      ['u_7', 'anonymous'],
    ])
      expect(judged([of(0.9, 1, others[0]!), of(0.88, 2, others[1]!)])).toMatchObject({
        outcome: 'none',
        detail: 'not shared yet',
      })
    const worded = [of(0.9, 1, 'u_7'), of(0.88, 2, 'u_8')].map((candidate, n) => ({
      ...candidate,
      ...{ answerHash: `wording ${n}`, answerGroup: 'g' },
    }))
    expect(judged(worded)).toMatchObject({ outcome: 'none', detail: 'not shared yet' })
  })
  it('is off at 0', () => {
    const views = viewsOf({ configuration: configurationOf({ cache: { agreement: 0 } }) })
    expect(judged([near(0.9, 1), near(0.9, 2), near(0.9, 3)], { views })).toMatchObject({ outcome: 'none' })
  })
  it('does not undercut a threshold that the caller raised', () => {
    expect(judged([near(0.92, 1), near(0.92, 2), near(0.92, 3)], { turn: { minSimilarity: 0.5 } })).toMatchObject({
      outcome: 'none',
    })
  })
})

describe('guards', () => {
  const forty = { kind: 'amount', value: 'GBP 40', text: '£40' }
  const fifty = { kind: 'amount', value: 'GBP 50', text: '£50' }
  const not = { kind: 'negation', value: 'not', text: "n't" }
  it('refuse an entry whose details differ, and say which', () => {
    const result = judged([{ similarity: 0.99, slots: [fifty] }], { enrichment: { slots: [forty] } })
    expect(result).toMatchObject({
      outcome: 'none',
      reason: 'refused',
      detail: 'slots: only asked: amount GBP 40; only stored: amount GBP 50',
    })
    expect(result.guards).toEqual([expect.objectContaining({ guard: 'slots', verdict: 'refuse' })])
  })
  it('let the same details pass in any order', () => {
    expect(judged([{ slots: [fifty, forty] }], { enrichment: { slots: [forty, fifty] } })).toMatchObject({
      outcome: 'cold',
    })
  })
  it('refuse the opposite question', () => {
    expect(judged([{ similarity: 0.99, question: 'how do i not return a jacket', slots: [not] }])).toMatchObject({
      outcome: 'none',
      detail: 'polarity: only stored: not return',
    })
  })
  describe('of the wording', () => {
    const other = { question: 'how do i return a jacket bought on sale' }

    it('refuse what one entry would be served for by itself', () => {
      const result = judged([other])
      expect(result).toMatchObject({ outcome: 'none', reason: 'refused', detail: expect.stringContaining('wording') })
    })

    it('let a farther entry be served that speaks of the same', () => {
      const views = viewsOf({ configuration: configurationOf({ cache: { agreement: 0 } }) })
      const near = [
        { ...other, similarity: 0.99 },
        { entryId: 'semantic_cache:returns:e2', similarity: 0.94 },
      ]
      const result = judged(near, { views })
      expect(result).toMatchObject({ outcome: 'cold', reason: 'threshold', entryId: 'semantic_cache:returns:e2' })
    })

    it('are not asked about entries that agree, unless the model has not read the question', () => {
      const around = ['e1', 'e2', 'e3'].map(entryId => ({ ...other, entryId, similarity: 0.8 }))
      expect(judged(around, { views: experienced() })).toMatchObject({ outcome: 'cold', reason: 'agreement' })
      const unread = enrichmentOf({ flags: ['outside_vocabulary'] })
      expect(judged(around, { enrichment: unread })).toMatchObject({ outcome: 'none', reason: 'refused' })
    })

    it('leave an entry by itself to the least confidence of its own, and those that agree to theirs', () => {
      const around = ['e1', 'e2', 'e3'].map(entryId => ({ ...other, entryId, similarity: 0.8 }))
      const asks = (leastConfidence: number, leastByWording: number) => {
        const views = experienced({ leastConfidence, leastByWording })
        return [around, [{ similarity: 0.9 }]].map(candidates => judged(candidates, { views }).reason)
      }
      expect(asks(0.5, 0.5)).toEqual(['agreement', 'wording'])
      expect(asks(1, 0.5)).toEqual(['unsure', 'wording'])
      expect(asks(0.5, 1)).toEqual(['agreement', 'unsure'])
    })

    it('leave entries that agree to what holds in an order, where questions come in one: the newer, the surer', () => {
      const confidence = (storedAtMs: number, learnedEveryMs = 1_000): number => {
        const around = [0.85, 0.84, 0.83].map((similarity, n) => ({
          ...other,
          ...{ entryId: `e${n}`, similarity, storedAtMs },
        }))
        const { reason, confidence } = judged(around, { views: experienced({ learnedEveryMs, leastConfidence: 0 }) })
        expect(reason).toBe('agreement')
        return confidence!
      }
      expect(confidence(at - 2_000)).toBeGreaterThan(confidence(at - 500_000))
      expect(confidence(at - 2_000)).toBe(confidence(at - 4_000, 2_000))
      // Mixed: age says nothing.
      expect(confidence(at - 2_000, 0)).toBe(confidence(at - 500_000, 0))
    })

    it('are asked about entries that agree where each has to stand by itself, and these are not served for it', () => {
      const trusted = (apart: boolean): Views => experienced({ apart, leastConfidence: 0.5, leastByWording: 0.5 })
      const around = (of: Partial<Candidate>) =>
        [0.8, 0.79, 0.78].map((similarity, n) => ({ entryId: `e${n}`, similarity, ...of }))
      expect(judged(around(other), { views: trusted(false) })).toMatchObject({ outcome: 'cold', reason: 'agreement' })
      const apart = judged(around(other), { views: trusted(true) })
      expect(apart).toMatchObject({ outcome: 'none', reason: 'refused' })
      expect(apart.guards.filter(({ guard }) => guard === 'wording').map(({ verdict }) => verdict)).toEqual(
        new Array(3).fill('refuse'),
      )
      // One that is read and speaks of the same is served, for what it says and not for the others.
      expect(judged(around({}), { views: trusted(true) })).toMatchObject({ outcome: 'cold', reason: 'wording' })
      expect(judged(around({ similarity: 0.55 }), { views: trusted(true) })).toMatchObject({
        outcome: 'none',
        reason: 'below_threshold',
      })
      expect(judged(around({ similarity: 0.55 }), { views: trusted(false) })).toMatchObject({ reason: 'agreement' })
    })
  })

  it('can be switched off, and say so', () => {
    const views = viewsOf({ configuration: configurationOf({ cache: { guards: { polarity: false } } }) })
    const result = judged([{ slots: [not] }], { views })
    expect(result.outcome).toBe('cold')
    expect(result.guards.map(({ guard, verdict }) => [guard, verdict])).toEqual([
      ['slots', 'pass'],
      ['polarity', 'off'],
      ['quantifier', 'pass'],
      ['condition', 'pass'],
      ['direction', 'pass'],
      ['wording', 'pass'],
    ])
  })
  it('pass over a refused entry to the next one', () => {
    expect(
      judged([
        { entryId: 'a', similarity: 0.99, question: 'how do i not return a jacket', slots: [not] },
        { entryId: 'b', similarity: 0.94 },
      ]),
    ).toMatchObject({ outcome: 'cold', entryId: 'b' })
  })
})

describe('an entry is never served, however near,', () => {
  it.each<[string, Partial<Candidate>]>([
    ['to another tenant', { tenant: 'other' }],
    ['under another identity', { identity: 'other' }],
    ['in another language', { language: 'de' }],
    ['from another embedding model', { embeddingModel: 'other' }],
    ['after it has expired', { expiresAtMs: at }],
    ['to an asker it is not shared with', { shared: false, askers: ['u_1'] }],
  ])('%s', (_what, options) => {
    for (const layer of ['exact', 'cold'])
      if (!(layer === 'exact' && 'embeddingModel' in options))
        expect(judged([{ similarity: 1, layer, ...options }])).toMatchObject({ outcome: 'none', reason: 'refused' })
  })
  it('and an unshared one not to somebody whom nobody has authenticated, not even where one like them asked', () => {
    expect(judged([{ shared: false, askers: ['anonymous'] }])).toMatchObject({
      outcome: 'none',
      detail: 'not shared yet',
    })
  })
  it('but to its own asker before it is shared', () => {
    expect(judged([{ shared: false, askers: ['u_1'] }], { turn: { asker: 'u_1' } })).toMatchObject({ outcome: 'cold' })
  })
})

describe('a policy change', () => {
  const under = (policy: Partial<PolicyInForce>): Views =>
    viewsOf({ policies: [policyOf(policy)], versions: { policyEpoch: 3, controlVersion: 0 } })
  it.each<[string, Partial<PolicyInForce>]>([
    ['all', {}],
    ['its scene', { scene: 'returns' }],
    ['a keyword of the question or the answer', { keywords: ['My Orders'] }],
    ['its product', { products: ['aurora smart bulb'] }],
    ['itself', { entries: ['semantic_cache:returns:e1'] }],
    ['an older data version', { beforeVersion: '2026-02' }],
    ['two criteria that both hold', { scene: 'returns', keywords: ['jacket'] }],
  ])('that matches %s takes an entry of an earlier epoch out, exact or not', (_what, policy) => {
    for (const layer of ['exact', 'cold'])
      expect(
        judged([{ layer, policyEpoch: 2, version: '2026-01', products: ['Aurora smart bulb'] }], {
          views: under(policy),
        }),
      ).toMatchObject({
        outcome: 'none',
        reason: 'refused',
        detail: 'claimed by policy 2026-09',
      })
  })
  it.each<[string, Partial<PolicyInForce>]>([
    ['another tenant', { tenant: 'other' }],
    ['another scene', { scene: 'refunds' }],
    ['a word it does not hold', { keywords: ['refund'] }],
    ['only one of two criteria', { scene: 'returns', keywords: ['refund'] }],
  ])('for %s leaves it', (_what, policy) => {
    expect(judged([{ policyEpoch: 2 }], { views: under(policy) })).toMatchObject({ outcome: 'cold' })
  })
  it('leaves an entry made under its own epoch', () => {
    expect(judged([{ policyEpoch: 3 }], { views: under({}) })).toMatchObject({ outcome: 'cold' })
  })
  it('with a share a day claims that share, more each day, all in the end, the same each time', () => {
    const served = (days: number): number => {
      const views = under({ sharePerDay: 0.25, sinceMs: at - days * 86_400_000 })
      return Array.from({ length: 400 }, (_, n) => judged([{ entryId: `e${n}` }], { views }).outcome).filter(
        outcome => outcome !== 'none',
      ).length
    }
    expect(served(0)).toBeGreaterThan(260)
    expect(served(0)).toBeLessThan(340)
    expect(served(1)).toBeLessThan(served(0))
    expect(served(1)).toBe(served(1))
    expect(served(3)).toBe(0)
  })
})

describe('the caches are not asked', () => {
  it.each<[string, Partial<TurnReceived>, Partial<Enrichment>]>([
    ['personal', {}, { flags: ['personal'] }],
    ['time_sensitive', {}, { flags: ['time_sensitive'] }],
    ['flagged', {}, { flags: ['flagged'] }],
    ['follow_up', {}, { standsAlone: false }],
    ['tools', { tools: '[]' }, {}],
    ['choices', { choices: 2 }, {}],
  ])('about a turn that is or has: %s', (detail, turn, enrichment) => {
    expect(judged([{ layer: 'exact', similarity: 1 }], { turn, enrichment })).toMatchObject({
      outcome: 'none',
      reason: 'bypass',
      detail,
    })
  })
  it('in a scene whose mode is direct', () => {
    const views = viewsOf({ configuration: configurationOf({ cache: { modes: { returns: 'direct' } } }) })
    expect(judged([{ similarity: 1 }], { views })).toMatchObject({ outcome: 'none', detail: 'mode direct' })
  })
})

describe('the identity changes with', () => {
  const base = identityOf(turnOf(), enrichmentOf(), configurationOf())
  it.each<[string, Partial<TurnReceived>, Partial<Enrichment>, Parameters<typeof configurationOf>[0]]>([
    ['the tenant', { tenant: 'other' }, {}, {}],
    ['the scene asked for', { scene: 'returns' }, {}, {}],
    ['the language', {}, { language: 'de' }, {}],
    ['a pinned model', { model: 'gpt-5' }, {}, {}],
    ['the system prompt', { systemPrompt: 'Be brief.' }, {}, {}],
    ['the response format', { responseFormat: '{}' }, {}, {}],
    ['the data version', {}, {}, { dataVersion: '2' }],
    ['the prompt template', {}, {}, { compress: { systemPrompt: 'x' } }],
    ['the routing table', {}, {}, { pools: { a: { kind: 'openai', model: 'm' } } }],
  ])('%s', (_what, turn, enrichment, configuration) => {
    expect(identityOf(turnOf(turn), enrichmentOf(enrichment), configurationOf(configuration))).not.toBe(base)
  })
  it('nothing else: not with the scene recognised in the text, the asker or the conversation', () => {
    expect(
      identityOf(turnOf({ asker: 'u_2', conversationId: 'c' }), enrichmentOf({ scene: 'refunds' }), configurationOf()),
    ).toBe(base)
  })
})
