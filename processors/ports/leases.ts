/**
 * The right to serve from the caches, which every process that does so holds for a moment at a time. A policy change is
 * acknowledged when every holder has applied it or holds no longer, so what is served after that follows it.
 */
export interface ServingLeases {
  /**
   * Whether a hit may be served. To be asked after the request has arrived: a process that was stopped in its tracks finds
   * its lease gone before it serves.
   */
  held(): boolean
  /** Says which epoch of the policy this process has applied, every time it moves. */
  applied(epoch: number): void
  /**
   * Resolves when every process that may serve has applied this epoch. Rejects with the signal's reason; as long as nobody
   * can say who holds a lease, it does not resolve.
   */
  settled(epoch: number, signal: AbortSignal): Promise<void>
  /** Null while the lease is held, else why it is not. */
  trouble(): string | null
  /** Gives the lease back; nothing is served from then on. */
  close(): Promise<void>
}
