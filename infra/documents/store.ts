import type { FoundPassage } from '../../processors/ports/documents.ts'
import type { HelpQuery } from '../../processors/ports/help-centre.ts'
import type { PassagesWritten } from '../../schemas/types.ts'

/** What has become of a document: what was cut of it, or null where it was taken out. */
export interface DocumentChange {
  readonly key: string
  readonly written: PassagesWritten | null
}

/** Keeps the passages of documents, and ranks them; is told everything from the beginning of the log whenever it is opened or was lost. */
export interface PassageStore {
  /** Aborts when it has lost what it was told, or a part of it, and is to be told again; replaced by the next one at `ready`. */
  lost(): AbortSignal
  /** Resolves when it can be told. */
  ready(signal: AbortSignal): Promise<void>
  /** Found from now on when it resolves; what was cut before is found no more. One change of a document at most. */
  apply(changes: readonly DocumentChange[]): Promise<void>
  /** At most `limit`, best first, of the query's tenant. */
  search(query: HelpQuery, limit: number, signal: AbortSignal): Promise<readonly FoundPassage[]>
  /** What is wrong with it, null where nothing is. */
  trouble(): string | null
  close(): Promise<void>
}
