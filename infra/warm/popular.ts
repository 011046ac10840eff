import { claimedBy, matches } from '../../processors/policy.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { promote } from '../../processors/promote/decide.ts'
import type { Layered } from '../../processors/promote/layered.ts'
import { hitsWithin, longestWindowMs } from '../../processors/promote/uses.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import type { PolicyInForce } from '../../processors/views.ts'
import type { Popular } from '../../processors/warm/plan.ts'
import type { ViewTail } from '../runtime/views.ts'

export interface PopularOptions {
  readonly log: Pick<EventLog, 'states'>
  readonly cache: Pick<CacheReader, 'entry'>
  readonly views: Pick<ViewTail, 'current'>
}

interface Used {
  readonly entryId: string
  readonly hits: number
  readonly lastUsedMs: number
}

/** By uses within the last day, then by last use. */
const moreUsed = (a: Used, b: Used): number =>
  b.hits - a.hits || b.lastUsedMs - a.lastUsedMs || (a.entryId < b.entryId ? -1 : 1)

/**
 * The most frequent questions that a change concerns, as the turns that have asked them. Their frequency is that of their entries: an entry
 * counts the questions that it answers, in whatever words. What a person has written is not asked anew, nor what is not shared, for
 * that is asked for by one customer alone.
 */
export const createPopular =
  ({ log, cache, views }: PopularOptions): Popular =>
  async (change, nowMs) => {
    const used: Used[] = []
    for await (const { key, value } of log.states(promote.name)) {
      const { entry, uses, lastUsedMs } = JSON.parse(Buffer.from(value).toString()) as Layered
      if (entry !== null && entry.expiresAtMs > nowMs)
        used.push({ entryId: key, hits: hitsWithin(uses, longestWindowMs, nowMs), lastUsedMs })
    }
    const { policies } = views.current()
    const announced: PolicyInForce = {
      ...change,
      announced: null,
      revision: null,
      eventId: '',
      epoch: Number.MAX_SAFE_INTEGER,
      sinceMs: nowMs,
    }
    const turns: string[] = []
    for (const { entryId } of used.sort(moreUsed)) {
      if (turns.length === change.prewarm) break
      const entry = await cache.entry(entryId)
      if (!entry?.shared || entry.turnId === null) continue
      const claimable = { ...entry, keywords: keywordsOf(entry.question, entry.answer) }
      if (matches(announced, claimable) && claimedBy(policies, claimable, nowMs) === null) turns.push(entry.turnId)
    }
    return turns
  }
