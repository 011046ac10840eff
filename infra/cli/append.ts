import type { DomainEvent } from '../../processors/event.ts'
import { dataToJson } from '../../topics/json.ts'
import { toRecord } from '../../topics/wire.ts'
import { type CommonOptions, dataDirOf } from './common.ts'
import { configurationOf } from './configuration.ts'
import { keyedPartitions, openLogToWrite, topicSpecs } from './log.ts'
import type { RunFile } from './run-file.ts'
import { post, reachServer } from './server.ts'

/** Where events of a command go. */
export interface Appender {
  /** The server they go through, null where the log is open here. */
  readonly server: RunFile | null
  /** All or none; durable when it resolves. */
  append(events: readonly DomainEvent[]): Promise<void>
  close(): Promise<void>
}

const throughServer = (server: RunFile): Appender => ({
  server,
  append: async events => {
    await post(server, '/internal/append', {
      records: events.map(({ type, key, id, timeMs, data }) => ({
        type,
        key,
        id,
        time: new Date(timeMs).toISOString(),
        data: dataToJson(data, true),
      })),
    })
  },
  close: async () => undefined,
})

const toLog = async (options: CommonOptions, configured: number): Promise<Appender> => {
  const log = await openLogToWrite(options)
  const partitions = await keyedPartitions(log, configured)
  await log.createTopics(topicSpecs(partitions))
  return {
    server: null,
    append: async events => void (await log.append(events.map(event => toRecord(event, partitions)))),
    close: () => log.close(),
  }
}

/** Through the server that runs on the data directory, else to the log itself. */
export const openAppender = async (options: CommonOptions): Promise<Appender> => {
  const dataDir = dataDirOf(options)
  const { log } = configurationOf(options)
  const server = await reachServer(dataDir)
  return server ? throughServer(server) : toLog(options, log.partitions)
}
