import type { EntryEvicted, EntryInvalidated, EntryStored } from '../schemas/types.ts'
import type { DomainEvent } from './event.ts'

/**
 * What the log says of one entry, up to some record of its partition. `Entry` is what the folder keeps of it: the caches the
 * whole of it, a decider the little that its decision looks at.
 */
export interface EntryState<Entry> {
  readonly entry: Entry | null
  /** It waits for a reviewer and stays out until then. */
  readonly held: boolean
  /** Until when it lives hot, ms since 1970. */
  readonly hotUntilMs: number
}

/** The events that change what the caches hold of an entry. */
export const foldedTypes = [
  'EntryStored',
  'EntryInvalidated',
  'EntryRestored',
  'EntryEvicted',
  'EntryPromoted',
] as const satisfies readonly DomainEvent['type'][]

export type EntryEvent = DomainEvent<(typeof foldedTypes)[number]>

export const isEntryEvent = (event: DomainEvent): event is EntryEvent =>
  (foldedTypes as readonly string[]).includes(event.type)

export const noEntry: EntryState<never> = { entry: null, held: false, hotUntilMs: 0 }

/** Whether an invalidation takes this entry: one made under a later epoch already follows the change that claims it. */
export const claims = (
  { reason, policyEpoch }: Pick<EntryInvalidated, 'reason' | 'policyEpoch'>,
  entry: Pick<EntryStored, 'policyEpoch'>,
): boolean => reason !== 'policy' || entry.policyEpoch < policyEpoch

/** Whether an eviction takes this entry: one stored since it was decided has begun anew. */
export const evicts = (
  { storedAtMs }: Pick<EntryEvicted, 'storedAtMs'>,
  entry: Pick<EntryStored, 'storedAtMs'>,
): boolean => storedAtMs === null || entry.storedAtMs <= storedAtMs

/**
 * The state after an event; the very same object where it changes nothing. Every cache folds by these rules, whatever it is
 * kept in, so that all of them hold the same after the same log.
 */
export const foldEntry = <Entry extends Pick<EntryStored, 'policyEpoch' | 'storedAtMs'>>(
  state: EntryState<Entry>,
  event: EntryEvent,
  entryOf: (stored: EntryStored) => Entry,
): EntryState<Entry> => {
  const { entry, held } = state
  switch (event.type) {
    case 'EntryStored':
      // It may have been admitted just before it was marked: until a reviewer restores it, it stays out.
      return held ? state : { ...state, entry: entryOf(event.data) }
    case 'EntryInvalidated': {
      const gone = entry !== null && claims(event.data, entry)
      const holds = held || event.data.review
      if (!gone && holds === held) return state
      return gone ? { ...noEntry, held: holds } : { ...state, held: holds }
    }
    case 'EntryRestored':
      return held ? { ...state, held: false } : state
    case 'EntryEvicted':
      return entry !== null && evicts(event.data, entry) ? { ...noEntry, held } : state
    case 'EntryPromoted': {
      const { untilMs } = event.data
      return entry === null || untilMs === state.hotUntilMs ? state : { ...state, hotUntilMs: untilMs }
    }
  }
}

/** The layer that an entry with this expiry lives in. */
export const layerAt = (hotUntilMs: number, nowMs: number): 'hot' | 'cold' => (hotUntilMs > nowMs ? 'hot' : 'cold')
