/** How long a member may take its seat in a group for its own. The group gives it away only after that. */
export interface Lease {
  /** A heartbeat that was sent at this time was answered. What is over stays over. */
  renew(sentMs: number): void
  isOver(): boolean
}

/**
 * Lasts `lengthMs` from when the last answered heartbeat was sent: that it has been answered says nothing of now, for who is stopped may find the
 * answer when it wakes up. `now` is monotonic, ms.
 */
export const openLease = (lengthMs: number, sentMs: number, now: () => number): Lease => {
  let lastMs = sentMs
  let over = false
  const isOver = (): boolean => {
    // Told once, it is given up by whoever was told.
    over ||= now() - lastMs > lengthMs
    return over
  }
  return {
    renew: sent => {
      if (!isOver()) lastMs = sent
    },
    isOver,
  }
}
