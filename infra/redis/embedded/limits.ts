import { LRUCache } from 'lru-cache'
import type { RateLimits } from '../../../processors/ports/limits.ts'

/** Subjects that are counted, at most; the ones idle longest begin anew. */
const mostSubjects = 100_000

/** Counters in the memory of one process. `now` is monotonic, ms. */
export const createLimits = (now: () => number): RateLimits => {
  const windows = new LRUCache<string, { used: number; endsMs: number }>({ max: mostSubjects })
  return {
    take: async (subject, { limit, windowMs }, amount = 1) => {
      const at = now()
      const known = windows.get(subject)
      const window = known && known.endsMs > at ? known : { used: 0, endsMs: at + windowMs }
      windows.set(subject, window)
      const allowed = window.used + amount <= limit
      if (allowed) window.used += amount
      // A sum and a difference of fractions may come to more than the window.
      const resetMs = Math.min(windowMs, Math.ceil(window.endsMs - at))
      return { allowed, limit, remaining: Math.max(0, limit - window.used), resetMs }
    },
    give: async (subject, _rule, amount) => {
      const window = windows.get(subject)
      if (window && window.endsMs > now()) window.used = Math.max(0, window.used - amount)
    },
  }
}
