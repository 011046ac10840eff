import { deleteRecordsV2, listOffsetsV7 } from '@platformatic/kafka'
import type { TopicPartition } from '../../../processors/ports/log.ts'
import { logError, reasonOf } from './reasons.ts'
import { type Isolation, isolationLevels } from './rules.ts'
import type { Table } from './table.ts'
import type { Wire } from './wire.ts'

/** What brokers tell of the offsets of a partition. Throws UNKNOWN_TOPIC, LOG_UNAVAILABLE. */
export interface Offsets {
  begin(at: TopicPartition): Promise<bigint>
  /** One past what can be read under read_committed: no transaction before it is open. */
  stable(at: TopicPartition): Promise<bigint>
  /** One past the last record, transactions that are open included. */
  end(at: TopicPartition): Promise<bigint>
  /** First offset with a timestamp at or after it; null where there is none. */
  at(at: TopicPartition, timestampMs: number): Promise<bigint | null>
  /** Drops the records of a partition before an offset. */
  dropBefore(at: TopicPartition, offset: bigint): Promise<void>
}

const EARLIEST = -2n
const LATEST = -1n
const ATTEMPTS = 20
const DROP_MS = 10_000

interface Question {
  readonly at: TopicPartition
  readonly timestamp: bigint
  readonly isolation: Isolation
  resolve(offset: bigint): void
  reject(error: unknown): void
}

/** Questions of one turn of the event loop share a request for each broker. */
export const openOffsets = (wire: Wire, table: Table): Offsets => {
  let waiting: Question[] = []

  const askNode = async (node: number, isolation: Isolation, questions: readonly Question[]): Promise<void> => {
    const topics = [...Map.groupBy(questions, ({ at }) => at.topic)].map(([topic, those]) => ({
      name: table.prefix + topic,
      partitions: those.map(({ at, timestamp }) => ({
        partitionIndex: at.partition,
        currentLeaderEpoch: -1,
        timestamp,
      })),
    }))
    const { topics: found } = await wire.ask(node, 'offsets', listOffsetsV7.api, -1, isolationLevels[isolation], topics)
    for (const { at, resolve } of questions) {
      const of = found.find(({ name }) => name === table.prefix + at.topic)
      resolve(of!.partitions.find(({ partitionIndex }) => partitionIndex === at.partition)!.offset)
    }
  }

  /** One question for a partition in a request, for a broker answers only one of several. */
  const rounds = (questions: readonly Question[]): Question[][] => {
    const all: Question[][] = []
    for (const question of questions) {
      const { topic, partition } = question.at
      const free = all.find(round => !round.some(({ at }) => at.topic === topic && at.partition === partition))
      if (free) free.push(question)
      else all.push([question])
    }
    return all
  }

  const send = (): void => {
    const questions = waiting
    waiting = []
    const byNode = Map.groupBy(questions, ({ at }) => table.known(at.topic)?.leaders[at.partition] ?? -1)
    for (const [node, asked] of byNode)
      for (const [isolation, those] of Map.groupBy(asked, each => each.isolation))
        for (const round of rounds(those))
          askNode(node, isolation, round).catch(error => {
            for (const { reject } of round) reject(error)
          })
  }

  const once = (at: TopicPartition, timestamp: bigint, isolation: Isolation): Promise<bigint> =>
    new Promise((resolve, reject) => {
      if (waiting.push({ at, timestamp, isolation, resolve, reject }) === 1) setImmediate(send)
    })

  const ask = async (
    at: TopicPartition,
    timestamp: bigint,
    isolation: Isolation = 'read_committed',
  ): Promise<bigint> => {
    await table.check(at)
    for (let attempt = 1; ; attempt++)
      try {
        return await once(at, timestamp, isolation)
      } catch (error) {
        if (attempt === ATTEMPTS) throw logError(error, `the offsets of ${at.topic}/${at.partition} are not to be had`)
        await new Promise(resolve => setTimeout(resolve, Math.min(10 * 2 ** attempt, 500)))
        if (reasonOf(error) !== 'LOG_CLOSED') await table.refresh().catch(() => undefined)
      }
  }

  return {
    begin: at => ask(at, EARLIEST),
    stable: at => ask(at, LATEST),
    end: at => ask(at, LATEST, 'read_uncommitted'),
    at: async (at, timestampMs) => {
      const offset = await ask(at, BigInt(Math.max(0, Math.ceil(timestampMs))))
      return offset < 0n ? null : offset
    },
    // Not through kafkajs, whose admin does not find the leader of a topic that it has not heard of lately.
    dropBefore: async (at, offset) => {
      const topic = await table.check(at)
      const request = [{ name: table.prefix + at.topic, partitions: [{ partitionIndex: at.partition, offset }] }]
      try {
        await wire.ask(topic.leaders[at.partition]!, 'offsets', deleteRecordsV2.api, request, DROP_MS)
      } catch (error) {
        throw logError(error, `records of ${at.topic}/${at.partition} cannot be dropped`)
      }
    },
  }
}
