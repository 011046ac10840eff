import { type EntryEvent, type EntryState as Folded, foldEntry, noEntry } from '../../processors/entry.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** What the log says of one entry, up to some record of its partition. */
export interface EntryState extends Folded<EntryStored> {
  /** Time of the last event that changed it, ms since 1970. */
  readonly changedAtMs: number
}

export const nothing: EntryState = { ...noEntry, changedAtMs: 0 }

/** The state after an event; the very same object where it changes nothing. */
export const fold = (state: EntryState, event: EntryEvent): EntryState => {
  const after = foldEntry<EntryStored>(state, event, stored => stored)
  return after === state ? state : { ...after, changedAtMs: event.timeMs }
}
