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
  /** How many of `recent` are in the tables. */
  flushed: number
}

/** Records kept in memory for a partition, and their bytes. */
const MOST_RECENT = 1_000
const MOST_BYTES = 2 ** 20

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

/** Forgets the oldest of what is in the tables. */
export const trim = (part: Part): void => {
  let bytes = 0
  let keep = part.recent.length
  while (keep > 0 && part.recent.length - keep < MOST_RECENT && bytes < MOST_BYTES)
    bytes += part.recent[--keep]!.value?.length ?? 0
  const drop = Math.min(keep, part.flushed)
  // Not each time: to move the others costs more than to keep some.
  if (drop < MOST_RECENT && bytes < MOST_BYTES) return
  part.recentFrom = part.recent[drop]?.offset ?? part.position
  part.recent.splice(0, drop)
  part.flushed -= drop
}
