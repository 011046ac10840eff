/**
 * Event time that never goes back: where the wall clock does, time goes on from what was last told at the pace of the
 * monotonic clock until the wall clock has caught up. A conversation is ordered by it. Both clocks in ms.
 */
export const steadyClock = (wall: () => number, monotonic: () => number): (() => number) => {
  let told = wall()
  let at = monotonic()
  return () => {
    const now = monotonic()
    told = Math.max(wall(), told + Math.floor(now - at))
    // What is less than a whole ms stays for the next time.
    at += Math.floor(now - at)
    return told
  }
}
