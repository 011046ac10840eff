import type { EventLog, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { persistently } from './persistently.ts'
import { readPast } from './read.ts'

/**
 * Hands every record appended to the topics from now on to `listener`, in order within a partition. Resolves when it is
 * in place, so nothing appended afterwards is missed. Returns the end of it.
 */
export const followNew = async (
  log: EventLog,
  topics: readonly string[],
  listener: (record: StoredRecord) => void,
  onTrouble: (error: unknown) => void,
): Promise<() => void> => {
  const stop = new AbortController()
  const known = await log.topics()
  const partitions = known
    .filter(({ name }) => topics.includes(name))
    .flatMap(({ name, partitions: count }) =>
      Array.from({ length: count }, (_, partition) => ({ topic: name, partition })),
    )
  const starts = await Promise.all(partitions.map(at => log.end(at)))
  const follow = (at: TopicPartition, start: bigint): Promise<void> => {
    let offset = start
    return persistently(stop.signal, onTrouble, async () => {
      const { records, next } = await readPast(log, { ...at, offset }, 500)
      for (const record of records) listener(record)
      if (next === offset) await log.wait({ ...at, offset }, stop.signal)
      offset = next
    })
  }
  for (const [i, at] of partitions.entries()) void follow(at, starts[i]!)
  return () => stop.abort()
}
