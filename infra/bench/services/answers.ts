import kafkajs from 'kafkajs'
import { decodeValue } from '../../../schemas/codec.ts'
import type { TurnAnswered } from '../../../schemas/types.ts'
import { openKafkaJs } from '../../log/kafka/admin.ts'
import type { Topics } from './kafka.ts'

/** An answer as it came off chat.answers. */
export interface Arrived {
  readonly turnId: string
  readonly atMs: number
  readonly source: string
}

/** Reads chat.answers as a messaging platform does: a consumer group of its own under read_committed. */
export interface Answers {
  /** Resolves with the answer of a turn, whenever it comes. */
  of(turnId: string): Promise<Arrived>
  close(): Promise<void>
}

const groupPatienceMs = 30_000

/** Resolves when the consumer reads from the end. */
export const readAnswers = async ({ brokers, prefix, translation }: Topics): Promise<Answers> => {
  const kafka = openKafkaJs(brokers, 'platform', { logLevel: kafkajs.logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: `${prefix}platform.${Date.now()}`, readUncommitted: false })
  const awaited = new Map<string, (arrived: Arrived) => void>()
  const joined = Promise.withResolvers<void>()
  consumer.on('consumer.group_join', () => joined.resolve())
  consumer.on('consumer.crash', ({ payload }) => joined.reject(payload.error))
  await consumer.connect()
  await consumer.subscribe({ topic: `${prefix}chat.answers`, fromBeginning: false })
  await consumer.run({
    autoCommitInterval: 5_000,
    eachBatchAutoResolve: true,
    eachBatch: async ({ batch }) => {
      const atMs = performance.now()
      for (const { value, headers } of batch.messages) {
        const turnId = String(headers?.ce_subject)
        const resolve = awaited.get(turnId)
        if (!resolve) continue
        awaited.delete(turnId)
        await translation.prepare([value])
        const { source } = decodeValue(translation.inward(value)!).data as TurnAnswered
        resolve({ turnId, atMs, source })
      }
    },
  })
  const late = setTimeout(
    () => joined.reject(new Error('the consumer of chat.answers joined no group')),
    groupPatienceMs,
  )
  await joined.promise.finally(() => clearTimeout(late))
  return {
    of: turnId => new Promise(resolve => awaited.set(turnId, resolve)),
    close: () => consumer.disconnect(),
  }
}
