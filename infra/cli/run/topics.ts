import { isTurnstreamError } from '../../../processors/errors.ts'
import type { TopicSpec } from '../../../processors/ports/log.ts'
import { catalogue, partitionsOf, typesOn } from '../../../topics/catalogue.ts'
import { brokersIn } from '../../log/in-use.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { keyedPartitions, openLogToRead, openLogToWrite, topicSpecs } from '../log.ts'
import { printResult } from '../output.ts'
import { tableOf } from '../table.ts'

/** Topics of the log in use and their keyed partitions; none where there is no log yet. */
const inUse = async (options: CommonOptions): Promise<{ specs: readonly TopicSpec[]; partitions: number }> => {
  const configured = configurationOf(options).log.partitions
  try {
    const log = await openLogToRead(options)
    try {
      return { specs: await log.topics(), partitions: await keyedPartitions(log, configured) }
    } finally {
      await log.close()
    }
  } catch (error) {
    if (isTurnstreamError(error, 'UNAVAILABLE')) return { specs: [], partitions: configured }
    throw error
  }
}

const dayMs = 86_400_000

/** Retention for people. */
export const retentionText = (retentionMs: number | null): string =>
  retentionMs === null ? 'for ever' : `${retentionMs / dayMs} d`

export const listTopics = async (options: CommonOptions): Promise<void> => {
  const { partitions } = await inUse(options)
  const topics = catalogue.map(topic => ({
    ...topic,
    partitions: partitionsOf(topic, partitions),
    types: typesOn(topic.name),
  }))
  await printResult(options.json, { topics }, () =>
    tableOf(
      ['topic', 'key', 'partitions', 'clean-up', 'kept', 'event types'],
      topics.map(({ name, key, partitions: count, cleanup, retentionMs, types }) => [
        name,
        key,
        count,
        cleanup,
        retentionText(retentionMs),
        types.join('\n'),
      ]),
    ),
  )
}

/** Creates missing topics. Throws LOG_IN_USE where a server runs and something is missing, which only a newer program sees. */
export const applyTopics = async (options: CommonOptions): Promise<void> => {
  const dataDir = dataDirOf(options)
  const brokers = brokersIn(process.env)
  const { specs, partitions } = await inUse(options)
  const there = new Set(specs.map(({ name }) => name))
  const wanted = topicSpecs(partitions)
  const created = wanted.filter(({ name }) => !there.has(name)).map(({ name }) => name)
  // A log on Kafka checks what is there, and has the registry check the schemas.
  if (created.length > 0 || brokers.length > 0) {
    const log = await openLogToWrite(options, true)
    try {
      await log.createTopics(wanted)
    } finally {
      await log.close()
    }
  }
  await printResult(options.json, { dataDir, created, existing: wanted.length - created.length }, ({ existing }) =>
    [
      ...created.map(name => `created ${name}`),
      `${created.length} created, ${existing} there already, ${brokers.length > 0 ? `at ${brokers.join(',')}` : `in ${dataDir}`}`,
    ].join('\n'),
  )
}
