import type { DomainEvent } from '../../processors/event.ts'
import type { Position, StoredRecord } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface DecodedEvents {
  /** Remembers the events that were placed in the log; `placed` is what `accept` or `append` gave for them, in this order. */
  remember(events: readonly DomainEvent[], placed: readonly Position[]): void
  /** The event in a record, decoded unless this very record has been before. Throws RECORD_UNDECODABLE. */
  decode(record: StoredRecord): DomainEvent
}

/** Where a record carries its event. Not a WeakMap: with tens of thousands of keys it makes each collection pause for 30 ms and more. */
const held = Symbol('the event in this record')

interface Holder {
  [held]?: DomainEvent
}

/**
 * What records hold, for as long as the log keeps the record objects. Several deciders read a turn's events within
 * milliseconds, and decoding each time would cost more than deciding. The event hangs on the object, not on the position:
 * after a loss the log gives a position to another record.
 */
export const createDecodedEvents = (): DecodedEvents => ({
  remember: (events, placed) => {
    for (let i = 0; i < events.length; i++) (placed[i] as Holder)[held] = events[i]!
  },
  decode: record => {
    const holder = record as Holder
    holder[held] ??= fromRecord(record)
    return holder[held]
  },
})
