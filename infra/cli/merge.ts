import type { EventLog, Position, StoredRecord } from '../../processors/ports/log.ts'

const batch = 500

/** The records of one partition from `from` up to `end`. */
async function* upTo(log: EventLog, from: Position, end: bigint): AsyncGenerator<StoredRecord> {
  for (let offset = from.offset; offset < end; ) {
    const records = await log.read({ ...from, offset }, batch)
    if (records.length === 0) return
    for (const record of records) {
      if (record.offset >= end) return
      yield record
    }
    offset = records.at(-1)!.offset + 1n
  }
}

/** The records of several partitions up to an end each, by time as far as each partition is in that order. */
export async function* merged(
  log: EventLog,
  ranges: readonly { readonly from: Position; readonly end: bigint }[],
): AsyncGenerator<StoredRecord> {
  const heads: { record: StoredRecord; rest: AsyncGenerator<StoredRecord> }[] = []
  const advance = async (rest: AsyncGenerator<StoredRecord>): Promise<void> => {
    const { done, value } = await rest.next()
    if (!done) heads.push({ record: value, rest })
  }
  for (const { from, end } of ranges) await advance(upTo(log, from, end))
  while (heads.length > 0) {
    heads.sort((a, b) => a.record.timestampMs - b.record.timestampMs || a.record.partition - b.record.partition)
    const { record, rest } = heads.shift()!
    yield record
    await advance(rest)
  }
}
