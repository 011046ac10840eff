import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { catalogue } from '../../topics/catalogue.ts'
import { type SealableLog, sealedLog } from '../privacy/log.ts'
import { hasVault, openVault } from '../privacy/vault.ts'
import { openTranslation } from '../registry/open.ts'
import { openKafkaLog } from './kafka/open.ts'
import { openLmdbLog } from './lmdb/open.ts'

/** A log that also finds events by id and by turn. */
export type Log = SealableLog

export interface LogOptions {
  readonly dataDir: string
  readonly kafka: Configuration['kafka']
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Whether what is personal is sealed before it is appended; what is sealed is opened in any case. */
  readonly shred?: boolean
  /** Told of trouble that the log gets over by itself. */
  readonly onTrouble?: (error: unknown) => void
}

/** What a command needs of the log: its records, or all of its events found by id and turn as well. */
export type Needs = 'records' | 'index'

/** The brokers of the log in use; none where it is the embedded one. */
export const brokersIn = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  (env.KAFKA_BROKERS ?? '').split(',').flatMap(each => (each.trim() === '' ? [] : [each.trim()]))

/** Lies in a data directory whose log a replay has made. */
export const shadowMark = 'shadow.json'

/** Whether a data directory holds what a replay has made. */
export const isShadow = (dataDir: string): boolean => existsSync(join(dataDir, shadowMark))

/** Whoever worked on such a log would go on where the replay ended, and ask models that it had not asked. */
const refuseShadow = (dataDir: string): void => {
  if (isShadow(dataDir))
    throw turnstreamError(
      'UNAVAILABLE',
      `${dataDir} holds what a replay has made: it can be read, and nothing may work on it; name another --data-dir`,
    )
}

const embeddedIn = (dataDir: string): string => join(dataDir, 'log')

/** The embedded log of a data directory with the keys beside it, where there are any or some are to be made. */
const withKeys = async (dataDir: string, opening: Promise<Log>, readOnly: boolean, shred = false): Promise<Log> => {
  const log = await opening
  try {
    return shred || hasVault(dataDir) ? sealedLog(log, openVault(dataDir, { readOnly }), shred) : log
  } catch (error) {
    await log.close()
    throw error
  }
}

/** The embedded log in `dir`, which lies in its data directory, beside the process that works on it. Throws UNAVAILABLE where there is none yet, LOG_UNAVAILABLE. */
export const openEmbeddedBeside = (dir: string): Promise<Log> =>
  withKeys(dirname(dir), openLmdbLog({ dir, readOnly: true }), true)

/** Keys lie in one data directory: what several processes share would need a place for them that all reach. */
const refuseOnKafka = ({ shred }: LogOptions): void => {
  if (shred)
    throw turnstreamError(
      'CONFIG_INVALID',
      'privacy.shred works on the embedded log only so far: unset KAFKA_BROKERS, or switch it off',
    )
}

/** Ids of the registry that SCHEMA_REGISTRY_URL names; without one the program's own are on Kafka too. */
const translationOf = async ({ dataDir, kafka, env = process.env }: LogOptions, apply: boolean) => {
  const url = env.SCHEMA_REGISTRY_URL
  if (!url) return {}
  return {
    translation: await openTranslation({ url, file: join(dataDir, 'registry.json'), prefix: kafka.prefix, apply }),
  }
}

/**
 * The log in use: Kafka where KAFKA_BROKERS names brokers, with a copy in the data directory, else the embedded one there.
 * For the process that works on it: throws LOG_IN_USE where another one has the data directory, LOG_UNAVAILABLE, UNAVAILABLE for the log of a replay.
 */
export const openLog = async (options: LogOptions): Promise<Log> => {
  const { dataDir, kafka, shred, env = process.env, onTrouble } = options
  refuseShadow(dataDir)
  const brokers = brokersIn(env)
  if (brokers.length === 0) return withKeys(dataDir, openLmdbLog({ dir: embeddedIn(dataDir) }), false, shred)
  refuseOnKafka(options)
  const dir = join(dataDir, 'kafka')
  return openKafkaLog({ ...kafka, brokers, dir, onTrouble, ...(await translationOf(options, false)) })
}

/** The log on Kafka for one command, beside whatever else works on it: what it copies goes away with it. */
const openForOnce = async (
  options: LogOptions,
  needs: Needs,
  { create, apply }: { readonly create: boolean; readonly apply: boolean },
): Promise<Log> => {
  refuseOnKafka(options)
  const { kafka, env = process.env, onTrouble } = options
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-'))
  const remove = (): void => rmSync(dir, { recursive: true, force: true })
  try {
    const log = await openKafkaLog({
      ...kafka,
      brokers: brokersIn(env),
      dir,
      create,
      onTrouble,
      ...(await translationOf(options, apply)),
      ...(needs === 'index' ? { localMs: null, topics: catalogue.map(({ name }) => name) } : { localMs: 0 }),
    })
    return { ...log, close: () => log.close().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** The log in use, beside the process that works on it. Throws UNAVAILABLE where there is none yet, LOG_UNAVAILABLE. */
export const openLogBeside = (options: LogOptions, needs: Needs): Promise<Log> =>
  brokersIn(options.env ?? process.env).length === 0
    ? openEmbeddedBeside(embeddedIn(options.dataDir))
    : openForOnce(options, needs, { create: false, apply: false })

/**
 * The log in use to append to it, where no process works on the data directory. `apply` asks the registry to take all schemas.
 * Throws LOG_IN_USE, LOG_UNAVAILABLE, SCHEMA_INCOMPATIBLE.
 */
export const openLogToAppend = (options: LogOptions, apply = false): Promise<Log> =>
  brokersIn(options.env ?? process.env).length === 0
    ? openLog(options)
    : openForOnce(options, 'records', { create: true, apply })
