import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { EventType } from '../../schemas/types.ts'
import { createDecodedEvents, type DecodedEvents } from './decoded.ts'

/** Facts read from the log's index of event ids. */
export const createFacts = (
  index: Pick<EventIndex, 'find'>,
  { decode }: Pick<DecodedEvents, 'decode'> = createDecodedEvents(),
): Facts => {
  const find = <T extends EventType>(type: T, id: string): DomainEvent<T> | null => {
    const record = index.find(id)
    if (!record) return null
    const event = decode(record)
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
