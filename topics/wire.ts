import { turnstreamError } from '../processors/errors.ts'
import type { DomainEvent } from '../processors/event.ts'
import type { NewRecord, StoredRecord } from '../processors/ports/log.ts'
import { decodeValue, encodeValue } from '../schemas/codec.ts'
import { topicOfEvent } from '../schemas/types.ts'
import { findTopic, partitionsOf } from './catalogue.ts'
import { partitionOf } from './partition.ts'

/**
 * An event as a record: key and value as bytes, CloudEvents 1.0 attributes in binary mode as headers. `configured` is the
 * number of partitions of keyed topics. Throws RECORD_INVALID that names the field which does not fit the schema.
 */
export const toRecord = (event: DomainEvent, configured: number): NewRecord => {
  const topic = topicOfEvent[event.type]
  const key = Buffer.from(event.key)
  let value: Buffer
  try {
    value = encodeValue(event.type, event.data)
  } catch (cause) {
    throw turnstreamError('RECORD_INVALID', (cause as Error).message, { cause })
  }
  return {
    topic,
    partition: partitionOf(key, partitionsOf(findTopic(topic)!, configured)),
    key,
    value,
    timestampMs: event.timeMs,
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: `turnstream.${event.type}`,
      ce_source: event.source,
      ce_subject: event.subject,
      ce_time: new Date(event.timeMs).toISOString(),
      ...(event.cause === null ? {} : { ce_causationid: event.cause }),
      'content-type': 'application/avro',
    },
  }
}

/** The event in a record. Throws RECORD_UNDECODABLE with its position and what is wrong with it. */
export const fromRecord = (record: StoredRecord): DomainEvent => {
  const refuse = (what: string, cause?: unknown): never => {
    throw turnstreamError('RECORD_UNDECODABLE', `${record.topic}/${record.partition}@${record.offset}: ${what}`, {
      cause,
    })
  }
  const { ce_id: id, ce_source: source, ce_subject: subject, ce_causationid: cause } = record.headers
  if (record.value === null) return refuse('a tombstone where an event was expected')
  if (id === undefined) return refuse('the header ce_id is missing')
  try {
    const { type, data } = decodeValue(record.value)
    if (topicOfEvent[type] !== record.topic) return refuse(`a ${type} belongs on ${topicOfEvent[type]}`)
    return {
      id,
      type,
      key: record.key === null ? '' : Buffer.from(record.key).toString(),
      timeMs: record.timestampMs,
      source: source ?? '',
      subject: subject ?? '',
      cause: cause ?? null,
      data,
    } as DomainEvent
  } catch (error) {
    return refuse((error as Error).message, error)
  }
}
