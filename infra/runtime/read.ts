import { isTurnstreamError } from '../../processors/errors.ts'
import type { EventLog, Position, StoredRecord } from '../../processors/ports/log.ts'

export interface Reading {
  readonly records: readonly StoredRecord[]
  /** A record after those that is damaged on the disk. Its bytes are not to be had. */
  readonly damaged: { readonly offset: bigint; readonly error: unknown } | null
  /** Where to read on; where nothing is, the place itself, or where the log begins. */
  readonly next: bigint
}

/** Stands for a record whose bytes are lost. */
export const unreadable = ({ topic, partition }: Position, offset: bigint): StoredRecord => ({
  topic,
  partition,
  offset,
  key: null,
  value: null,
  headers: {},
  timestampMs: 0,
})

/**
 * Reads up to a damaged record and says where it lies, so that one torn page does not stop a partition for ever; and where the log begins,
 * if what lay at the place has been dropped.
 */
export const readPast = async (
  log: Pick<EventLog, 'read'>,
  place: Position,
  limit: number,
  ahead = false,
): Promise<Reading> => {
  try {
    const records = await log.read(place, limit, ahead)
    return { records, damaged: null, next: records.length > 0 ? records.at(-1)!.offset + 1n : place.offset }
  } catch (error) {
    if (isTurnstreamError(error, 'OFFSET_OUT_OF_RANGE')) {
      const begin = BigInt(String(error.details?.begin ?? place.offset))
      if (begin > place.offset) return readPast(log, { ...place, offset: begin }, limit, ahead)
    }
    if (!isTurnstreamError(error, 'RECORD_UNDECODABLE') || error.details?.offset === undefined) throw error
    const offset = BigInt(String(error.details.offset))
    const before = Number(offset - place.offset)
    const records = before > 0 ? await log.read(place, before, ahead) : []
    return { records, damaged: { offset, error }, next: offset + 1n }
  }
}
