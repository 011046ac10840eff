import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'
import { readPast } from './read.ts'

/** Records read at once. */
const page = 1_000

/** The records of a partition, from where it begins to where it ends now, by the page; those that are damaged on the disk are passed over. */
export async function* pagesOf(
  log: Pick<EventLog, 'begin' | 'end' | 'read'>,
  at: TopicPartition,
): AsyncGenerator<readonly StoredRecord[]> {
  const { topic, partition } = at
  const end = await log.end(at)
  for (let offset = await log.begin(at); offset < end; ) {
    const { records, next } = await readPast(log, { topic, partition, offset }, page)
    if (next === offset) return
    offset = next
    yield records
  }
}

/** The event in a record; null where it does not decode, for which dead.letters has it. */
export const decodedOrNull = (record: StoredRecord): DomainEvent | null => {
  try {
    return fromRecord(record)
  } catch {
    return null
  }
}
