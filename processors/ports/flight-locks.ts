/** What becomes of a call that others may be making too. */
export type Boarding =
  /** It is this one's to make. */
  | { readonly kind: 'leader'; readonly lock: FlightLock }
  /** Another is making it: its answer will be on the log under that call id. */
  | {
      readonly kind: 'follower'
      readonly leader: string
      /**
       * Resolves when the leader no longer makes it: its answer is on the log, or it has failed or vanished, and the call may
       * be boarded again. Rejects with the signal's reason.
       */
      over(signal: AbortSignal): Promise<void>
    }
  /** Another has made it, after this one was asked for: its answer is on the log under that call id. */
  | { readonly kind: 'landed'; readonly leader: string }
  /** Nobody can say; it is made without a lock, perhaps once more than needed. */
  | { readonly kind: 'alone'; readonly reason: string }

export interface FlightLock {
  /** Aborted when the lock was lost: another may be making the same call. It costs one call more, and is reported. */
  readonly lost: AbortSignal
  /** With the event time at which its answer was recorded, ms since 1970, or null where there is none. Never rejects. */
  release(landedAtMs: number | null): Promise<void>
}

/** One flight between processes: identical concurrent calls are made by one of them (architecture: "One flight"). */
export interface FlightLocks {
  /** `askedAtMs`: event time, ms since 1970. The same call id boards again as leader: its process died, or its partition moved. Never rejects. */
  board(key: string, callId: string, askedAtMs: number): Promise<Boarding>
}
