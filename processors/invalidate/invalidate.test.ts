import { describe, expect, it } from 'vitest'
import type { EntryStored, FeedbackGiven, PolicyChanged } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { at, enrichmentOf, eventOf, policyOf, resolutionOf, turnOf, viewsOf } from '../fixtures.ts'
import type { CacheReader } from '../ports/cache.ts'
import type { Facts } from '../processor.ts'
import { evolveViews } from '../views.ts'
import { invalidateByFeedback } from './feedback.ts'
import { createInvalidateByPolicy } from './policy.ts'

const noSignal = new AbortController().signal
const feedback = (options: Partial<FeedbackGiven> = {}) =>
  eventOf(
    'FeedbackGiven',
    { turnId: 't1', tenant: 'default', helpful: false, rating: null, comment: null, by: 'u_1', ...options },
    { id: 'f1' },
  )
const factsWith = (resolution: Parameters<typeof resolutionOf>[0], inFastLane = false): Facts => {
  const head = { turnId: 't1', tenant: 'default', conversationId: 't1', solo: true }
  const made = resolutionOf(resolution)
  const rider = { enrichment: enrichmentOf(), resolution: made, served: null, latencyMs: 1 }
  const known: DomainEvent[] = [
    eventOf('TurnReceived', turnOf({ rider: inFastLane ? rider : null }), { id: 't1' }),
    ...(inFastLane ? [] : [eventOf('TurnResolved', { ...head, resolution: made }, { id: 't1.resolved' })]),
  ]
  const find = (_type: string, id: string) => (known.find(event => event.id === id) ?? null) as never
  return { find, event: find }
}
const judgeMark = (options: Partial<FeedbackGiven>, resolution: Parameters<typeof resolutionOf>[0]) => {
  const input = feedback(options)
  return invalidateByFeedback.decide(
    null,
    input,
    invalidateByFeedback.gather(input, factsWith(resolution), viewsOf(), noSignal) as string | null,
    viewsOf(),
  )
}

describe('an unhelpful mark', () => {
  it('takes the entry that was served out until a review, and files it', () => {
    expect(judgeMark({}, { outcome: 'cold', entryId: 'e9' })).toEqual([
      expect.objectContaining({
        type: 'EntryInvalidated',
        key: 'e9',
        data: expect.objectContaining({ entryId: 'e9', reason: 'unhelpful', review: true }),
      }),
      expect.objectContaining({ type: 'ReviewOpened', data: expect.objectContaining({ entryId: 'e9', turnId: 't1' }) }),
    ])
  })
  it('that comes before the log lane has resolved the turn goes by what the fast lane decided', () => {
    const facts = factsWith({ outcome: 'exact', entryId: 'e9' }, true)
    expect(invalidateByFeedback.gather(feedback(), facts, viewsOf(), noSignal)).toBe('e9')
  })
  it('on a fresh answer condemns the entry it is about to become', () => {
    expect(judgeMark({}, { exactKey: 'exact_cache:returns:abc' })[0]).toMatchObject({
      type: 'EntryInvalidated',
      key: 'semantic_cache:returns:abc',
    })
  })
  it('on an answer that no cache may learn only files a review', () => {
    expect(judgeMark({}, { reason: 'bypass' }).map(({ type }) => type)).toEqual(['ReviewOpened'])
  })
  it.each([{ helpful: true }, { helpful: null, rating: 2 }])('is not: %o', options => {
    expect(judgeMark(options, { entryId: 'e9' })).toEqual([])
  })
})

describe('a policy change', () => {
  const entry = (n: number, options: Partial<EntryStored> = {}): EntryStored =>
    ({
      entryId: `e${String(n).padStart(5, '0')}`,
      tenant: 'default',
      scene: 'returns',
      scenes: ['returns'],
      policyEpoch: -1,
      version: '1',
      products: [],
      question: 'q',
      answer: 'a',
      ...options,
    }) as EntryStored
  const entries = [
    ...Array.from({ length: 2_500 }, (_, n) => entry(n)),
    entry(2_500, { scene: 'refunds', scenes: ['refunds'] }),
    entry(2_501, { policyEpoch: 0 }),
  ]
  const cache = {
    entries: (after: string | null, limit: number) =>
      entries.filter(({ entryId }) => after === null || entryId > after).slice(0, limit),
  } as unknown as CacheReader
  const cleanUp = async (options: Partial<PolicyChanged>) => {
    const input = eventOf('PolicyChanged', policyOf({ scene: 'returns', ...options }), { id: 'p1', timeMs: at })
    const views = evolveViews(viewsOf(), input, 0)
    const decider = createInvalidateByPolicy(cache)
    return decider.decide(null, input, await decider.gather(input, factsWith({}), views, noSignal), views)
  }
  it('takes out every entry it claims, page by page, and no other', async () => {
    const events = await cleanUp({})
    expect(events).toHaveLength(2_500)
    expect(events[0]).toMatchObject({
      type: 'EntryInvalidated',
      key: 'e00000',
      data: { reason: 'policy', by: 'p1', policyEpoch: 0, review: false },
    })
    expect(new Set(events.map(({ id }) => id)).size).toBe(2_500)
  })
  it('that is gradual leaves the entries to the lookups', async () => {
    expect(await cleanUp({ sharePerDay: 0.1 })).toEqual([])
  })
})
