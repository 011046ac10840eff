import { type TurnstreamError, turnstreamError } from '../../../processors/errors.ts'
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
  /** Why the cluster no longer has a topic that is in use here, as of the last `refresh`; null where it has. */
  gone(name: string): TurnstreamError | null
  onLearnt(listener: (topic: Topic) => void): void
  /** Told of each topic that was in use when the cluster no longer has it. */
  onLost(listener: (name: string) => void): void
}

const unknownTopic = (name: string) =>
  turnstreamError('UNKNOWN_TOPIC', `no topic ${name}`, { details: { topic: name } })

export const openTable = (wire: Wire, prefix: string): Table => {
  const topics = new Map<string, Topic>()
  const ids = new Map<string, Topic>()
  const asking = new Map<string, Promise<Topic>>()
  const listeners: ((topic: Topic) => void)[] = []
  const lossListeners: ((name: string) => void)[] = []
  /** Topics in use that the cluster no longer has, and what became of them. */
  const lost = new Map<string, string>()
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
  const lose = (name: string, what: string): void => {
    const isNew = !lost.has(name)
    lost.set(name, what)
    if (isNew) for (const listener of lossListeners) listener(name)
  }
  const again = async (): Promise<void> => {
    const found = await wire.describe([...topics.keys()].map(name => prefix + name))
    for (const { name, id } of [...topics.values()]) {
      const now = found.get(prefix + name)
      if (now?.id === id) learn(name, now)
      // Another topic under the old name: its offsets mean something else.
      if (now === undefined || now.id !== id)
        lose(name, now === undefined ? 'was deleted' : 'was deleted and created again')
      else lost.delete(name)
    }
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
    gone: name => {
      const what = lost.get(name)
      if (what === undefined) return null
      const message = `topic ${prefix}${name} ${what} while it was in use: what it held is lost to this log. Stop, and begin a log of its own under another kafka.prefix or on a cluster without its topics`
      return turnstreamError('UNKNOWN_TOPIC', message, { details: { topic: name } })
    },
    onLearnt: listener => void listeners.push(listener),
    onLost: listener => void lossListeners.push(listener),
  }
}
