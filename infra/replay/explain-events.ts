import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import type { EventType } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'

/** An event about the turn, and where it lies. */
export interface Seen {
  readonly record: StoredRecord
  readonly event: DomainEvent
}

/** The event in a record; none where it does not decode. */
export const decoded = (record: StoredRecord): Seen[] => {
  try {
    return [{ record, event: fromRecord(record) }]
  } catch {
    // What is wrong with it is told by its dead letter, which is about the same turn.
    return []
  }
}

/** The events of a type about the turn. */
export const allOf = <T extends EventType>(seen: readonly Seen[], type: T): readonly DomainEvent<T>[] =>
  seen.flatMap(({ event }) => (event.type === type ? [event as DomainEvent<T>] : []))

/** Ids are derived, so a second event of a type that occurs once is a duplicate of the first. */
export const firstOf = <T extends EventType>(seen: readonly Seen[], type: T): DomainEvent<T> | null =>
  allOf(seen, type)[0] ?? null

/** In the fast lane it rides on the turn before the log lane writes it. */
export const enrichmentOf = (seen: readonly Seen[]) =>
  firstOf(seen, 'TurnEnriched')?.data.enrichment ?? firstOf(seen, 'TurnReceived')?.data.rider?.enrichment ?? null
