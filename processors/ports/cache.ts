import type { Candidate, EntryStored, ServedAnswer } from '../../schemas/types.ts'

export interface NearestQuery {
  readonly tenant: string
  readonly scene: string
  readonly language: string
  readonly identity: string
  readonly embeddingModel: string
  /** [dimensions], L2-normalised. */
  readonly vector: Float32Array
  readonly limit: number
  /** Whether a policy in force looks at keywords; without them candidates are a third as large, and every lookup is recorded. */
  readonly keywords: boolean
  /** Entries that have expired by then are not found. */
  readonly nowMs: number
}

/** What a lookup finds; a promise only where the store is remote. */
type Found<T> = T | Promise<T>

/** The caches as a decider's gather step sees them: a query on a read model. */
export interface CacheReader {
  /**
   * The entry under `exact_cache:{scene}:{hash}`, unless invalidated: in the layer `exact`, or `hot` where that key has expired and the
   * entry lives hot. For `keywords` see NearestQuery.
   */
  exact(exactKey: string, nowMs: number, keywords: boolean): Found<Candidate | null>
  /** Nearest first, each in the layer it lives in, hot or cold; filtered inside the search by identity (which holds tenant, language and the scene asked for) and model. */
  nearest(query: NearestQuery): Found<readonly Candidate[]>
  /** The answer that a candidate stands for; null where the entry has gone since, or gives another one. */
  answer(candidate: Pick<Candidate, 'entryId' | 'answerHash'>): Found<ServedAnswer | null>
  entry(entryId: string): Found<EntryStored | null>
  /** Entries in pages, in the order of their ids. */
  entries(after: string | null, limit: number): Found<readonly EntryStored[]>
}
