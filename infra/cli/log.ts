import { join } from 'node:path'
import type { TopicSpec } from '../../processors/ports/log.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { type Log, type LogOptions, type Needs, openLog, openLogBeside, openLogToAppend } from '../log/in-use.ts'
import { type CommonOptions, dataDirOf } from './common.ts'
import { configurationOf } from './configuration.ts'
import { namingDataDir } from './in-use.ts'
import { makeDirectory } from './make-directory.ts'

/** Where a data directory keeps the embedded log. */
export const logDirOf = (dataDir: string): string => join(dataDir, 'log')

const logOptions = (options: CommonOptions): LogOptions => {
  const { kafka, privacy } = configurationOf(options)
  return { dataDir: dataDirOf(options), kafka, shred: privacy.shred }
}

/** The log in use, beside the process that works on it. Throws UNAVAILABLE where there is none yet. */
export const openLogToRead = (options: CommonOptions, needs: Needs = 'records'): Promise<Log> =>
  openLogBeside(logOptions(options), needs)

/**
 * The log in use, with the data directory for this process alone. Throws LOG_IN_USE that names who has it, UNAVAILABLE.
 */
export const openLogAlone = async (options: CommonOptions): Promise<Log> => {
  const dataDir = dataDirOf(options)
  makeDirectory(logDirOf(dataDir))
  return openLog(logOptions(options)).catch((error: unknown) => {
    throw namingDataDir(error, dataDir)
  })
}

/**
 * The log in use, to append to it where no server runs. `apply` asks the registry to take all schemas. Throws LOG_IN_USE that
 * names who has it, UNAVAILABLE, SCHEMA_INCOMPATIBLE.
 */
export const openLogToWrite = async (options: CommonOptions, apply = false): Promise<Log> => {
  const dataDir = dataDirOf(options)
  makeDirectory(logDirOf(dataDir))
  return openLogToAppend(logOptions(options), apply).catch((error: unknown) => {
    throw namingDataDir(error, dataDir)
  })
}

/** Partitions of keyed topics: as the log was created, else as configured. */
export const keyedPartitions = async (log: Log, configured: number): Promise<number> =>
  (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions ?? configured

/** The catalogue as the log port takes it. */
export const topicSpecs = (partitions: number): readonly TopicSpec[] =>
  catalogue.map(topic => ({
    name: topic.name,
    partitions: partitionsOf(topic, partitions),
    cleanup: topic.cleanup,
    retentionMs: topic.retentionMs,
  }))
