import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'
import { readPast } from '../runtime/read.ts'

export type RangeLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'offsetAt' | 'read'>

/** A stretch of event time, ms since 1970; both ends belong to it. */
export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

export interface Hooks {
  readonly onProgress: (done: number, total: number) => void
  /** Hears of records that are damaged or do not decode. */
  readonly onTrouble: (error: unknown) => void
}

const page = 1_000

interface Stretch {
  readonly at: TopicPartition
  readonly begin: bigint
  readonly end: bigint
}

/** Where the records of a topic are that may be in the range: none before has come since. */
const stretchesOf = async (log: RangeLog, topic: string, { fromMs }: Range): Promise<readonly Stretch[]> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === topic) ?? {}
  return Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const at = { topic, partition }
      const begin = fromMs > 0 ? await log.offsetAt(at, fromMs) : await log.begin(at)
      return { at, begin, end: await log.end(at) }
    }),
  )
}

/** The records of a topic that are in the range, of those that are durable at the call, by the page; a page may be empty. */
export async function* recordsIn(
  log: RangeLog,
  topic: string,
  range: Range,
  { onProgress, onTrouble }: Hooks,
): AsyncGenerator<readonly StoredRecord[]> {
  const stretches = await stretchesOf(log, topic, range)
  const total = stretches.reduce((sum, { begin, end }) => sum + Number(end - begin), 0)
  let done = 0
  for (const { at, begin, end } of stretches)
    for (let offset = begin; offset < end; ) {
      const { records, damaged, next } = await readPast(log, { ...at, offset }, Math.min(page, Number(end - offset)))
      if (damaged) onTrouble(damaged.error)
      if (next === offset) break
      yield records.filter(({ timestampMs }) => timestampMs >= range.fromMs && timestampMs <= range.toMs)
      done += Number(next - offset)
      offset = next
      onProgress(done, total)
    }
}

/** The events in records; those that do not decode are passed over. */
export const eventsOf = (
  records: readonly StoredRecord[],
  onTrouble: (error: unknown) => void,
): readonly DomainEvent[] =>
  records.flatMap(record => {
    try {
      return [fromRecord(record)]
    } catch (error) {
      onTrouble(error)
      return []
    }
  })
