import type { StoredRecord, TopicPartition } from '../../../../processors/ports/log.ts'

/** A partition of the copy: the newest records in memory as well. */
export interface Part extends TopicPartition {
  readonly name: string
  /** Number of its topic in keys. */
  readonly number: number
  /** Next offset to fetch. */
  position: bigint
  /** First offset that the log keeps, as far as is known here. */
  begin: bigint
  /** First offset that the copy has; what the log keeps before it is read from the brokers. */
  localFrom: bigint
  /** One past the last record; `begin` where there is none. */
  end: bigint
  /** All records from `recentFrom` on, gaps left out. */
  readonly recent: StoredRecord[]
  recentFrom: bigint
  /** Of the values of `recent`. */
  recentBytes: number
  /** How many of `recent` are in the tables. */
  flushed: number
}

/** Records kept in memory for a partition, and their bytes; twice as many at most. */
const keptRecords = 1_000
const keptBytes = 2 ** 19

const sizeOf = ({ value }: StoredRecord): number => value?.length ?? 0

/** Place of the first record at or after an offset. */
export const placeOf = ({ recent }: Part, offset: bigint): number => {
  let low = 0
  let high = recent.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (recent[middle]!.offset < offset) low = middle + 1
    else high = middle
  }
  return low
}

export const addRecent = (part: Part, record: StoredRecord): void => {
  part.recent.push(record)
  part.recentBytes += sizeOf(record)
}

/** Forgets the oldest. */
export const dropRecent = (part: Part, count: number): void => {
  for (const record of part.recent.splice(0, count)) part.recentBytes -= sizeOf(record)
}

/** Forgets the oldest of what is in the tables. Not each time: to move the others costs more than to keep some. */
export const trim = (part: Part): void => {
  const { recent } = part
  if (recent.length < 2 * keptRecords && part.recentBytes < 2 * keptBytes) return
  let drop = 0
  let bytes = part.recentBytes
  while (drop < part.flushed && (recent.length - drop > keptRecords || bytes > keptBytes))
    bytes -= sizeOf(recent[drop++]!)
  part.recentFrom = recent[drop]?.offset ?? part.position
  dropRecent(part, drop)
  part.flushed -= drop
}
