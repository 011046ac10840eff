import type { Views } from '../views.ts'
import type { HelpQuery } from './help-centre.ts'

/** A passage of a document that was handed in. */
export interface FoundPassage {
  readonly documentId: string
  /** Its place in the document, from 1. */
  readonly number: number
  readonly revision: number
  readonly scene: string
  readonly heading: string
  readonly text: string
  /** Cosine with the question, and a tenth of the share of its words that the passage has. */
  readonly worth: number
}

/** Passages of documents that were handed in, of any tenant. The same log gives the same ranking, whatever keeps it. */
export interface Documents {
  /** A search that takes longer has found nothing, ms. */
  readonly timeoutMs: number
  /**
   * At most `limit` passages of the query's tenant, best first, none of them older than `revisions` says of its document: waits for what those
   * name. Rejects with the signal's reason once that aborts, and UNAVAILABLE where what keeps them does not answer or has not read the
   * log yet.
   */
  search(
    query: HelpQuery,
    limit: number,
    revisions: Views['documents'],
    signal: AbortSignal,
  ): Promise<readonly FoundPassage[]>
}
