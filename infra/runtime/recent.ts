import { LRUCache } from 'lru-cache'
import type { DomainEvent } from '../../processors/event.ts'
import type { NewRecord, Position, StoredRecord } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface RecentEvents {
  /** Remembers events that have been committed at these positions, in this order. */
  remember(events: readonly DomainEvent[], positions: readonly Position[]): void
  /** The event in a record, decoded unless it is remembered. Throws RECORD_UNDECODABLE. */
  decode(record: StoredRecord): DomainEvent
  /** A remembered event with this id: the first that was committed under it. */
  byId(id: string): DomainEvent | undefined
}

const remembered = 4_000
const placeOf = ({ topic, partition }: NewRecord | Position, offset: bigint): string =>
  `${topic}/${partition}/${offset}`

/**
 * Events of the last moments, as this process has written or read them. A turn's events are read by several deciders within
 * milliseconds; decoding each time would cost more than deciding. Positions name records exactly; ids name the first one.
 */
export const createRecentEvents = (): RecentEvents => {
  const byPlace = new LRUCache<string, DomainEvent>({ max: remembered })
  const byId = new LRUCache<string, DomainEvent>({ max: remembered })
  const put = (event: DomainEvent, place: string): void => {
    byPlace.set(place, event)
    if (!byId.has(event.id)) byId.set(event.id, event)
  }
  return {
    remember: (events, positions) => {
      for (const [i, event] of events.entries()) put(event, placeOf(positions[i]!, positions[i]!.offset))
    },
    decode: record => {
      const place = placeOf(record, record.offset)
      const known = byPlace.get(place)
      if (known) return known
      const event = fromRecord(record)
      byPlace.set(place, event)
      return event
    },
    byId: id => byId.get(id),
  }
}
