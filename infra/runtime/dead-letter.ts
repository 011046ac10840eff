import { isTurnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'

/** The event that keeps a record which `processor` could not process, byte for byte. */
export const deadLetter = (record: StoredRecord, processor: string, error: unknown): DomainEvent<'DeadLettered'> => ({
  id: `${record.topic}/${record.partition}/${record.offset}.dead.${processor}`,
  type: 'DeadLettered',
  key: `${record.topic}/${record.partition}`,
  timeMs: record.timestampMs,
  source: processor,
  subject: record.headers.ce_subject ?? '',
  cause: record.headers.ce_id ?? null,
  data: {
    topic: record.topic,
    partition: record.partition,
    offset: Number(record.offset),
    key: record.key === null ? null : Buffer.from(record.key),
    value: record.value === null ? null : Buffer.from(record.value),
    headers: record.headers,
    processor,
    code: isTurnstreamError(error) ? error.code : 'DECIDER_THREW',
    message: error instanceof Error ? error.message : String(error),
  },
})
