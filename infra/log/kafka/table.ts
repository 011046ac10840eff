import { turnstreamError } from '../../../processors/errors.ts'
import type { TopicPartition } from '../../../processors/ports/log.ts'
import type { ClusterTopic, Wire } from './wire.ts'

/** A topic as this log calls it and as the cluster has it. */
export interface Topic extends ClusterTopic {
  readonly name: string
  readonly partitions: number
}

/** The topics that are in use here, and who leads their partitions. */
export interface Table {
  readonly prefix: string
  all(): Iterable<Topic>
  known(name: string): Topic | undefined
  byId(id: string): Topic | undefined
  /** The topic, asked for once. Throws UNKNOWN_TOPIC, LOG_UNAVAILABLE. */
  topic(name: string): Promise<Topic>
  /** Throws UNKNOWN_TOPIC for a partition that the topic has not. */
  check(at: TopicPartition): Promise<Topic>
  /** Asks who leads what by now; at most one request is under way. */
  refresh(): Promise<void>
  onLearnt(listener: (topic: Topic) => void): void
}

const unknownTopic = (name: string) =>
  turnstreamError('UNKNOWN_TOPIC', `no topic ${name}`, { details: { topic: name } })

export const openTable = (wire: Wire, prefix: string): Table => {
  const topics = new Map<string, Topic>()
  const ids = new Map<string, Topic>()
  const asking = new Map<string, Promise<Topic>>()
  const listeners: ((topic: Topic) => void)[] = []
  let refreshing: Promise<void> | null = null

  const learn = (name: string, found: ClusterTopic): Topic => {
    const topic = { ...found, name, partitions: found.leaders.length }
    const isNew = !topics.has(name)
    topics.set(name, topic)
    ids.set(topic.id, topic)
    if (isNew) for (const listener of listeners) listener(topic)
    return topic
  }
  const ask = async (name: string): Promise<Topic> => {
    const found = (await wire.describe([prefix + name])).get(prefix + name)
    if (found === undefined) throw unknownTopic(name)
    return learn(name, found)
  }
  const topicOf = async (name: string): Promise<Topic> => {
    const known = topics.get(name)
    if (known) return known
    const under = asking.get(name)
    if (under) return under
    const request = ask(name).finally(() => asking.delete(name))
    asking.set(name, request)
    return request
  }
  const within = (topic: Topic, { partition }: TopicPartition): Topic => {
    if (Number.isInteger(partition) && partition >= 0 && partition < topic.partitions) return topic
    throw turnstreamError(
      'UNKNOWN_TOPIC',
      `topic ${topic.name} has partitions 0 to ${topic.partitions - 1}, not ${partition}`,
      { details: { topic: topic.name, partition } },
    )
  }
  const again = async (): Promise<void> => {
    const found = await wire.describe([...topics.keys()].map(name => prefix + name))
    for (const [name, topic] of found) learn(name.slice(prefix.length), topic)
  }

  return {
    prefix,
    all: () => topics.values(),
    known: name => topics.get(name),
    byId: id => ids.get(id),
    topic: topicOf,
    check: async at => within(topics.get(at.topic) ?? (await topicOf(at.topic)), at),
    refresh: () => {
      refreshing ??= again().finally(() => {
        refreshing = null
      })
      return refreshing
    },
    onLearnt: listener => void listeners.push(listener),
  }
}
