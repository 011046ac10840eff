import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { EventType } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import type { RecentEvents } from './recent.ts'

/** Facts read from the log's index of event ids, or from what this process remembers of it. */
export const createFacts = (index: Pick<EventIndex, 'find'>, recent?: Pick<RecentEvents, 'byId'>): Facts => {
  const read = (id: string): DomainEvent | null => {
    const record = index.find(id)
    return record && fromRecord(record)
  }
  const find = <T extends EventType>(type: T, id: string): DomainEvent<T> | null => {
    const event = recent?.byId(id) ?? read(id)
    if (!event) return null
    if (isType(event, type)) return event as DomainEvent<T>
    throw turnstreamError('GATHER_FAILED', `event ${id} is a ${event.type}, not a ${type}`)
  }
  return {
    find,
    event: (type, id) => {
      const event = find(type, id)
      if (!event) throw turnstreamError('GATHER_FAILED', `the log has no ${type} with id ${id}`)
      return event
    },
  }
}
