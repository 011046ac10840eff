import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as fixtures from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { ColdEntry, ExactEntries, FoldedLog, PlacedEvent } from '../../processors/ports/exact.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** How long the promotions of these suites last, ms. */
export const hotTtlMs = 7_200_000

export interface EntriesFactory {
  /** Opens the same store, of this process's own where it is embedded. */
  open(log: FoldedLog, cold: ColdEntry): Promise<ExactEntries>
  dispose(): Promise<void>
}

/** Real time, for a store may go by a clock of its own. */
export const now = Date.now()

/** When the exact keys of these suites' entries expire. */
export const exactUntilMs = now + 3_600_000

const times = { storedAtMs: now, expiresAtMs: now + 86_400_000, exactExpiresAtMs: exactUntilMs }
export const entryOf = (n: number, options: Partial<EntryStored> = {}): EntryStored =>
  fixtures.entryOf(`e${n}`, { ...times, ...options })
export const stored = (n: number, options: Partial<EntryStored> = {}): DomainEvent =>
  fixtures.storedOf(`e${n}`, { ...times, ...options })
export const invalidated = (n: number, reason = 'manual', epoch = 9, review = false): DomainEvent =>
  fixtures.invalidatedOf(`e${n}`, { reason, epoch, review })
export const restored = (n: number): DomainEvent => fixtures.restoredOf(`e${n}`)
export const evicted = (n: number, storedAtMs: number | null = null): DomainEvent =>
  fixtures.evictedOf(`e${n}`, storedAtMs)
export const promoted = (n: number, layer: 'hot' | 'cold'): DomainEvent =>
  fixtures.promotedOf(`e${n}`, layer === 'hot' ? now + hotTtlMs : 0)

/** A log of two partitions in memory; its events lie two offsets apart, as on a log with gaps. */
export const createTestLog = (id: string) => {
  const partitions: PlacedEvent[][] = [[], []]
  const end = (partition: number): bigint => BigInt(2 * partitions[partition]!.length)
  return {
    id,
    ends: async () => partitions.map((_, partition) => end(partition)),
    end,
    append: (partition: number, ...events: DomainEvent[]): void => {
      for (const event of events) partitions[partition]!.push({ offset: end(partition), event })
    },
    from: (partition: number, offset: bigint): PlacedEvent[] =>
      partitions[partition]!.filter(placed => placed.offset >= offset),
  }
}
export type TestLog = ReturnType<typeof createTestLog>

/** Folds what is not folded yet. */
export const foldAll = async (log: TestLog, store: ExactEntries): Promise<boolean> => {
  const positions = await store.begin()
  for (const [partition, from] of positions.entries())
    if (!(await store.apply(partition, log.from(partition, from), log.end(partition)))) return false
  return true
}

export const keyOf = (n: number): string => fixtures.exactKeyOf(`e${n}`)
export const idOf = (n: number): string => fixtures.entryIdOf(`e${n}`)

/** What every implementation of the exact cache and the hot entries promises, embedded or real. */
export const exactContract = (name: string, create: () => Promise<EntriesFactory>): void => {
  describe(`${name} keeps the promises of exact and hot entries:`, () => {
    let factory: EntriesFactory
    let store: ExactEntries
    let log: TestLog
    const colds = new Map<string, EntryStored>()
    const fold = async (...events: DomainEvent[]): Promise<void> => {
      log.append(0, ...events)
      expect(await foldAll(log, store)).toBe(true)
    }
    const answer = async (n: number, nowMs = now) => {
      const found = await store.exact(keyOf(n), nowMs, false)
      return found?.candidate.layer === 'exact' ? found.answer.text : null
    }
    /** In whichever layer it is found: an entry may live hot while its exact key has not expired. */
    const hot = async (n: number, nowMs = now) => {
      const found = await store.exact(keyOf(n), nowMs, false)
      return found && found.hotUntilMs > nowMs ? found.answer.text : null
    }
    beforeEach(async () => {
      factory = await create()
      colds.clear()
      log = createTestLog('log')
      store = await factory.open(log, async entryId => colds.get(entryId) ?? null)
    })
    afterEach(async () => {
      store.close()
      await factory.dispose()
    })

    it('nothing is found, and it says so, before its place is known', async () => {
      log.append(0, stored(1))
      expect(await answer(1)).toBeNull()
      expect(store.trouble()).not.toBeNull()
      await foldAll(log, store)
      expect(store.trouble()).toBeNull()
    })
    it('held back, it finds nothing, and says so, until what was in the log by then has been folded', async () => {
      await fold(stored(1))
      log.append(0, stored(2))
      store.holdBack(await log.ends())
      expect([await answer(1), store.trouble() === null]).toEqual([null, false])
      await fold()
      expect([await answer(1), store.trouble()]).toEqual(['Answer e1.', null])
    })
    it('an entry is found with all that a decision and a client need', async () => {
      await fold(stored(1, { answer: 'Grüße 🙂 "quoted"' }))
      expect(await store.exact(keyOf(1), now, true)).toEqual({
        candidate: {
          entryId: idOf(1),
          layer: 'exact',
          similarity: 1,
          question: 'question e1',
          slots: [],
          answerHash: 'he1',
          answerGroup: '',
          answerSimilarity: null,
          tenant: 'default',
          scene: 'returns',
          scenes: ['returns'],
          language: 'en',
          identity: 'i',
          embeddingModel: 'm',
          policyEpoch: 2,
          version: '1',
          products: [],
          sources: ['article'],
          keywords: 'question e1\ngrüße 🙂 "quoted"',
          shared: true,
          askers: ['u'],
          storedAtMs: now,
          expiresAtMs: now + 86_400_000,
        },
        answer: {
          text: 'Grüße 🙂 "quoted"',
          model: 'demo-small',
          pool: 'small',
          sources: ['article'],
          promptTokens: 100,
          completionTokens: 10,
          counted: true,
          degraded: 'no_upstream',
        },
        exactUntilMs,
        hotUntilMs: 0,
      })
      expect((await store.exact(keyOf(1), now, false))?.candidate.keywords).toBe('')
      expect(await store.exact(keyOf(2), now, false)).toBeNull()
    })
    it('an entry expires at its instant, however often it is hit', async () => {
      await fold(stored(1))
      for (let hits = 0; hits < 5; hits++) expect(await answer(1, exactUntilMs - 1)).not.toBeNull()
      expect(await answer(1, exactUntilMs)).toBeNull()
    })
    it('storing an entry again replaces it', async () => {
      await fold(stored(1), stored(1, { answer: 'Newer.' }))
      expect(await answer(1)).toBe('Newer.')
    })
    it.each([
      ['an invalidation', invalidated(1)],
      ['an eviction', evicted(1)],
    ])('%s is seen when apply resolves', async (_, removal) => {
      await fold(stored(1), stored(2))
      await fold(removal)
      expect([await answer(1), await answer(2)]).toEqual([null, 'Answer e2.'])
    })
    it('an eviction takes the entry as it was, not one that was stored since', async () => {
      await fold(stored(1), evicted(1, now), stored(2, { storedAtMs: now + 1 }), evicted(2, now))
      expect([await answer(1), await answer(2)]).toEqual([null, 'Answer e2.'])
      await fold(promoted(2, 'hot'), evicted(2, now))
      expect(await hot(2)).toBe('Answer e2.')
      await fold(evicted(2, now + 1))
      expect([await answer(2), await hot(2)]).toEqual([null, null])
    })
    it('an entry whose exact key has expired outlives what spares it, and becomes hot from the cold layer', async () => {
      const old = { exactExpiresAtMs: now - 1, policyEpoch: 3, storedAtMs: now + 1 }
      colds.set(idOf(1), entryOf(1, old))
      await fold(stored(1, old), invalidated(1, 'policy', 3), evicted(1, now), promoted(1, 'hot'))
      expect(await hot(1)).toBe('Answer e1.')
    })
    it('what is applied again, or late, changes nothing', async () => {
      await fold(stored(1), stored(1, { answer: 'Newer.' }), stored(2), invalidated(2), stored(3), invalidated(3))
      const before = await store.digest(Date.now())
      expect(await store.apply(0, log.from(0, 0n).slice(0, 1), 2n)).toBe(true)
      expect(await store.apply(0, log.from(0, 0n).slice(2, 3), 6n)).toBe(true)
      expect([await answer(1), await answer(2), await answer(3)]).toEqual(['Newer.', null, null])
      expect(await store.begin()).toEqual([12n, 0n])
      expect(await store.digest(Date.now())).toBe(before)
    })
    it('an entry marked unhelpful stays out, though it was admitted at the same moment, until it is restored', async () => {
      await fold(invalidated(1, 'unhelpful', 2, true), stored(1))
      expect(await answer(1)).toBeNull()
      await fold(restored(1))
      expect(await answer(1)).toBeNull()
      await fold(stored(1))
      expect(await answer(1)).toBe('Answer e1.')
    })
    it('an entry that a reviewer has restored or edited is found, one that was deleted is not, and hot none of them', async () => {
      for (const n of [1, 2, 3]) await fold(stored(n), promoted(n, 'hot'), invalidated(n, 'unhelpful', 2, true))
      await fold(
        restored(1),
        stored(1),
        restored(2),
        stored(2, { answer: 'Edited.', answerHash: 'edited' }),
        restored(3),
      )
      expect([await answer(1), await answer(2), await answer(3)]).toEqual(['Answer e1.', 'Edited.', null])
      expect([await hot(1), await hot(2), await hot(3)]).toEqual([null, null, null])
    })
    it('a late cleanup of a policy change spares an entry made under its epoch or a later one', async () => {
      await fold(stored(1, { policyEpoch: 3 }), invalidated(1, 'policy', 3))
      expect(await answer(1)).not.toBeNull()
      await fold(invalidated(1, 'policy', 4))
      expect(await answer(1)).toBeNull()
    })
    it('a promoted entry lives hot after its exact key has expired, until its time is up', async () => {
      await fold(stored(1), stored(2), promoted(1, 'hot'))
      expect([await hot(1), await hot(2)]).toEqual(['Answer e1.', null])
      expect([await answer(1, exactUntilMs), await hot(1, exactUntilMs)]).toEqual([null, 'Answer e1.'])
      expect((await store.exact(keyOf(1), exactUntilMs, false))?.candidate.layer).toBe('hot')
      expect(await store.exact(keyOf(1), now + hotTtlMs, false)).toBeNull()
      expect([await hot(1, now + hotTtlMs - 1), await hot(1, now + hotTtlMs)]).toEqual(['Answer e1.', null])
    })
    it('no lookup or promotion lets an entry live beyond the expiry that it was stored with', async () => {
      const hit = fc.record({ atMs: fc.integer({ min: 0, max: 7_200_000 }), promoted: fc.boolean() })
      await fc.assert(
        fc.asyncProperty(fc.array(hit, { minLength: 1, maxLength: 8 }), async hits => {
          // A store may go by a clock of its own, so only what lookups are told differs from it.
          const expiresAtMs = now + 3_600_000
          await fold(stored(1, { expiresAtMs, exactExpiresAtMs: now + 1_800_000 }))
          for (const { atMs, promoted: heats } of hits.sort((a, b) => a.atMs - b.atMs)) {
            if (heats) await fold(promoted(1, 'hot'))
            const found = await store.exact(keyOf(1), now + atMs, false)
            expect(found?.candidate.expiresAtMs ?? expiresAtMs).toBe(expiresAtMs)
            if (now + atMs >= expiresAtMs) expect(found).toBeNull()
          }
          expect(await store.exact(keyOf(1), expiresAtMs, false)).toBeNull()
        }),
        { numRuns: 20 },
      )
    })
    it('a hot entry never outlives its own expiry', async () => {
      await fold(stored(1, { expiresAtMs: now + 3_700_000 }), promoted(1, 'hot'))
      expect([await hot(1, now + 3_699_999), await hot(1, now + 3_700_000)]).toEqual(['Answer e1.', null])
    })
    it('a hot entry that is stored again stays hot; one that is demoted or invalidated does not', async () => {
      await fold(stored(1), promoted(1, 'hot'), stored(1, { answer: 'Newer.' }))
      expect(await hot(1)).toBe('Newer.')
      await fold(promoted(1, 'cold'))
      expect([await hot(1), await answer(1)]).toEqual([null, 'Newer.'])
      await fold(promoted(1, 'hot'), invalidated(1), stored(1))
      expect([await hot(1), await answer(1)]).toEqual([null, 'Answer e1.'])
    })
    it('an entry that only the cold layer has becomes hot from there; one that it has not does not', async () => {
      colds.set(idOf(1), entryOf(1, { exactExpiresAtMs: now - 1 }))
      await fold(promoted(1, 'hot'), promoted(2, 'hot'))
      expect([await hot(1), await answer(1), await hot(2)]).toEqual(['Answer e1.', null, null])
    })
    it('partitions are folded apart', async () => {
      log.append(1, stored(7))
      await fold(stored(1))
      expect([await answer(1), await answer(7)]).toEqual(['Answer e1.', 'Answer e7.'])
      expect(await store.begin()).toEqual([2n, 2n])
    })
    it('once it is cleared nothing is found, and it says so, until the log has been folded again: then it is what it was', async () => {
      await fold(
        stored(1),
        stored(2),
        invalidated(2),
        invalidated(3, 'unhelpful', 2, true),
        stored(4),
        promoted(4, 'hot'),
      )
      const before = await store.digest(Date.now())
      await store.clear()
      await store.lost(AbortSignal.timeout(1_000))
      expect(await answer(1)).toBeNull()
      expect(store.trouble()).not.toBeNull()
      expect(await store.apply(0, [], log.end(0))).toBe(false)
      expect(await store.begin()).toEqual([0n, 0n])
      expect(await store.apply(0, log.from(0, 0n).slice(0, 2), 4n)).toBe(true)
      expect(await answer(1)).toBeNull()
      expect(await store.apply(0, log.from(0, 4n), log.end(0))).toBe(true)
      expect([await answer(1), await hot(4)]).toEqual(['Answer e1.', 'Answer e4.'])
      expect([await store.digest(Date.now()), store.trouble()]).toEqual([before, null])
    })
    it('who waits for the place to be lost is released when it gives up', async () => {
      await fold(stored(1))
      const reason = new Error('enough')
      await expect(store.lost(AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}
