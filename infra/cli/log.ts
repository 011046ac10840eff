import { join } from 'node:path'
import type { TopicSpec } from '../../processors/ports/log.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { type LmdbLog, openLmdbLog } from '../log/lmdb/open.ts'
import { namingDataDir } from './in-use.ts'
import { makeDirectory } from './make-directory.ts'

/** Where a data directory keeps its log. */
export const logDirOf = (dataDir: string): string => join(dataDir, 'log')

/** The log of a data directory, beside the process that writes it. Throws UNAVAILABLE where there is none yet. */
export const openLogToRead = (dataDir: string): Promise<LmdbLog> =>
  openLmdbLog({ dir: logDirOf(dataDir), readOnly: true })

/** The log of a data directory, for this process alone. Throws LOG_IN_USE that names who has it, UNAVAILABLE. */
export const openLogToWrite = async (dataDir: string): Promise<LmdbLog> => {
  makeDirectory(logDirOf(dataDir))
  return openLmdbLog({ dir: logDirOf(dataDir) }).catch((error: unknown) => {
    throw namingDataDir(error, dataDir)
  })
}

/** Partitions of keyed topics: as the log was created, else as configured. */
export const keyedPartitions = async (log: LmdbLog, configured: number): Promise<number> =>
  (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions ?? configured

/** The catalogue as the log port takes it. */
export const topicSpecs = (partitions: number): readonly TopicSpec[] =>
  catalogue.map(topic => ({
    name: topic.name,
    partitions: partitionsOf(topic, partitions),
    cleanup: topic.cleanup,
    retentionMs: topic.retentionMs,
  }))
