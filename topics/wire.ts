import { turnstreamError } from '../processors/errors.ts'
import type { DomainEvent } from '../processors/event.ts'
import type { NewRecord, StoredRecord } from '../processors/ports/log.ts'
import { decodeValue, encodesTo, encodeValue } from '../schemas/codec.ts'
import { type EventType, topicOfEvent } from '../schemas/types.ts'
import { findTopic, partitionsOf } from './catalogue.ts'
import { isoTime } from './iso-time.ts'
import { partitionOf } from './partition.ts'

/** What all records of a type have in common. */
const wires = new Map(
  Object.entries(topicOfEvent).map(([type, topic]) => [
    type as EventType,
    { topic, entry: findTopic(topic)!, ceType: `turnstream.${type}` },
  ]),
)

const refusingMisfits = <R>(encode: () => R): R => {
  try {
    return encode()
  } catch (cause) {
    throw turnstreamError('RECORD_INVALID', (cause as Error).message, { cause })
  }
}

const wireOf = ({ type }: DomainEvent) => {
  const wire = wires.get(type)
  if (!wire) throw turnstreamError('RECORD_INVALID', `${type} has no published schema`)
  return wire
}

/**
 * An event as a record: key and value as bytes, CloudEvents 1.0 attributes in binary mode as headers. `configured` is the
 * number of partitions of keyed topics. Throws RECORD_INVALID that names the field which does not fit the schema.
 */
export const toRecord = (event: DomainEvent, configured: number): NewRecord => {
  const { topic, entry, ceType } = wireOf(event)
  const key = Buffer.from(event.key)
  return {
    topic,
    partition: partitionOf(key, partitionsOf(entry, configured)),
    key,
    value: refusingMisfits(() => encodeValue(event.type, event.data)),
    timestampMs: event.timeMs,
    headers: headersOf(event, ceType),
  }
}

/** Whether `toRecord` makes a record of the event that is the same in every byte; made is none. Throws what it throws. */
export const isRecordOf = (event: DomainEvent, record: NewRecord, configured: number): boolean => {
  const { topic, entry, ceType } = wireOf(event)
  const { key, value } = record
  return (
    value !== null &&
    key !== null &&
    record.topic === topic &&
    record.timestampMs === event.timeMs &&
    Buffer.compare(key, Buffer.from(event.key)) === 0 &&
    record.partition === partitionOf(key, partitionsOf(entry, configured)) &&
    sameHeaders(record.headers, headersOf(event, ceType)) &&
    refusingMisfits(() => encodesTo(event.type, event.data, value))
  )
}

const sameHeaders = (a: NewRecord['headers'], b: NewRecord['headers']): boolean => {
  let more = 0
  for (const name in a) {
    if (a[name] !== b[name]) return false
    more++
  }
  for (const _name in b) more--
  return more === 0
}

// Written out twice, because spreading the one optional header costs more than all the others.
const headersOf = ({ id, source, subject, cause, timeMs }: DomainEvent, ceType: string): NewRecord['headers'] =>
  cause === null
    ? {
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: ceType,
        ce_source: source,
        ce_subject: subject,
        ce_time: isoTime(timeMs),
        'content-type': 'application/avro',
      }
    : {
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: ceType,
        ce_source: source,
        ce_subject: subject,
        ce_time: isoTime(timeMs),
        ce_causationid: cause,
        'content-type': 'application/avro',
      }

const refusal = ({ topic, partition, offset }: StoredRecord, what: string, cause?: unknown): Error =>
  turnstreamError('RECORD_UNDECODABLE', `${topic}/${partition}@${offset}: ${what}`, { cause })

const textOf = (bytes: Uint8Array): string => (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString()

/** The event in a record. Throws RECORD_UNDECODABLE with its position and what is wrong with it. */
export const fromRecord = (record: StoredRecord): DomainEvent => {
  const { headers, value, key } = record
  const id = headers.ce_id
  if (value === null) throw refusal(record, 'a tombstone where an event was expected')
  if (id === undefined) throw refusal(record, 'the header ce_id is missing')
  const { type, data } = decode(record, value)
  if (topicOfEvent[type] !== record.topic) throw refusal(record, `a ${type} belongs on ${topicOfEvent[type]}`)
  return {
    id,
    type,
    key: key === null ? '' : textOf(key),
    timeMs: record.timestampMs,
    source: headers.ce_source ?? '',
    subject: headers.ce_subject ?? '',
    cause: headers.ce_causationid ?? null,
    data,
  } as DomainEvent
}

const decode = (record: StoredRecord, value: Uint8Array): ReturnType<typeof decodeValue> => {
  try {
    return decodeValue(value)
  } catch (error) {
    throw refusal(record, (error as Error).message, error)
  }
}
