import { turnstreamError } from '../../../processors/errors.ts'
import type { TopicPartition, TopicSpec } from '../../../processors/ports/log.ts'
import type { Environment } from './environment.ts'
import type { TableWrite } from './merger.ts'

/** A topic and the number that stands for it in keys. */
export interface Topic {
  readonly number: number
  readonly spec: TopicSpec
}

export interface Catalogue {
  all(): readonly Topic[]
  /** Throws UNKNOWN_TOPIC. */
  topic(name: string): Topic
  /** Number of the topic in keys. Throws UNKNOWN_TOPIC for an unknown topic or a partition that it has not. */
  numberOf(at: TopicPartition): number
  /** Name of the topic with this number, undefined when there is none. */
  nameOf(number: number): string | undefined
  /** What has to be written for `specs` to exist. Throws CONFIG_INVALID for a spec that contradicts an existing topic. */
  missing(specs: readonly TopicSpec[]): readonly TableWrite[]
  /** Reads the topics again. */
  refresh(): void
}

const PREFIX = 'topic/'
const MOST = 0xffff

const load = (environment: Environment): Map<string, Topic> => {
  const topics = new Map<string, Topic>()
  const range = environment.meta.getRange({ start: Buffer.from(PREFIX), end: Buffer.from('topic0') })
  for (const { key, value } of range) topics.set(key.toString().slice(PREFIX.length), JSON.parse(value.toString()))
  return topics
}

const contradiction = (message: string, topic: string) =>
  turnstreamError('CONFIG_INVALID', message, { details: { topic } })

const checkSpec = (spec: TopicSpec, existing: Topic | undefined): void => {
  if (!Number.isInteger(spec.partitions) || spec.partitions < 1 || spec.partitions > MOST)
    throw contradiction(`topic ${spec.name} must have 1 to ${MOST} partitions, not ${spec.partitions}`, spec.name)
  if (existing && existing.spec.partitions !== spec.partitions)
    throw contradiction(
      `topic ${spec.name} has ${existing.spec.partitions} partitions, not ${spec.partitions}: they never change in place`,
      spec.name,
    )
}

export const openCatalogue = (environment: Environment): Catalogue => {
  let topics = load(environment)
  const topic = (name: string): Topic => {
    // Another process may have created it since.
    if (!topics.has(name) && environment.readOnly) topics = load(environment)
    const found = topics.get(name)
    if (!found) throw turnstreamError('UNKNOWN_TOPIC', `no topic ${name}`, { details: { topic: name } })
    return found
  }
  return {
    all: () => [...topics.values()],
    topic,
    numberOf: at => {
      const { number, spec } = topic(at.topic)
      if (Number.isInteger(at.partition) && at.partition >= 0 && at.partition < spec.partitions) return number
      throw turnstreamError(
        'UNKNOWN_TOPIC',
        `topic ${at.topic} has partitions 0 to ${spec.partitions - 1}, not ${at.partition}`,
        {
          details: { topic: at.topic, partition: at.partition },
        },
      )
    },
    nameOf: number => {
      const find = () => [...topics.values()].find(each => each.number === number)?.spec.name
      const name = find()
      if (name !== undefined || !environment.readOnly) return name
      topics = load(environment)
      return find()
    },
    missing: specs => {
      const numbers = [...topics.values()].map(each => each.number)
      let number = Math.max(-1, ...numbers) + 1
      const writes: TableWrite[] = []
      for (const spec of specs) {
        const existing = topics.get(spec.name)
        checkSpec(spec, existing)
        if (existing) continue
        const value = Buffer.from(JSON.stringify({ number: number++, spec } satisfies Topic))
        writes.push({ table: environment.meta, key: Buffer.from(PREFIX + spec.name), value })
      }
      if (number > MOST) throw contradiction(`a log has at most ${MOST} topics`, specs[0]!.name)
      return writes
    },
    refresh: () => {
      topics = load(environment)
    },
  }
}
