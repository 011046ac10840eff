import type { NewRecord, StoredRecord } from '../../../processors/ports/log.ts'
import type { Write } from './overlay.ts'

/** All of it is written, or nothing. */
export interface Job {
  readonly records?: readonly NewRecord[]
  readonly writes?: readonly Write[]
  /** Called when the job gets its place; what it throws rejects the job. */
  readonly check?: () => void
}

export interface Placed {
  /** The very records that are read from now on until they are merged. */
  readonly positions: readonly StoredRecord[]
  /** Settles when they are on the disk, or lost: then it rejects with LOG_UNAVAILABLE. It may be left alone. */
  readonly durable: Promise<void>
}

/** The job with bytes of its own, for callers may use theirs again while it waits. */
export const keptBytes = (job: Job): Job => ({
  ...job,
  records: job.records?.map(record => ({
    ...record,
    key: record.key && Buffer.from(record.key),
    value: record.value && Buffer.from(record.value),
  })),
  writes: job.writes?.map(write => ({ ...write, value: write.value && Buffer.from(write.value) })),
})

export const isEmpty = ({ records = [], writes = [] }: Job): boolean => records.length === 0 && writes.length === 0
