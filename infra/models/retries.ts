/** Says of one pool how many calls may be made again, and when. */
export interface Retries {
  /** A call that is no retry has left for the pool. */
  made(): void
  answered(): void
  /**
   * A call has failed in a way that another one may mend. Returns in how many ms that may be made, a whole number: after what the provider
   * has asked for, `askedMs`, with full jitter over a time that doubles with each failure since the last answer.
   */
  failed(askedMs: number): number
  /** As `failed`, for a call that was not made. */
  passedOver(askedMs: number): number
  /** Takes a retry from the budget; false where it is used up. */
  take(): boolean
  /** Taken in the last minute. */
  taken(): number
}

export interface RetriesOptions {
  /** Retries by calls that are none; 0: never. */
  readonly share: number
  /** Monotonic, ms. */
  readonly now: () => number
  /** In [0, 1). */
  readonly random?: () => number
}

const windowMs = 60_000
const slotMs = 5_000
/** In a minute, so that a pool with little to do may retry at all. */
const fewest = 3
const firstPauseMs = 200
const longestPauseMs = 5_000

interface Slot {
  readonly from: number
  made: number
  taken: number
}

/** A budget for retries in this process: over any minute a share of the calls that are none, and three. */
export const createRetries = ({ share, now, random = Math.random }: RetriesOptions): Retries => {
  let slots: Slot[] = []
  let failures = 0

  const current = (): Slot => {
    const from = Math.floor(now() / slotMs)
    slots = slots.filter(slot => slot.from > from - windowMs / slotMs)
    const last = slots.at(-1)
    if (last?.from === from) return last
    const slot = { from, made: 0, taken: 0 }
    slots.push(slot)
    return slot
  }
  const sum = (of: 'made' | 'taken'): number => slots.reduce((total, slot) => total + slot[of], 0)
  /** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
  const laterMs = (askedMs: number): number => {
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1))
    // A timer may be a moment early, and the provider would refuse the call.
    return Math.ceil(askedMs + random() * pauseMs) + 1
  }

  return {
    made: () => {
      current().made++
    },
    answered: () => {
      failures = 0
    },
    failed: askedMs => {
      failures++
      return laterMs(askedMs)
    },
    passedOver: laterMs,
    take: () => {
      const slot = current()
      if (share === 0 || sum('taken') + 1 > fewest + share * sum('made')) return false
      slot.taken++
      return true
    },
    taken: () => {
      current()
      return sum('taken')
    },
  }
}
