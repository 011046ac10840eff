import kafkajs from 'kafkajs'
import { turnOf } from '../../infra/cli/events/turn.ts'
import { toRecord } from '../../topics/wire.ts'

/** A messaging platform that produces turns to chat.turns with a client of its own, kafkajs. */
export interface Platform {
  /** Sends a turn once, to all replicas; resolves with its id when Kafka has acknowledged it. */
  produce(turn: {
    readonly message: string
    readonly conversation_id?: string
    readonly user_id?: string
  }): Promise<string>
  close(): Promise<void>
}

/** Of the topics, which must be there. */
const partitions = 4

export const openPlatform = async (brokers: readonly string[], prefix: string): Promise<Platform> => {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING })
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  return {
    produce: async turn => {
      const event = turnOf({ ...turn, tenant: 'default', model: 'auto' }, Date.now())
      const { topic, partition, key, value, headers, timestampMs } = toRecord(event, partitions)
      const message = { partition, key: key as Buffer, value: value as Buffer, headers, timestamp: `${timestampMs}` }
      await producer.send({ topic: prefix + topic, acks: -1, messages: [message] })
      return event.id
    },
    close: () => producer.disconnect(),
  }
}
