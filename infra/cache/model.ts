import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { detachedBytes } from '../../processors/enrich/detached.ts'
import { bytesToVector } from '../../processors/enrich/vector.ts'
import { claims, evicts, foldedTypes, layerAt } from '../../processors/entry.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import { answerSimilarityOf, hitOf, keywordsOf } from '../../processors/resolve/hit.ts'
import { entryIdOf } from '../../processors/resolve/identity.ts'
import type { Candidate, EntryStored, EventType, ServedAnswer } from '../../schemas/types.ts'
import { createVectorIndex } from '../index/vectors.ts'
import { openCacheStore, setOf } from './store.ts'

/** A read model of `cache.entries`: what is folded, and how far. */
export interface CacheModel extends CacheReader {
  readonly types: readonly EventType[]
  /** Next offset to apply of each partition. */
  position(partition: number): bigint
  /** Applies events of one partition in order, with the position they lead to. Visible to lookups when it returns. */
  apply(partition: number, events: readonly DomainEvent[], next: bigint): void
  size(): number
  /**
   * SHA-256 over all that the log determines, as it stands at the call: two models that folded the same log have the same
   * digest. Lookups and folds go on meanwhile.
   */
  digest(): Promise<string>
  /** Forgets everything; positions start again from 0. */
  clear(): void
  close(): Promise<void>
}

export interface CacheOptions {
  readonly dir: string
  readonly logId: string
  readonly dimensions: number
  /** Most entries that are searched by similarity, the newest. */
  readonly searchable: number
}

/** An entry as lookups need it, kept for those asked for most. */
interface Ready {
  readonly cold: Candidate
  readonly exact: Candidate
  readonly exactExpiresAtMs: number
  readonly hotUntilMs: number
  readonly answer: ServedAnswer
  readonly answerVector: Uint8Array | null
}

/** Characters of text in the entries that are kept ready. */
const readyCharacters = 8 * 2 ** 20

const readyOf = (entry: EntryStored, promotedUntilMs: number): Ready => {
  const { candidate: cold, answer } = hitOf(entry, 'cold', false)
  const { exactExpiresAtMs, expiresAtMs, answerVector } = entry
  const hotUntilMs = Math.min(promotedUntilMs, expiresAtMs)
  return {
    cold,
    exact: { ...cold, layer: 'exact' },
    exactExpiresAtMs,
    hotUntilMs,
    answer,
    answerVector: answerVector && detachedBytes(answerVector),
  }
}

const readyKeywords = ({ cold, answer }: Ready): string => keywordsOf(cold.question, answer.text)

/**
 * The caches in one directory: entries in LMDB, answers compressed; vectors in memory, one set for each identity, so that every
 * filter is inside the search. See openCacheStore for what outlives a crash.
 */
export const openCacheModel = async (options: CacheOptions): Promise<CacheModel> => {
  const { dir, logId, dimensions, searchable } = options
  const store = await openCacheStore(dir, logId)

  const vectorOf = (entryId: string): Float32Array | null => {
    const bytes = store.vector(entryId)
    return bytes && bytesToVector(bytes)
  }
  const index = createVectorIndex({ dimensions, vectorOf, limit: searchable })
  // What was stored last expires last, near enough: the newest must be added last.
  for (const { entryId, set, expiresAtMs } of store.placed().sort((a, b) => a.expiresAtMs - b.expiresAtMs))
    index.add(set, entryId, vectorOf(entryId)!, expiresAtMs)

  const ready = new LRUCache<string, Ready>({
    maxSize: readyCharacters,
    sizeCalculation: ({ cold, answer, answerVector }) =>
      500 + (answerVector?.length ?? 0) + 2 * cold.question.length + answer.text.length,
  })
  const load = (entryId: string): Ready | null => {
    const known = ready.get(entryId)
    if (known) return known
    const entry = store.plain(entryId)
    if (!entry) return null
    const loaded = readyOf(entry, store.hot.untilMs(entryId))
    ready.set(entryId, loaded)
    return loaded
  }

  const remove = (entryId: string): void => {
    index.remove(entryId)
    ready.delete(entryId)
    store.remove(entryId)
  }
  const put = (entry: EntryStored): void => {
    const { entryId, identity, embeddingModel, vector, expiresAtMs } = entry
    ready.delete(entryId)
    store.put(entry)
    if (vector) index.add(setOf(identity, embeddingModel), entryId, bytesToVector(vector), expiresAtMs)
    else index.remove(entryId)
  }
  const applyOne = (event: DomainEvent): void => {
    switch (event.type) {
      case 'EntryStored':
        // It may have been admitted just before it was marked: until a reviewer restores it, it stays out.
        if (!store.held.has(event.data.entryId)) put(event.data)
        return
      case 'EntryInvalidated': {
        if (event.data.review) store.held.add(event.data.entryId)
        const entry = store.plain(event.data.entryId)
        if (entry && claims(event.data, entry)) remove(entry.entryId)
        return
      }
      case 'EntryRestored':
        store.held.remove(event.data.entryId)
        return
      case 'EntryEvicted': {
        const entry = store.plain(event.data.entryId)
        if (entry && evicts(event.data, entry)) remove(entry.entryId)
        return
      }
      case 'EntryPromoted': {
        const { entryId, untilMs } = event.data
        if (store.plain(entryId) === null) return
        ready.delete(entryId)
        store.hot.put(entryId, untilMs)
      }
    }
  }

  return {
    types: foldedTypes,
    exact: (exactKey, nowMs, keywords) => {
      const found = load(entryIdOf(exactKey))
      if (!found) return null
      const isExact = found.exactExpiresAtMs > nowMs
      if (isExact && !keywords) return found.exact
      if (!isExact && found.hotUntilMs <= nowMs) return null
      return { ...found.cold, layer: isExact ? 'exact' : 'hot', keywords: keywords ? readyKeywords(found) : '' }
    },
    nearest: ({ identity, embeddingModel, vector, limit, keywords, nowMs }) =>
      index.search(setOf(identity, embeddingModel), vector, limit, nowMs).flatMap(({ id, similarity }) => {
        const found = load(id)
        if (!found) return []
        const layer = layerAt(found.hotUntilMs, nowMs)
        const answerSimilarity = answerSimilarityOf(vector, found.answerVector)
        return [{ ...found.cold, layer, similarity, answerSimilarity, keywords: keywords ? readyKeywords(found) : '' }]
      }),
    answer: ({ entryId, answerHash }) => {
      const found = load(entryId)
      return found?.cold.answerHash === answerHash ? found.answer : null
    },
    entry: store.whole,
    entries: store.page,
    position: store.position,
    apply: (partition, events, next) =>
      store.transaction(() => {
        for (const event of events) applyOne(event)
        store.putPosition(partition, next)
      }),
    size: store.size,
    digest: async () => {
      const hash = createHash('sha256')
      for await (const part of store.contents()) hash.update(part)
      return hash.digest('hex')
    },
    clear: () => {
      store.clear()
      index.clear()
      ready.clear()
    },
    close: store.close,
  }
}
