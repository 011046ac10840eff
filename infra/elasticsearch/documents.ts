import type { Client } from '@elastic/elasticsearch'
import type { NearestQuery } from '../../processors/ports/cache.ts'
import { type EntrySource, fromSource, sourceFields } from './document.ts'
import { IndexMissing } from './failures.ts'
import type { Versioned } from './overlay.ts'
import { type Routing, routeOf } from './routing.ts'

/** An entry's document, and where it is. */
export interface Found extends Versioned {
  readonly routing: string | undefined
}

/** A document that a search gave; its entry is decoded when it is asked for. */
export interface Hit {
  readonly entryId: string
  readonly version: bigint
  read(): Versioned
}

export interface SearchOptions {
  readonly routing: Routing
  /** Looked at in each shard: more find more of the nearest, and take longer. */
  readonly numCandidates: number
  /** So many times what is asked for is compared by whole vectors. */
  readonly oversample: number
}

export interface Documents {
  /** As they are at this moment, searchable or not. Throws IndexMissing. */
  read(entryIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Found>>
  /** Filtered inside the search; an entry comes with the version that was found. */
  nearest(query: NearestQuery, signal: AbortSignal): Promise<readonly Hit[]>
  refresh(signal?: AbortSignal): Promise<void>
}

type Rows = readonly (readonly [entryId: string, document: Found])[]

interface Raw {
  readonly _id?: string
  readonly _version?: number
  readonly _routing?: string
  readonly _source?: EntrySource
}

export const versionedOf = ({ _source, _version }: Raw): Versioned => ({
  state: fromSource(_source!),
  version: BigInt(_version!),
})

/** A filter says the same for so long, ms. */
const filterMs = 60_000

/** Ids asked for at once. */
const page = 500

export const createDocuments = (client: Client, index: string, options: SearchOptions): Documents => {
  const { routing, numCandidates, oversample } = options

  const refresh = async (signal?: AbortSignal): Promise<void> => {
    const { _shards } = await client.indices.refresh({ index }, signal ? { signal } : {})
    if (_shards && _shards.failed > 0) throw new Error(`${_shards.failed} shards of ${index} were not refreshed`)
  }
  const readById = async (entryIds: readonly string[], signal: AbortSignal): Promise<Rows> => {
    const docs = entryIds.map(entryId => ({ _id: entryId, routing: routeOf(routing, entryId), _source: sourceFields }))
    const answer = await client.mget<EntrySource>({ index, docs }, { signal })
    return answer.docs.flatMap(doc => {
      if ('error' in doc) {
        const { type, reason } = doc.error
        throw type === 'index_not_found_exception' ? new IndexMissing(reason ?? type) : new Error(`${type}: ${reason}`)
      }
      return doc.found ? [[doc._id, { ...versionedOf(doc as Raw), routing: routeOf(routing, doc._id) }] as const] : []
    })
  }
  /** Where the id does not tell the shard, all are searched, after a refresh: a search sees nothing newer. */
  const readBySearch = async (entryIds: readonly string[], signal: AbortSignal): Promise<Rows> => {
    await refresh(signal)
    const { hits } = await client.search<EntrySource>(
      {
        index,
        version: true,
        size: 2 * entryIds.length,
        _source: sourceFields,
        query: { terms: { entryId: [...entryIds] } },
      },
      { signal },
    )
    // A mark of an entry that nobody had stored yet lies elsewhere than the entry: the newer one counts, which comes last.
    return hits.hits
      .map(hit => [hit._source!.entryId, { ...versionedOf(hit as Raw), routing: (hit as Raw)._routing }] as const)
      .sort(([, a], [, b]) => (a.version < b.version ? -1 : 1))
  }
  /**
   * In `constant_score`, and the same for a minute: the server keeps the documents that pass a filter which it meets again, but
   * takes a bare conjunction apart and keeps none of it. An entry that has expired since is dropped where the hit is read.
   */
  const filterOf = ({ tenant, language, identity, embeddingModel, nowMs }: NearestQuery) => {
    const filter = [
      { term: { identity } },
      { term: { embeddingModel } },
      { term: { tenant } },
      { term: { language } },
      { range: { expiresAt: { gt: nowMs - (nowMs % filterMs) } } },
    ]
    return { constant_score: { filter: { bool: { filter } } } }
  }
  const routeOfQuery = ({ scene, tenant }: NearestQuery): { routing?: string } => {
    if (routing === 'none') return {}
    return { routing: routing === 'scene' ? scene : tenant }
  }

  return {
    refresh,
    read: async (entryIds, signal) => {
      const found = new Map<string, Found>()
      // In pieces that fit a request and a response.
      for (let from = 0; from < entryIds.length; from += page) {
        const some = entryIds.slice(from, from + page)
        const read = await (routing === 'tenant' ? readBySearch(some, signal) : readById(some, signal))
        for (const [entryId, document] of read) found.set(entryId, document)
      }
      return found
    },
    nearest: async (query, signal) => {
      const k = query.limit * oversample
      const { vector } = query
      const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
      const { hits } = await client.search<EntrySource>(
        {
          index,
          ...routeOfQuery(query),
          version: true,
          size: k,
          _source: sourceFields,
          track_total_hits: false,
          // A server that has just started answers before it has every shard.
          allow_partial_search_results: false,
          knn: {
            field: 'vector',
            // As bytes: numbers as text take the server longer than the search.
            query_vector: Buffer.from(bytes).swap32().toString('base64') as unknown as number[],
            k,
            num_candidates: Math.max(k, numCandidates),
            filter: filterOf(query),
          },
        },
        { signal },
      )
      return hits.hits.map(hit => ({
        entryId: hit._source!.entryId,
        version: BigInt(hit._version!),
        read: () => versionedOf(hit as Raw),
      }))
    },
  }
}
