import type { DomainEvent } from '../../processors/event.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** What the log says of one entry, up to some record of its partition. */
export interface EntryState {
  readonly entry: EntryStored | null
  /** It waits for a reviewer and stays out until then. */
  readonly held: boolean
  /** Time of the last event that changed it, ms since 1970. */
  readonly changedAtMs: number
}

export const nothing: EntryState = { entry: null, held: false, changedAtMs: 0 }

/** The events that change an entry, and the id that each of them names. */
export const foldedTypes = ['EntryStored', 'EntryInvalidated', 'EntryRestored', 'EntryEvicted'] as const

export type EntryEvent = DomainEvent<(typeof foldedTypes)[number]>

export const isEntryEvent = (event: DomainEvent): event is EntryEvent =>
  (foldedTypes as readonly string[]).includes(event.type)

/** The state after an event; the very same object where it changes nothing. The same fold as that of the embedded cache. */
export const fold = (state: EntryState, event: EntryEvent): EntryState => {
  const changed = (change: Partial<EntryState>): EntryState => ({ ...state, ...change, changedAtMs: event.timeMs })
  switch (event.type) {
    case 'EntryStored':
      // It may have been admitted just before it was marked: until a reviewer restores it, it stays out.
      return state.held ? state : changed({ entry: event.data })
    case 'EntryInvalidated': {
      const { entry } = state
      // An entry made under a later epoch already follows the change that claims it.
      const claimed = entry && (event.data.reason !== 'policy' || entry.policyEpoch < event.data.policyEpoch)
      const held = state.held || event.data.review
      if (!claimed && held === state.held) return state
      return changed({ held, entry: claimed ? null : entry })
    }
    case 'EntryRestored':
      return state.held ? changed({ held: false }) : state
    case 'EntryEvicted':
      return state.entry ? changed({ entry: null }) : state
  }
}
