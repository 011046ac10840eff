import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { directionOf, vectorToBytes } from '../../processors/enrich/vector.ts'
import {
  entryIdOf,
  evictedOf,
  exactKeyOf,
  invalidatedOf,
  promotedOf,
  restoredOf,
  storedOf,
} from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, vectorOf } from '../../processors/fixtures.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** A read model of `cache.entries`, in this process or beyond a network. */
export interface CacheUnderTest extends CacheReader {
  position(partition: number): bigint
  /** Visible to lookups when it is done. A store that several processes write orders events by their offsets. */
  apply(
    partition: number,
    events: readonly DomainEvent[],
    next: bigint,
    read: { readonly from: bigint; readonly offsets: readonly bigint[] },
  ): void | Promise<void>
  size(): number | Promise<number>
  digest(): Promise<string>
  clear(): void | Promise<void>
  close(): Promise<void>
}

export interface CacheFactory {
  /** Opens the same store again after `close`; another `logId` is another log. */
  open(logId?: string): Promise<CacheUnderTest>
  dispose(): Promise<void>
}

const stored = (n: number, options: Partial<EntryStored> = {}): DomainEvent =>
  storedOf(`e${n}`, { expiresAtMs: at + 1_000, exactExpiresAtMs: at + 500, ...options })
const invalidated = (n: number, reason: string, epoch: number): DomainEvent => invalidatedOf(`e${n}`, { reason, epoch })
/** As a lookup gives it. */
const candidateOf = (n: number) => ({ entryId: entryIdOf(`e${n}`), answerHash: `he${n}` })
const query = {
  keywords: false,
  tenant: 'default',
  scene: 'returns',
  scenes: ['returns'],
  language: 'en',
  identity: 'i',
  embeddingModel: 'm',
  vector: vectorOf(1),
  limit: 5,
  nowMs: at,
}

/** What every implementation of the caches promises, embedded or real; a server takes longer for each run of a property. */
export const cacheContract = (name: string, create: () => Promise<CacheFactory>, propertyRuns = 200): void => {
  describe(`${name} keeps the promises of a cache:`, () => {
    let factory: CacheFactory
    let cache: CacheUnderTest
    const applyTo = async (partition: number, events: readonly DomainEvent[], next: bigint) => {
      const from = cache.position(partition)
      const offsets = events.map((_, n) => next - BigInt(events.length - n))
      await cache.apply(partition, events, next, { from, offsets })
    }
    const apply = (...events: DomainEvent[]) => applyTo(0, events, cache.position(0) + BigInt(events.length))
    const ids = async (options: Partial<typeof query> = {}) =>
      (await cache.nearest({ ...query, ...options })).map(({ entryId }) => entryId.slice(-2))
    beforeEach(async () => {
      factory = await create()
      cache = await factory.open()
    })
    afterEach(async () => {
      await cache.close()
      await factory.dispose()
    })

    it('an entry is found under its exact key as soon as it is applied, with all that a decision looks at', async () => {
      await apply(stored(1))
      expect(await cache.exact('exact_cache:returns:e1', at, true)).toMatchObject({
        entryId: 'semantic_cache:returns:e1',
        layer: 'exact',
        similarity: 1,
        identity: 'i',
        policyEpoch: 2,
        keywords: 'question e1\nanswer e1.',
        shared: true,
        askers: ['u'],
      })
      expect(await cache.exact('exact_cache:returns:e2', at, false)).toBeNull()
    })
    it('question and answer come along, for policies that look at them, only where they are asked for', async () => {
      await apply(stored(1))
      const both = async (keywords: boolean) => [
        (await cache.exact('exact_cache:returns:e1', at, keywords))?.keywords,
        ...(await cache.nearest({ ...query, keywords })).map(found => found.keywords),
      ]
      expect(await both(true)).toEqual(['question e1\nanswer e1.', 'question e1\nanswer e1.'])
      expect(await both(false)).toEqual(['', ''])
    })
    it('its answer comes back as it was stored', async () => {
      await apply(stored(1, { answer: 'Grüße 🙂 "quoted"' }))
      expect(await cache.answer(candidateOf(1))).toEqual({
        text: 'Grüße 🙂 "quoted"',
        model: 'demo-small',
        pool: 'small',
        sources: ['article'],
        promptTokens: 100,
        completionTokens: 10,
        counted: true,
        degraded: 'no_upstream',
      })
      expect(await cache.answer(candidateOf(9))).toBeNull()
    })
    it('a candidate that gives another answer by now gets none: it was judged for the one it had', async () => {
      await apply(stored(1), stored(1, { answer: 'Newer.', answerHash: 'newer' }))
      expect(await cache.answer(candidateOf(1))).toBeNull()
      expect(await cache.answer({ ...candidateOf(1), answerHash: 'newer' })).toMatchObject({ text: 'Newer.' })
    })
    it('the nearest come first, with their cosine, and no more than asked for', async () => {
      await apply(stored(1), stored(2, { vector: vectorToBytes(vectorOf(1, 0.6)) }), stored(3))
      const found = await cache.nearest({ ...query, limit: 2 })
      expect(found.map(({ entryId }) => entryId)).toEqual(['semantic_cache:returns:e1', 'semantic_cache:returns:e2'])
      expect(found[0]?.similarity).toBeCloseTo(1, 6)
      expect(found[1]?.similarity).toBeCloseTo(0.8, 6)
    })
    it('each comes with the cosine of its answer, where the embedding of that is known', async () => {
      await apply(stored(1, { answerVector: directionOf(vectorOf(1, 0.6)) }), stored(2))
      const found = await cache.nearest(query)
      expect(found.map(({ answerSimilarity }) => answerSimilarity)).toEqual([expect.closeTo(0.8, 2), null])
    })
    it.each([{ identity: 'other' }, { embeddingModel: 'other' }])(
      'a lookup under %o finds nothing of ours, though its neighbours exist',
      async options => {
        await apply(stored(1))
        expect(await ids(options)).toEqual([])
      },
    )
    it('neighbours of another identity do not crowd out ours', async () => {
      for (let n = 100; n < 140; n++) await apply(stored(n, { identity: 'other', vector: vectorToBytes(vectorOf(1)) }))
      await apply(stored(2))
      expect(await ids()).toEqual(['e2'])
    })
    it('an expired entry is not found, and its exact key expires on its own', async () => {
      await apply(stored(1))
      expect(await cache.exact('exact_cache:returns:e1', at + 499, false)).not.toBeNull()
      expect(await cache.exact('exact_cache:returns:e1', at + 500, false)).toBeNull()
      expect(await ids({ nowMs: at + 999 })).toEqual(['e1'])
      expect(await ids({ nowMs: at + 1_000 })).toEqual([])
    })
    it('an entry without a vector is found by its exact key alone', async () => {
      await apply(stored(1, { vector: null }))
      expect(await cache.exact('exact_cache:returns:e1', at, false)).not.toBeNull()
      expect(await ids()).toEqual([])
    })
    it('storing an entry again replaces it', async () => {
      await apply(stored(1), stored(1, { answer: 'Newer.', vector: vectorToBytes(vectorOf(5)) }))
      expect(await cache.answer(candidateOf(1))).toMatchObject({ text: 'Newer.' })
      expect((await cache.nearest(query))[0]?.similarity ?? 0).toBeLessThan(0.1)
      expect(await cache.nearest({ ...query, vector: vectorOf(5) })).toHaveLength(1)
    })
    it('an invalidated entry is gone from every layer when apply returns', async () => {
      await apply(stored(1), invalidated(1, 'unhelpful', 9))
      expect(await cache.exact('exact_cache:returns:e1', at, false)).toBeNull()
      expect(await ids()).toEqual([])
      expect(await cache.answer(candidateOf(1))).toBeNull()
    })
    it('an entry marked unhelpful stays out, though it was admitted at the same moment, until it is restored', async () => {
      await apply(invalidatedOf('e1', { review: true }), stored(1))
      expect(await ids()).toEqual([])
      await apply(restoredOf('e1'), stored(1))
      expect(await ids()).toEqual(['e1'])
    })
    it('an entry that a reviewer has restored is found by its key and its vector as it was, and has to become hot anew', async () => {
      const found = async () => [
        await cache.exact(exactKeyOf('e1'), at, true),
        (await cache.nearest({ ...query, keywords: true }))[0],
        await cache.answer(candidateOf(1)),
      ]
      await apply(stored(1))
      const before = await found()
      await apply(promotedOf('e1', at + 800), invalidatedOf('e1', { review: true }))
      expect(await found()).toEqual([null, undefined, null])
      await apply(restoredOf('e1', { stored: 'e1.stored' }), stored(1))
      expect(await found()).toEqual(before)
    })
    it('of an entry that a reviewer has edited only the new answer is left', async () => {
      const edited = { answer: 'Edited.', answerHash: 'edited', origin: 'curated' }
      await apply(stored(1), invalidatedOf('e1', { review: true }))
      await apply(restoredOf('e1', { verdict: 'edit', answer: 'Edited.' }), stored(1, edited))
      expect(await ids()).toEqual(['e1'])
      expect(await cache.answer(candidateOf(1))).toBeNull()
      expect(await cache.answer({ ...candidateOf(1), answerHash: 'edited' })).toMatchObject({ text: 'Edited.' })
    })
    it('an entry that a reviewer has deleted stays out until an answer is learned anew', async () => {
      await apply(stored(1), invalidatedOf('e1', { review: true }), restoredOf('e1', { verdict: 'delete' }))
      expect(await ids()).toEqual([])
      expect(await cache.exact(exactKeyOf('e1'), at, false)).toBeNull()
      await apply(stored(1, { answer: 'Anew.', answerHash: 'anew' }))
      expect(await cache.answer({ ...candidateOf(1), answerHash: 'anew' })).toMatchObject({ text: 'Anew.' })
    })
    it('a late cleanup of a policy change spares an entry made under its epoch or a later one', async () => {
      await apply(stored(1, { policyEpoch: 3 }), invalidated(1, 'policy', 3))
      expect(await ids()).toEqual(['e1'])
      await apply(invalidated(1, 'policy', 4))
      expect(await ids()).toEqual([])
    })
    it('an eviction removes the entry as it was, not one that was stored since', async () => {
      await apply(stored(1), evictedOf('e1', at))
      expect(await ids()).toEqual([])
      await apply(stored(1, { storedAtMs: at + 1 }), evictedOf('e1', at))
      expect(await ids()).toEqual(['e1'])
      await apply(evictedOf('e1'))
      expect(await ids()).toEqual([])
    })
    it('a promoted entry is found by its key after that has expired, until its time is up, and by its vector as hot', async () => {
      const key = exactKeyOf('e1')
      const layers = async (nowMs: number) => [
        (await cache.exact(key, nowMs, false))?.layer ?? null,
        (await cache.nearest({ ...query, nowMs }))[0]?.layer ?? null,
      ]
      await apply(stored(1), promotedOf('e1', at + 800))
      expect(await layers(at)).toEqual(['exact', 'hot'])
      expect(await layers(at + 500)).toEqual(['hot', 'hot'])
      expect((await cache.exact(key, at + 500, true))?.keywords).toBe('question e1\nanswer e1.')
      expect(await layers(at + 799)).toEqual(['hot', 'hot'])
      expect(await layers(at + 800)).toEqual([null, 'cold'])
    })
    it('no lookup, use or promotion lets an entry live beyond the expiry that it was stored with', async () => {
      const expiresAtMs = at + 1_000
      const step = fc.record({
        afterMs: fc.integer({ min: 0, max: 300 }),
        what: fc.constantFrom('exact' as const, 'nearest' as const, 'promote' as const, 'answer' as const),
        untilMs: fc.integer({ min: 1, max: 5_000 }),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
          await apply(invalidated(1, 'unhelpful', 2), stored(1))
          let nowMs = at
          for (const { afterMs, what, untilMs } of steps) {
            nowMs += afterMs
            if (what === 'promote') await apply(promotedOf('e1', nowMs + untilMs))
            if (what === 'answer') await cache.answer(candidateOf(1))
            const found = [
              await cache.exact(exactKeyOf('e1'), nowMs, false),
              ...(what === 'nearest' ? await cache.nearest({ ...query, nowMs }) : []),
            ]
            for (const candidate of found) {
              expect(candidate?.expiresAtMs ?? expiresAtMs).toBe(expiresAtMs)
              if (nowMs >= expiresAtMs) expect(candidate).toBeNull()
            }
          }
          for (const late of [expiresAtMs, expiresAtMs + 1, expiresAtMs + 10_000]) {
            expect(await cache.exact(exactKeyOf('e1'), late, false)).toBeNull()
            expect(await ids({ nowMs: late })).toEqual([])
          }
        }),
        { numRuns: propertyRuns },
      )
    })
    it('a hot entry does not outlive its expiry', async () => {
      await apply(stored(1), promotedOf('e1', at + 5_000))
      expect(await cache.exact(exactKeyOf('e1'), at + 999, false)).not.toBeNull()
      expect(await cache.exact(exactKeyOf('e1'), at + 1_000, false)).toBeNull()
    })
    it('a hot entry that is stored again stays hot; one that is demoted, or was gone meanwhile, is cold', async () => {
      const layer = async () => (await cache.nearest(query))[0]?.layer
      await apply(stored(1), promotedOf('e1', at + 800), stored(1))
      expect(await layer()).toBe('hot')
      await apply(promotedOf('e1', 0))
      expect(await layer()).toBe('cold')
      await apply(promotedOf('e1', at + 800), invalidated(1, 'unhelpful', 2), stored(1))
      expect(await layer()).toBe('cold')
      await apply(invalidated(1, 'unhelpful', 2), promotedOf('e1', at + 800), stored(1))
      expect(await layer()).toBe('cold')
    })
    it('entries are listed in pages, in the order of their ids', async () => {
      await apply(stored(3), stored(1), stored(2))
      const page = await cache.entries(null, 2)
      expect(page.map(({ turnId }) => turnId)).toEqual(['te1', 'te2'])
      expect((await cache.entries(page.at(-1)!.entryId, 2)).map(({ turnId }) => turnId)).toEqual(['te3'])
    })
    it('what was applied, and how far, is there after it is opened again', async () => {
      await apply(stored(1), stored(2))
      await applyTo(3, [stored(4)], 7n)
      const before = { digest: await cache.digest(), ids: await ids() }
      await cache.close()
      cache = await factory.open()
      expect([cache.position(0), cache.position(1), cache.position(3)]).toEqual([2n, 0n, 7n])
      expect({ digest: await cache.digest(), ids: await ids() }).toEqual(before)
      expect(await cache.size()).toBe(3)
    })
    it("opened over another log it is empty: what it held is not that log's", async () => {
      await apply(stored(1))
      await cache.close()
      cache = await factory.open('another log')
      expect([await cache.size(), cache.position(0)]).toEqual([0, 0n])
      expect(await ids()).toEqual([])
    })
    it('models that folded the same events have the same digest, others have not', async () => {
      await apply(stored(1), stored(2), invalidated(1, 'unhelpful', 9))
      const one = await cache.digest()
      await cache.clear()
      expect(cache.position(0)).toBe(0n)
      await apply(stored(2))
      expect(await cache.digest()).toBe(one)
      await apply(promotedOf('e2', at + 800))
      expect(await cache.digest()).not.toBe(one)
      await apply(promotedOf('e2', 0))
      expect(await cache.digest()).toBe(one)
      await apply(stored(3))
      expect(await cache.digest()).not.toBe(one)
    })
  })
}
