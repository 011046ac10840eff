import type { Candidate, EntryStored, ServedAnswer } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'

/** An entry as a lookup needs it. */
export interface ExactHit {
  readonly candidate: Candidate
  readonly answer: ServedAnswer
}

/** An entry, and until when it is shown under its key, ms since 1970. */
export interface ShownHit extends ExactHit {
  readonly exactUntilMs: number
  /** 0 for one that does not live hot. */
  readonly hotUntilMs: number
}

/** An event with its place in its partition of `cache.entries`. */
export interface PlacedEvent {
  readonly offset: bigint
  readonly event: DomainEvent
}

/** The log that is folded, as far as a store of it has to know. */
export interface FoldedLog {
  readonly id: string
  /** One past the last offset of each partition of `cache.entries`. */
  ends(): Promise<readonly bigint[]>
}

/** The entry as the cold layer has it, for one that becomes hot after its exact key has expired; null where it is gone. */
export type ColdEntry = (entryId: string) => Promise<EntryStored | null>

/** The exact cache and the hot entries: a read model of `cache.entries` that several processes may share and fold at once. */
export interface ExactEntries {
  /**
   * The entry under `exact_cache:{scene}:{hash}`, in the layer `exact`, or `hot` where that key has expired and the entry lives hot;
   * null where there is none, or the store cannot say. For `keywords` see NearestQuery.
   */
  exact(exactKey: string, nowMs: number, keywords: boolean): Promise<ShownHit | null>
  /**
   * Resolves with the offset of each partition from which events are to be applied: before the first `apply`, and again
   * when the place is lost. Rejects with UNAVAILABLE.
   */
  begin(): Promise<readonly bigint[]>
  /**
   * Folds events of one partition, in order, and how far that leads. Visible to all lookups when it resolves with true.
   * What is older than what was folded of an entry changes nothing, so events may come twice and from several processes.
   * Resolves with false where the place is lost. Rejects with UNAVAILABLE; then the same events are to be applied again.
   */
  apply(partition: number, events: readonly PlacedEvent[], next: bigint): Promise<boolean>
  /** From the call on nothing is found until everything before these offsets, one for each partition, has been folded. */
  holdBack(ends: readonly bigint[]): void
  /**
   * Resolves when the place is lost, because the store has lost what was folded or holds another log; at once where it is.
   * From then on nothing is found until what the log holds has been folded from `begin`. Rejects with the signal's reason.
   */
  lost(signal: AbortSignal): Promise<void>
  /** Forgets everything, for all who share it: the place is lost. */
  clear(): Promise<void>
  /**
   * SHA-256 over the entries that lookups may find at an instant, ms since 1970, and those that wait for a reviewer. Two folds of
   * the same log have the same for any instant that is not over.
   */
  digest(atMs: number): Promise<string>
  /** Null while lookups find what the log holds, else why they do not. */
  trouble(): string | null
  close(): void
}
