import type { Kafka, Producer, RecordMetadata } from 'kafkajs'
import { turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, Position, StoredRecord } from '../../../processors/ports/log.ts'
import { openProducer } from './admin.ts'
import { isRefusal, logError } from './reasons.ts'

/** Appends to one partition at a time, which needs no transaction: a batch is written whole or not at all. */
export interface Appender {
  /** In the order of calls. Records are of one partition. Throws LOG_UNAVAILABLE, and then they may be there all the same. */
  append(records: readonly NewRecord[]): Promise<readonly Position[]>
  /**
   * Appends with a producer of its own from now on. kafkajs asks the cluster about every topic that a producer has ever written
   * to, so one that was deleted would have an append to any other fail, after ten seconds.
   */
  forgetTopics(): void
  /** Resolves when all that was appended before is settled. */
  settle(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly records: readonly NewRecord[]
  readonly bytes: number
  resolve(positions: readonly Position[]): void
  reject(error: unknown): void
}

/** Appends that wait while others are on their way share a request of at most so many bytes. */
const MOST_BYTES = 900_000

const sizeOf = (records: readonly NewRecord[]): number =>
  records.reduce((sum, { key, value }) => sum + 200 + (key?.length ?? 0) + (value?.length ?? 0), 0)

const nameOf = ({ topic, partition }: NewRecord): string => `${topic}/${partition}`

export const openAppender = async (
  kafka: Kafka,
  prefix: string,
  outward: (record: NewRecord) => NewRecord,
  /** Told of records, as they lie in Kafka. Never throws. */
  onAppended: (records: readonly StoredRecord[]) => void = () => undefined,
): Promise<Appender> => {
  let producer: Promise<Producer> = openProducer(kafka)
  await producer
  const waiting: Waiting[] = []
  let sending: Promise<void> | null = null
  let closed = false
  let isStale = false

  /** After an error nobody knows the sequences of the old one: the next append has one of its own. */
  const replaceProducer = (): void => {
    isStale = false
    const old = producer
    const next = old.then(
      each => each.disconnect().catch(() => undefined),
      () => undefined,
    )
    producer = next.then(() => openProducer(kafka))
    producer.catch(() => undefined)
  }

  const takeSome = (): Waiting[] => {
    let bytes = 0
    let count = 0
    while (count < waiting.length && (count === 0 || bytes + waiting[count]!.bytes <= MOST_BYTES))
      bytes += waiting[count++]!.bytes
    return waiting.splice(0, count)
  }

  const send = async (some: readonly Waiting[]): Promise<RecordMetadata[]> => {
    const records = some.flatMap(each => each.records)
    const topicMessages = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, those]) => ({
      topic: prefix + topic,
      messages: those.map(({ partition, key, value, headers, timestampMs }) => ({
        partition,
        key: key as Buffer | null,
        value: value as Buffer | null,
        headers,
        timestamp: String(timestampMs),
      })),
    }))
    return (await producer).sendBatch({ acks: -1, topicMessages })
  }

  const sendSome = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const next = new Map<string, bigint>()
      for (const { topicName, partition, baseOffset } of await send(some))
        next.set(`${topicName.slice(prefix.length)}/${partition}`, BigInt(baseOffset!))
      for (const { records, resolve } of some) {
        const stored = records.map(record => {
          const offset = next.get(nameOf(record))!
          next.set(nameOf(record), offset + 1n)
          return { ...record, offset }
        })
        onAppended(stored)
        resolve(stored)
      }
    } catch (error) {
      replaceProducer()
      // One of them is at fault; the others are not to share its fate.
      if (isRefusal(error) && some.length > 1) for (const each of some) await sendSome([each])
      else for (const { reject } of some) reject(logError(error, 'an append'))
    }
  }

  const pump = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Not while a request is under way.
      if (isStale) replaceProducer()
      await sendSome(takeSome())
    }
    sending = null
  }

  return {
    append: records =>
      new Promise((resolve, reject) => {
        if (closed) throw turnstreamError('LOG_CLOSED', 'the log is closed')
        // The caller may use the bytes again.
        const kept = records.map(outward).map(record => ({
          ...record,
          key: record.key && Buffer.from(record.key),
          value: record.value && Buffer.from(record.value),
        }))
        waiting.push({ records: kept, bytes: sizeOf(kept), resolve, reject })
        // Not at once: appends of the same turn of the event loop share the request.
        sending ??= new Promise<void>(next => setImmediate(next)).then(pump)
      }),
    forgetTopics: () => {
      isStale = true
    },
    settle: async () => {
      while (sending !== null) await sending
    },
    close: async () => {
      closed = true
      while (sending !== null) await sending
      await producer.then(each => each.disconnect()).catch(() => undefined)
    },
  }
}
