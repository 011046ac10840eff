import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin, type Kafka, type KafkaConfig, type Producer } from 'kafkajs'
import { turnstreamError } from '../../../processors/errors.ts'
import type { TopicSpec } from '../../../processors/ports/log.ts'
import { logError, reasonOf } from './reasons.ts'
import type { Wire } from './wire.ts'

/** What is asked of the cluster about topics, through kafkajs. */
export interface Topics {
  /** Topics whose names begin with the prefix, without it. */
  list(): Promise<readonly TopicSpec[]>
  /** Creates what is missing; never changes what is there. Throws CONFIG_INVALID for a contradiction. */
  create(specs: readonly TopicSpec[]): Promise<void>
  close(): Promise<void>
}

export interface TopicsOptions {
  readonly prefix: string
  readonly replicationFactor: number
  readonly minInsyncReplicas: number
  /** Largest batch of a topic, bytes. */
  readonly maxMessageBytes: number
}

/** Short waits: with kafkajs' own, transactions that follow each other stall for 300 ms. */
export const retry = { initialRetryTime: 5, multiplier: 1.5, retries: 20, maxRetryTime: 1_000 } as const

export const openKafkaJs = (brokers: readonly string[], clientId: string, more: Partial<KafkaConfig> = {}): Kafka =>
  new kafkajs.Kafka({ brokers: [...brokers], clientId, retry, logLevel: kafkajs.logLevel.NOTHING, ...more })

const FOR_EVER = '-1'
const LEADERS_MS = 10_000
const settings = ['cleanup.policy', 'retention.ms']

const entriesOf = (spec: TopicSpec, { minInsyncReplicas, maxMessageBytes }: TopicsOptions) =>
  Object.entries({
    'cleanup.policy': spec.cleanup,
    'retention.ms': spec.retentionMs === null ? FOR_EVER : String(spec.retentionMs),
    'retention.bytes': FOR_EVER,
    // The time of an event, however old, is its own: a replay finds it by that.
    'message.timestamp.type': 'CreateTime',
    'message.timestamp.after.max.ms': '9223372036854775807',
    'message.timestamp.before.max.ms': '9223372036854775807',
    'min.insync.replicas': String(minInsyncReplicas),
    'max.message.bytes': String(maxMessageBytes),
    // A compacted state is read whole at each start on a new machine.
    ...(spec.cleanup === 'compact' ? { 'segment.ms': '3600000', 'min.cleanable.dirty.ratio': '0.3' } : {}),
  }).map(([name, value]) => ({ name, value }))

const specOf = (name: string, partitions: number, config: ReadonlyMap<string, string>): TopicSpec => {
  const retention = config.get('retention.ms') ?? FOR_EVER
  return {
    name,
    partitions,
    cleanup: config.get('cleanup.policy')?.includes('compact') ? 'compact' : 'delete',
    retentionMs: retention === FOR_EVER ? null : Number(retention),
  }
}

const contradiction = (wanted: TopicSpec, found: TopicSpec): string | null => {
  if (wanted.partitions !== found.partitions)
    return `topic ${wanted.name} has ${found.partitions} partitions, not ${wanted.partitions}: they never change in place`
  if (wanted.cleanup !== found.cleanup)
    return `topic ${wanted.name} has clean-up ${found.cleanup}, not ${wanted.cleanup}: what is compacted is no journal`
  return null
}

export const openTopics = (admin: Admin, wire: Pick<Wire, 'describe'>, options: TopicsOptions): Topics => {
  const { prefix, replicationFactor } = options

  /** kafkajs gives up where the broker that it asks has not yet heard of the topic. */
  const haveLeaders = async (names: readonly string[]): Promise<void> => {
    for (const until = performance.now() + LEADERS_MS; ; await sleep(10)) {
      const known = await wire.describe(names)
      if (names.every(name => known.get(name)?.leaders.every(leader => leader >= 0))) return
      if (performance.now() > until) throw turnstreamError('LOG_UNAVAILABLE', `nobody leads ${names.join(', ')} yet`)
    }
  }

  const specsOf = async (names: readonly string[]): Promise<TopicSpec[]> => {
    if (names.length === 0) return []
    const { topics } = await admin.fetchTopicMetadata({ topics: [...names] })
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map(name => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: settings })),
    })
    return topics.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? []
      const config = new Map(entries.map(entry => [entry.configName, entry.configValue]))
      return specOf(name.slice(prefix.length), partitions.length, config)
    })
  }
  const existing = async (): Promise<string[]> => (await admin.listTopics()).filter(name => name.startsWith(prefix))

  return {
    list: async () => {
      try {
        return await specsOf((await existing()).filter(name => !name.startsWith('__')))
      } catch (error) {
        throw logError(error, 'topics cannot be listed')
      }
    },
    create: async specs => {
      for (const { name, partitions } of specs)
        if (!Number.isInteger(partitions) || partitions < 1)
          throw turnstreamError('CONFIG_INVALID', `topic ${name} must have partitions, not ${partitions}`)
      try {
        const there = new Set(await existing())
        const found = await specsOf(specs.map(({ name }) => prefix + name).filter(name => there.has(name)))
        for (const spec of specs) {
          const other = found.find(({ name }) => name === spec.name)
          const reason = other && contradiction(spec, other)
          if (reason) throw turnstreamError('CONFIG_INVALID', reason, { details: { topic: spec.name } })
        }
        const missing = specs.filter(({ name }) => !there.has(prefix + name))
        if (missing.length === 0) return
        const topics = missing.map(spec => ({
          topic: prefix + spec.name,
          numPartitions: spec.partitions,
          replicationFactor,
          configEntries: entriesOf(spec, options),
        }))
        // Another process may have created them meanwhile.
        await admin.createTopics({ topics, waitForLeaders: false })
        await haveLeaders(missing.map(({ name }) => prefix + name))
      } catch (error) {
        if (reasonOf(error) === 'TOPIC_ALREADY_EXISTS') return
        throw logError(error, 'topics cannot be created')
      }
    },
    close: () => admin.disconnect(),
  }
}

/** One idempotent producer: what the broker acknowledges is there once, on all replicas that are in sync. */
export const openProducer = async (kafka: Kafka): Promise<Producer> => {
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    // A record says itself where it goes.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  })
  await producer.connect()
  return producer
}
