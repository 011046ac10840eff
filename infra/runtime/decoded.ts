import type { DomainEvent } from '../../processors/event.ts'
import type { Position, StoredRecord } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface DecodedEvents {
  /** Remembers the events that were placed in the log; `placed` is what `accept` or `append` gave for them, in this order. */
  remember(events: readonly DomainEvent[], placed: readonly Position[]): void
  /** The event in a record, decoded unless this very record has been before. Throws RECORD_UNDECODABLE. */
  decode(record: StoredRecord): DomainEvent
}

/**
 * What records hold, for as long as the log keeps the record objects. Several deciders read a turn's events within
 * milliseconds, and decoding each time would cost more than deciding. Objects are the keys, not positions: after a loss the
 * log gives a position to another record.
 */
export const createDecodedEvents = (): DecodedEvents => {
  const byRecord = new WeakMap<Position, DomainEvent>()
  return {
    remember: (events, placed) => {
      for (const [i, event] of events.entries()) byRecord.set(placed[i]!, event)
    },
    decode: record => {
      const known = byRecord.get(record)
      if (known) return known
      const event = fromRecord(record)
      byRecord.set(record, event)
      return event
    },
  }
}
