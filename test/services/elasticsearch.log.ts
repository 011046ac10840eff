import { setTimeout as delay } from 'node:timers/promises'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'

/** The reading side of a log, in memory. */
export const memoryLog = (partitions: number, id = 'log') => {
  const records = new Map<string, StoredRecord[]>()
  const of = (topic: string, partition: number): StoredRecord[] => {
    const key = `${topic}/${partition}`
    const found = records.get(key) ?? []
    records.set(key, found)
    return found
  }
  const log: Pick<EventLog, 'id' | 'read' | 'wait' | 'begin' | 'end'> = {
    id,
    begin: async () => 0n,
    end: async ({ topic, partition }) => BigInt(of(topic, partition).length),
    read: async ({ topic, partition, offset }, limit) =>
      of(topic, partition).slice(Number(offset), Number(offset) + limit),
    wait: async ({ topic, partition, offset }, signal) => {
      while (of(topic, partition).length <= offset) await delay(5, undefined, { signal })
    },
  }
  return {
    log,
    append: (...events: readonly DomainEvent[]): void => {
      for (const event of events) {
        const record: NewRecord = toRecord(event, partitions)
        const partition = of(record.topic, record.partition)
        partition.push({ ...record, offset: BigInt(partition.length) })
      }
    },
  }
}
