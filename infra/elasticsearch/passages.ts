import type { Client, estypes } from '@elastic/elasticsearch'
import type { PassagesWritten } from '../../schemas/types.ts'
import {
  askedTerms,
  type Considered,
  depths,
  type Kept,
  mostWorth,
  passageId,
  passageTerms,
} from '../documents/rank.ts'
import type { DocumentChange, PassageStore } from '../documents/store.ts'
import { dot } from '../index/dot.ts'
import { serially } from '../runtime/serially.ts'
import { createBulk, type Write } from './bulk.ts'
import { isSearchable } from './document.ts'
import { IndexMissing, isAlreadyThere, isIndexMissing } from './failures.ts'

export interface PassagesOptions {
  readonly client: Client
  /** Name of the index. */
  readonly index: string
  readonly logId: string
  readonly dimensions: number
  readonly replicas: number
  readonly flushBytes: number
  readonly flushEntries: number
  readonly onTrouble: (error: unknown) => void
}

/** Old passages removed at once. */
const page = 1_000

/** Raised when an index of an older layout must be written again. */
const layout = 1

const keyword = { type: 'keyword' } as const

const bodyOf = ({ dimensions, logId, replicas }: PassagesOptions): Omit<estypes.IndicesCreateRequest, 'index'> => ({
  settings: {
    number_of_shards: 1,
    number_of_replicas: replicas,
    refresh_interval: -1,
    // A word counts once, however often it comes and however long the passage: parts are of like length.
    similarity: { words: { type: 'BM25', k1: 0, b: 0 } },
  },
  mappings: {
    dynamic: 'strict',
    _meta: { logId, layout },
    properties: {
      id: keyword,
      key: keyword,
      tenant: keyword,
      scene: keyword,
      documentId: keyword,
      number: { type: 'integer' },
      revision: { type: 'long' },
      heading: { type: 'text', index: false },
      text: { type: 'text', index: false },
      // As the embedded index cuts them, so that both rank alike.
      terms: { type: 'text', analyzer: 'whitespace', similarity: 'words' },
      // Documents are few beside entries: each is compared, as embedded.
      vector: {
        type: 'dense_vector',
        dims: dimensions,
        index: true,
        similarity: 'cosine',
        index_options: { type: 'flat' },
      },
    },
  },
})

interface Source extends Kept {
  readonly terms: string
}

const shown = ['id', 'documentId', 'number', 'revision', 'scene', 'heading', 'text', 'terms']

type Response = Pick<estypes.MsearchMultiSearchItem<Source>, 'hits' | 'aggregations'>

/** Passages in an index that several processes share; each writes what it reads from the log, and all of them the same. */
export const openPassages = (options: PassagesOptions): PassageStore => {
  const { client, index, logId, dimensions, onTrouble } = options
  const stop = new AbortController()
  const inTurn = serially()
  const bulk = createBulk({ ...options, onRefused: onTrouble })
  let lost = new AbortController()
  let failing: string | null = null
  /** How many passages of each revision the index has, so that a start does not write what is there. Null: to be asked. */
  let there: Map<string, number> | null = null

  const noticing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const done = await work()
      failing = null
      return done
    } catch (error) {
      failing = (error as Error).message
      if (error instanceof IndexMissing || isIndexMissing(error)) {
        there = null
        lost.abort(error)
      }
      throw error
    }
  }
  /** The index of this log and layout; one of another is dropped, for it can be written again. */
  const make = async (): Promise<void> => {
    try {
      await client.indices.create({ index, ...bodyOf(options) })
    } catch (error) {
      if (!isAlreadyThere(error)) throw error
      const { _meta } = (await client.indices.getMapping({ index }))[index]!.mappings
      if (_meta?.logId === logId && _meta.layout === layout) return
      await client.indices.delete({ index })
      await client.indices.create({ index, ...bodyOf(options) })
    }
  }
  const revisionsThere = async (): Promise<Map<string, number>> => {
    await client.indices.refresh({ index })
    const found = new Map<string, number>()
    let after: Record<string, estypes.FieldValue> | undefined
    do {
      const { aggregations } = await client.search({
        index,
        size: 0,
        aggs: {
          revisions: {
            composite: {
              size: 1_000,
              sources: [{ key: { terms: { field: 'key' } } }, { revision: { terms: { field: 'revision' } } }],
              ...(after ? { after } : {}),
            },
          },
        },
      })
      const { buckets, after_key } = aggregations!.revisions as estypes.AggregationsCompositeAggregate
      for (const bucket of buckets as estypes.AggregationsCompositeBucket[])
        found.set(`${bucket.key.key}@${bucket.key.revision}`, bucket.doc_count)
      after = after_key
    } while (after)
    return found
  }
  const writesOf = (key: string, written: PassagesWritten): readonly Write[] => {
    const { documentId, revision, scene, tenant, passages } = written
    return passages.map(({ heading, text, vector }, n) => {
      const id = passageId(key, n + 1)
      const document = {
        ...{ id, key, tenant, scene, documentId, number: n + 1, revision, heading, text },
        terms: passageTerms({ heading, text }).join(' '),
        ...(isSearchable(vector, dimensions) ? { vector: Buffer.from(vector).swap32().toString('base64') } : {}),
      }
      return {
        id,
        bytes: 3 * (vector?.length ?? 0) + 3 * text.length + 1_000,
        lines: [{ index: { _id: `${id}@${revision}` } }, document],
      }
    })
  }
  /** Page by page, after a refresh: servers without the module that deletes by query do as well. */
  const removeOthers = async (changes: readonly DocumentChange[]): Promise<void> => {
    for (;;) {
      const { hits } = await client.search({
        ...{ index, size: page, _source: false, track_total_hits: false },
        query: { bool: { should: changes.map(others), minimum_should_match: 1 } },
      })
      if (hits.hits.length === 0) return
      const writes = hits.hits.map(({ _id }): Write => ({ id: _id!, bytes: 100, lines: [{ delete: { _id: _id! } }] }))
      await bulk.send(writes, stop.signal)
      await client.indices.refresh({ index })
    }
  }
  const others = ({ key, written }: DocumentChange): estypes.QueryDslQueryContainer => ({
    bool: {
      filter: [{ term: { key } }],
      ...(written ? { must_not: [{ term: { revision: written.revision } }] } : {}),
    },
  })
  /** How many passages of all tenants have each term, as the embedded store counts; then the best by words, then by meaning. */
  const searches = (terms: readonly string[], vector: Float32Array | null, tenant: string, limit: number) => {
    const filter = [{ term: { tenant } }]
    const common = { _source: shown, track_total_hits: false }
    const counts = Object.fromEntries(terms.map((term, n) => [`t${n}`, { filter: { term: { terms: term } } }]))
    const all: estypes.MsearchRequestItem[] = [{}, { size: 0, track_total_hits: true, aggs: counts }]
    const byWords: estypes.MsearchRequestItem[] = [
      {},
      {
        ...{ ...common, size: Math.max(limit, vector ? depths.words : depths.wordsAlone) },
        ...(vector ? { fields: ['vector'] } : {}),
        query: { bool: { filter, must: [{ match: { terms: { query: terms.join(' ') } } }] } },
      },
    ]
    const knn = { field: 'vector', k: depths.meaning, num_candidates: depths.meaning, filter }
    const byMeaning: estypes.MsearchRequestItem[] = vector
      ? [{}, { ...common, size: depths.meaning, knn: { ...knn, query_vector: [...vector] } }]
      : []
    return [...all, ...byWords, ...byMeaning]
  }
  const consideredIn = (
    { hits }: Response,
    cosineOf: (hit: estypes.SearchHit<Source>) => number | null,
  ): readonly Considered[] =>
    hits.hits.map(hit => {
      const { terms, ...kept } = hit._source!
      const its = new Set(terms.split(' '))
      return { kept, cosine: cosineOf(hit), has: term => its.has(term) }
    })

  return {
    lost: () => lost.signal,
    ready: signal =>
      inTurn(async () => {
        signal.throwIfAborted()
        if (lost.signal.aborted) lost = new AbortController()
        if (there && failing === null) return
        await noticing(async () => {
          if (!there) await make()
          const found = await revisionsThere()
          there ??= found
        })
      }),
    apply: changes =>
      noticing(async () => {
        const isThere = ({ key, written }: DocumentChange): boolean =>
          written !== null && there?.get(`${key}@${written.revision}`) === written.passages.length
        const writes = changes.flatMap(change =>
          change.written && !isThere(change) ? writesOf(change.key, change.written) : [],
        )
        await bulk.send(writes, stop.signal)
        await client.indices.refresh({ index })
        await removeOthers(changes)
        for (const { key, written } of changes)
          if (written) there?.set(`${key}@${written.revision}`, written.passages.length)
      }),
    search: ({ text, vector: given, tenant, scene }, limit, signal) =>
      noticing(async () => {
        const terms = askedTerms(text)
        const vector = given?.some(value => value !== 0) ? given : null
        const { responses } = await client.msearch<Source>(
          { index, searches: searches(terms, vector, tenant, limit) },
          { signal },
        )
        const [all, byWords, byMeaning] = responses.map(response => {
          if ('error' in response) throw failureOf(response.error)
          return response
        })
        const counts = all!.aggregations as Record<string, estypes.AggregationsFilterAggregate> | undefined
        const { value: passages } = all!.hits.total as estypes.SearchTotalHits
        const considered = new Map<string, Considered>()
        // Of those found both ways the cosine is that of the search by meaning.
        for (const one of [
          ...consideredIn(
            byWords!,
            ({ fields }) => vector && (fields?.vector ? dot(vector, Float32Array.from(fields.vector as number[])) : 0),
          ),
          ...(byMeaning ? consideredIn(byMeaning, ({ _score }) => 2 * _score! - 1) : []),
        ])
          considered.set(one.kept.id, one)
        return mostWorth(
          considered.values(),
          { terms, having: term => counts?.[`t${terms.indexOf(term)}`]?.doc_count ?? 0, passages, scene },
          limit,
        )
      }),
    trouble: () => failing && `Elasticsearch: ${failing}`,
    close: async () => stop.abort(),
  }
}

const failureOf = ({ type, reason }: estypes.ErrorCause): Error =>
  type === 'index_not_found_exception' ? new IndexMissing(reason ?? type) : new Error(`${type}: ${reason}`)
