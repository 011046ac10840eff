import type { StoredRecord } from '../../../processors/ports/log.ts'

/** A record of the only partition of topic `t`, whose value and event id say where it lies. */
export const storedAt = (offset: bigint): StoredRecord => ({
  topic: 't',
  partition: 0,
  offset,
  key: null,
  value: Buffer.from(`${offset}`),
  headers: { ce_id: `id-${offset}`, ce_subject: 's' },
  timestampMs: 0,
})
