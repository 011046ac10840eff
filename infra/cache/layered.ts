import type { CacheReader } from '../../processors/ports/cache.ts'
import type { ExactEntries } from '../../processors/ports/exact.ts'
import type { Candidate, ServedAnswer } from '../../schemas/types.ts'

/**
 * Lookups over the exact cache that processes share and the semantic one behind it, which has every entry, the exact ones
 * too, and is asked for those while the first cannot say.
 */
export const layered = (exact: Pick<ExactEntries, 'exact' | 'trouble'>, cold: CacheReader): CacheReader => {
  /** Answers that came along with their candidates, for as long as a lookup holds these. */
  const known = new WeakMap<Pick<Candidate, 'entryId' | 'answerHash'>, ServedAnswer>()
  return {
    exact: async (exactKey, nowMs, keywords) => {
      const hit = await exact.exact(exactKey, nowMs, keywords)
      if (!hit) return exact.trouble() === null ? null : cold.exact(exactKey, nowMs, keywords)
      known.set(hit.candidate, hit.answer)
      return hit.candidate
    },
    nearest: query => cold.nearest(query),
    answer: candidate => known.get(candidate) ?? cold.answer(candidate),
    entry: entryId => cold.entry(entryId),
    entries: (after, limit) => cold.entries(after, limit),
  }
}
