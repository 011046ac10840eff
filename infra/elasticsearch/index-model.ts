import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import { LRUCache } from 'lru-cache'
import { detachedBytes } from '../../processors/enrich/detached.ts'
import { bytesToVector } from '../../processors/enrich/vector.ts'
import { isEntryEvent, layerAt } from '../../processors/entry.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { NearestQuery } from '../../processors/ports/cache.ts'
import { answerSimilarityOf, hitOf } from '../../processors/resolve/hit.ts'
import type { Candidate, EntryStored } from '../../schemas/types.ts'
import { setOf } from '../cache/store.ts'
import { dot } from '../index/dot.ts'
import { createNearest } from '../index/nearest.ts'
import { createBulk } from './bulk.ts'
import { digestOf } from './digest.ts'
import { type EntrySource, fromSource, isSearchable, sourceFields } from './document.ts'
import { createDocuments, type Hit, type SearchOptions } from './documents.ts'
import { IndexMissing, isIndexMissing } from './failures.ts'
import type { Guard } from './guard.ts'
import { type Change, createOverlay } from './overlay.ts'
import { readPositions } from './positions.ts'
import { openSnapshot, scan } from './scan.ts'
import { nothing } from './state.ts'
import { createWriter } from './writer.ts'

export interface IndexModelOptions extends SearchOptions {
  readonly logId: string
  readonly dimensions: number
  readonly flushBytes: number
  readonly flushEntries: number
  readonly queueBytes: number
  /** What was written is made searchable so often, ms. */
  readonly refreshMs: number
  /** Of a lookup; none is under way for longer. */
  readonly timeoutMs: number
  readonly onTrouble: (error: unknown) => void
}

/** Where the events given to `apply` were read. */
export interface Read {
  /** Offset that was asked for. */
  readonly from: bigint
  /** Offset of each event. */
  readonly offsets: readonly bigint[]
}

/** An entry, and until when it lives hot. */
export interface Layered {
  readonly entry: EntryStored
  readonly hotUntilMs: number
}

/** The read model in one index, as this process sees it. */
export interface IndexModel {
  readonly index: string
  /** Why it can be used no longer: aborts when the index is gone. */
  readonly lost: AbortSignal
  position(partition: number): bigint
  /**
   * Folds events of one partition. A removal counts at once; stored entries are found when it resolves, unless Elasticsearch
   * takes no writes. Does nothing where the position is not `read.from`, for then it was folded already or starts again.
   */
  apply(partition: number, events: readonly DomainEvent[], next: bigint, read: Read): Promise<void>
  /** More waits to be written than may: what is known of removals may be behind, so nothing may be served. */
  isFull(): boolean
  nearest(query: NearestQuery, guard: Guard): Promise<readonly Candidate[]>
  /** What `nearest` asks the server, for who wants to know how it answers. */
  lookUp(query: NearestQuery, signal: AbortSignal): Promise<readonly Hit[]>
  entry(entryId: string, guard: Guard): Promise<Layered | null>
  entries(after: string | null, limit: number): Promise<readonly EntryStored[]>
  /** Of what is searchable now; who wants what was applied counted waits for `settled` before. */
  size(): Promise<number>
  /** Begun as of now; resolves with the digest of what is folded at the call. */
  digest(): Promise<{ readonly digest: Promise<string> }>
  /** Resolves when all that was applied before the call is durable and searchable. */
  settled(): Promise<void>
  trouble(): string | null
  /** Waits for what is queued, but no longer than this. */
  close(graceMs: number): Promise<void>
}

/** How long `apply` waits for a server that takes no writes. */
const patienceMs = 500

/** Bytes of entries that are kept decoded. */
const readyBytes = 32 * 2 ** 20

interface Ready extends Layered {
  readonly version: bigint
  readonly vector: Float32Array | null
}

const live = { bool: { filter: [{ term: { kind: 'entry' } }, { term: { gone: false } }] } }

/** Opens the model of an index that exists. Rejects where Elasticsearch cannot be reached. */
export const openIndexModel = async (
  client: Client,
  index: string,
  options: IndexModelOptions,
): Promise<IndexModel> => {
  const { dimensions, refreshMs, timeoutMs, onTrouble } = options
  const stop = new AbortController()
  const lost = new AbortController()
  const documents = createDocuments(client, index, options)
  const overlay = createOverlay(dimensions)
  // What another process wrote just before, and what this one wrote before it was restarted.
  await documents.refresh()
  const positions = await readPositions(client, index)
  await documents.refresh()

  const onLost = (error: unknown): void => {
    if (stop.signal.aborted) return
    stop.abort()
    lost.abort(error)
  }
  const bulk = createBulk({ ...options, client, index, onRefused: onTrouble })
  const writer = createWriter({ ...options, documents, bulk, overlay, signal: stop.signal, onLost })
  /** A failure that says that the index is gone ends this model; any other is the caller's. */
  const noticing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof IndexMissing || isIndexMissing(error)) onLost(error)
      throw error
    }
  }

  const ready = new LRUCache<string, Ready>({
    maxSize: readyBytes,
    sizeCalculation: ({ entry }) => 4_000 + 2 * entry.question.length + 2 * entry.answer.length,
  })
  const readyOf = (entry: EntryStored, hotUntilMs: number, version: bigint): Ready => ({
    version,
    entry: {
      ...entry,
      vector: entry.vector && detachedBytes(entry.vector),
      answerVector: entry.answerVector && detachedBytes(entry.answerVector),
    },
    hotUntilMs,
    vector: isSearchable(entry.vector, dimensions) ? bytesToVector(entry.vector) : null,
  })
  /** An entry as a document has it, unless something newer is known. */
  const current = (entryId: string, hit: Pick<Hit, 'version' | 'read'>): Ready | null => {
    const kept = ready.get(entryId)
    if (kept?.version === hit.version) return kept
    const { state, version } = overlay.over(entryId, hit.read())
    if (!state.entry) return null
    const made = readyOf(state.entry, state.hotUntilMs, version)
    // What the overlay adds to a document is forgotten when the document has it.
    if (version === hit.version) ready.set(entryId, made)
    return made
  }

  let refreshing: Promise<void> | null = null
  /**
   * Forgets what a refresh has made searchable, but only when no lookup is under way any more that was begun before it: such a
   * lookup may still bring an entry that was removed meanwhile.
   */
  const refresh = async (): Promise<void> => {
    const written = overlay.writtenIds()
    await noticing(() => documents.refresh(stop.signal))
    setTimeout(() => overlay.forget(written), 2 * timeoutMs).unref()
  }
  const refreshes = (async () => {
    while (!stop.signal.aborted) {
      await delay(refreshMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted || overlay.writtenIds().length === 0) continue
      refreshing = refresh().catch(() => undefined)
      await refreshing
    }
  })()

  const matches = (entry: EntryStored, { identity, embeddingModel, tenant, language, nowMs }: NearestQuery): boolean =>
    entry.identity === identity &&
    entry.embeddingModel === embeddingModel &&
    entry.tenant === tenant &&
    entry.language === language &&
    entry.expiresAtMs > nowMs

  const lookUp = (query: NearestQuery, signal: AbortSignal): Promise<readonly Hit[]> =>
    noticing(() => documents.nearest(query, signal))

  const settled = async (): Promise<void> => {
    await writer.flushed()
    await noticing(() => documents.refresh())
  }

  return {
    index,
    lost: lost.signal,
    position: partition => positions.get(partition) ?? 0n,
    apply: async (partition, events, next, { from, offsets }) => {
      if (stop.signal.aborted || (positions.get(partition) ?? 0n) !== from) return
      positions.set(partition, next)
      const changes = events.flatMap((event, n): Change[] => {
        if (!isEntryEvent(event)) return []
        return [{ entryId: event.data.entryId, version: offsets[n]! + 1n, event }]
      })
      for (const change of changes) {
        overlay.accept(change)
        ready.delete(change.entryId)
      }
      const done = writer.add(partition, next, changes)
      const patience = new AbortController()
      const waited = delay(writer.trouble() === null ? patienceMs : 0, undefined, { signal: patience.signal })
      await Promise.race([done, waited]).finally(() => patience.abort())
      if (writer.isFull()) await writer.room()
    },
    isFull: writer.isFull,
    lookUp,
    nearest: async (query, guard) => {
      const hits = await guard.run(signal => lookUp(query, signal))
      const nearest = createNearest<string>(query.limit)
      const found = new Map<string, Layered>()
      const consider = (entryId: string, known: Ready | null): void => {
        if (!known?.vector || found.has(entryId) || !matches(known.entry, query)) return
        found.set(entryId, known)
        nearest.add(entryId, dot(query.vector, known.vector))
      }
      for (const hit of hits) consider(hit.entryId, current(hit.entryId, hit))
      const set = setOf(query.identity, query.embeddingModel)
      const seen = new Set(hits.map(({ entryId }) => entryId))
      for (const entryId of overlay.nearest(set, query.vector, query.limit, query.nowMs)) {
        const known = overlay.known(entryId)
        if (!seen.has(entryId) && known?.state.entry)
          consider(entryId, readyOf(known.state.entry, known.state.hotUntilMs, known.version))
      }
      return nearest.sorted().map(({ id, similarity }) => {
        const { entry, hotUntilMs } = found.get(id)!
        return {
          ...hitOf(entry, layerAt(hotUntilMs, query.nowMs), query.keywords).candidate,
          similarity,
          answerSimilarity: answerSimilarityOf(query.vector, entry.answerVector),
        }
      })
    },
    entry: async (entryId, guard) => {
      const known = overlay.known(entryId)
      if (known) return known.state.entry && { entry: known.state.entry, hotUntilMs: known.state.hotUntilMs }
      const kept = ready.get(entryId)
      if (kept) return kept
      const documentsOf = await noticing(() => guard.run(signal => documents.read([entryId], signal)))
      const document = documentsOf.get(entryId) ?? { state: nothing, version: 0n }
      return current(entryId, { version: document.version, read: () => document })
    },
    entries: async (after, limit) => {
      await settled()
      const rows = scan<EntrySource>(client, {
        index,
        query: after === null ? live : { bool: { filter: [live, { range: { entryId: { gt: after } } }] } },
        fields: sourceFields,
        sort: 'entryId',
        page: Math.min(limit, 1_000),
      })
      const entries: EntryStored[] = []
      for await (const { source } of rows) {
        if (entries.length === limit) break
        entries.push(fromSource(source).entry!)
      }
      return entries
    },
    size: async () => (await noticing(() => client.count({ index, query: live }))).count,
    digest: async () => {
      await settled()
      const snapshot = await openSnapshot(client, index)
      return { digest: digestOf(snapshot).finally(() => snapshot.close()) }
    },
    settled,
    trouble: writer.trouble,
    close: async graceMs => {
      const grace = new AbortController()
      const waited = delay(graceMs, undefined, { signal: grace.signal, ref: false }).catch(() => undefined)
      await Promise.race([writer.flushed(), waited]).finally(() => grace.abort())
      stop.abort()
      await refreshes
      await refreshing
    },
  }
}
