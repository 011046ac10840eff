import type { EntryStored } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { type EntryState, foldEntry, isEntryEvent, noEntry } from '../entry.ts'
import type { DomainEvent } from '../event.ts'
import { hitsWithin, noUses, type Uses, withHits } from './uses.ts'

/** What is remembered of an entry to decide on its layer. */
export interface Layered extends EntryState<Pick<EntryStored, 'storedAtMs' | 'policyEpoch' | 'expiresAtMs'>> {
  readonly uses: Uses
  /** When it was stored or served last. */
  readonly lastUsedMs: number
}

export const nothingLayered: Layered = { ...noEntry, uses: noUses, lastUsedMs: 0 }

/** The state after an event; null where nothing is left to remember. Uses of an entry that is gone count for nothing. */
export const evolveLayered = (state: Layered, event: DomainEvent): Layered | null => {
  if (event.type === 'EntryUsed') {
    if (state.entry === null) return state
    const uses = withHits(state.uses, event.data.hits, event.timeMs)
    return { ...state, uses, lastUsedMs: Math.max(state.lastUsedMs, event.timeMs) }
  }
  if (!isEntryEvent(event)) return state
  const after = foldEntry(state, event, ({ storedAtMs, policyEpoch, expiresAtMs }) => ({
    storedAtMs,
    policyEpoch,
    expiresAtMs,
  }))
  if (after === state) return state
  if (after.entry === null) return after.held ? { ...nothingLayered, held: true } : null
  const { uses } = state
  return { ...after, uses, lastUsedMs: Math.max(state.lastUsedMs, after.entry.storedAtMs) }
}

/** What is to become of an entry, by what is known of it. */
export type Due =
  | { readonly kind: 'promote'; readonly untilMs: number; readonly hits: number }
  | { readonly kind: 'demote'; readonly hits: number }
  | { readonly kind: 'evict'; readonly reason: 'expired' | 'unused' | 'room' }

type CacheOptions = DeciderConfiguration['cache']

/**
 * What uses make due. An entry that is hot already is promoted again when that adds half of `cache.hot.ttlMs` at least, so
 * that one in steady use stays hot at the cost of two events for each time to live.
 */
export const dueByUse = ({ entry, uses, hotUntilMs }: Layered, nowMs: number, { hot }: CacheOptions): Due | null => {
  if (entry === null || entry.expiresAtMs <= nowMs || hot.promoteAt === 0) return null
  const hits = hitsWithin(uses, hot.windowMs, nowMs)
  if (hits < hot.promoteAt) return null
  const untilMs = Math.min(nowMs + hot.ttlMs, entry.expiresAtMs)
  const longer = hotUntilMs <= nowMs ? untilMs > nowMs : untilMs - hotUntilMs >= hot.ttlMs / 2
  return longer ? { kind: 'promote', untilMs, hits } : null
}

/**
 * What the passing of time makes due, and want of room where entries have to go that were not used after `unusedSinceMs`; null
 * where the entry stays as it is.
 */
export const dueByTime = (
  state: Layered,
  nowMs: number,
  { hot, cold }: CacheOptions,
  unusedSinceMs: number | null = null,
): Due | null => {
  const { entry, uses, hotUntilMs, lastUsedMs } = state
  if (entry === null) return null
  if (entry.expiresAtMs + cold.expiredMs <= nowMs) return { kind: 'evict', reason: 'expired' }
  if (unusedSinceMs !== null && lastUsedMs <= unusedSinceMs) return { kind: 'evict', reason: 'room' }
  const hits = hitsWithin(uses, hot.windowMs, nowMs)
  if (hotUntilMs > 0 && (hotUntilMs <= nowMs || hits < hot.demoteBelow)) return { kind: 'demote', hits }
  // The hot are in use, or will have been demoted before.
  if (hotUntilMs === 0 && lastUsedMs + cold.unusedMs <= nowMs) return { kind: 'evict', reason: 'unused' }
  return null
}
