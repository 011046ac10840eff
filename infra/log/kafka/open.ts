import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isTurnstreamError, turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, Position } from '../../../processors/ports/log.ts'
import type { Translation } from '../../registry/translate.ts'
import { lockWriter } from '../lmdb/lock.ts'
import { openKafkaJs, openTopics } from './admin.ts'
import { openAppender } from './appender.ts'
import { type Copy, openCopy } from './copy/copy.ts'
import { openGroups } from './groups.ts'
import { type KafkaLog, logOver, STATE_TOPIC } from './log.ts'
import { openOffsets } from './offsets.ts'
import { logError } from './reasons.ts'
import { openRemote } from './remote.ts'
import { type KafkaRules, kafkaRules } from './rules.ts'
import { openTable, type Table } from './table.ts'
import { openTail } from './tail.ts'
import { openTransactor } from './transactor.ts'
import { valuesOf } from './values.ts'
import { openWire } from './wire.ts'

export type { KafkaLog } from './log.ts'

export interface KafkaLogOptions {
  /** `host:port`, any brokers of the cluster. */
  readonly brokers: readonly string[]
  /** Directory of the local copy; of this process alone, and dropped at will. */
  readonly dir: string
  /** Before the names of topics, groups and transactional ids. */
  readonly prefix?: string
  readonly replicationFactor?: number
  readonly minInsyncReplicas?: number
  /** Partitions of the topic of keyed state, where it has to be created. */
  readonly statePartitions?: number
  /** A member that is not heard of for so long loses its partitions. */
  readonly sessionTimeoutMs?: number
  readonly heartbeatMs?: number
  /** Records that are older are read from the brokers and not kept here; null: all are kept. Events in them are not found by id. */
  readonly localMs?: number | null
  /** Creates the topic of keyed state where it is missing, which is the default; else throws UNAVAILABLE. */
  readonly create?: boolean
  /** Copied before it resolves, where they exist; others when they are first asked for. */
  readonly topics?: readonly string[]
  /** Between the ids of a schema registry and the program's own. */
  readonly translation?: Translation
  readonly onTrouble?: (error: unknown) => void
  /** Broken on purpose by a test; nothing else passes it. */
  readonly rules?: KafkaRules
}

const MOST_MESSAGE_BYTES = 8 * 2 ** 20
/** A broker aborts what an owner that stands still has left open: until then nobody reads past it. */
const TRANSACTION_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
/** Requests of one lane wait for each other at the broker. */
const LANES = 8
/** Progress that leads to nothing waits this long for a commit to ride with: a transaction for each would be most of them. */
const RIDE_MS = 1_000
/** Between two looks for what the copy keeps no longer. */
const FORGET_MS = 60_000

/** While a broker is gone every group says the same several times a second. */
const TELL_MS = 2_000

const nowAndThen = (tell: (error: unknown) => void): ((error: unknown) => void) => {
  let told = Number.NEGATIVE_INFINITY
  return error => {
    if (performance.now() - told < TELL_MS) return
    told = performance.now()
    tell(error)
  }
}

/**
 * Opens the log on a Kafka cluster. Throws LOG_UNAVAILABLE when no broker answers, LOG_IN_USE when another process has the
 * directory of the copy, CONFIG_INVALID for an address that is none.
 */
export const openKafkaLog = async (options: KafkaLogOptions): Promise<KafkaLog> => {
  const { brokers, dir, prefix = '' } = options
  const onTrouble = nowAndThen(options.onTrouble ?? (() => undefined))
  mkdirSync(dir, { recursive: true })
  const lock = lockWriter(dir)
  try {
    return await openLocked(options, join(dir, 'copy'), prefix, onTrouble, () => lock.release())
  } catch (error) {
    lock.release()
    throw logError(error, `the log at ${brokers.join(',')} cannot be opened`)
  }
}

const forgetOld = (table: Table, copy: Copy, localMs: number): void => {
  for (const { name, partitions } of table.all())
    for (let partition = 0; partition < partitions && name !== STATE_TOPIC; partition++) {
      const part = copy.part({ topic: name, partition })
      while (part && copy.forgetBefore(part, Date.now() - localMs) > 0);
    }
}

const openLocked = async (
  options: KafkaLogOptions,
  dir: string,
  prefix: string,
  onTrouble: (error: unknown) => void,
  release: () => void,
): Promise<KafkaLog> => {
  const { brokers, translation, replicationFactor = 1, minInsyncReplicas = 1, statePartitions = 8 } = options
  const { rules = kafkaRules } = options
  const clientId = 'turnstream'
  const wire = await openWire({ brokers, clientId, requestTimeoutMs: REQUEST_TIMEOUT_MS })
  const kafka = openKafkaJs(brokers, clientId)
  const admin = kafka.admin()
  await admin.connect()
  const topics = openTopics(admin, wire, {
    prefix,
    replicationFactor,
    minInsyncReplicas,
    maxMessageBytes: MOST_MESSAGE_BYTES,
  })
  if (options.create ?? true)
    await topics
      .create([{ name: STATE_TOPIC, partitions: statePartitions, cleanup: 'compact', retentionMs: null }])
      .catch(error => {
        // It keeps the number of partitions that it was created with.
        if (!isTurnstreamError(error, 'CONFIG_INVALID')) throw error
      })
  const table = openTable(wire, prefix)
  const state = await table.topic(STATE_TOPIC).catch(error => {
    if (!isTurnstreamError(error, 'UNKNOWN_TOPIC')) throw error
    throw turnstreamError('UNAVAILABLE', `Kafka at ${brokers.join(',')} holds no log yet: turnstream topics apply`)
  })
  // Another id, another log: a cluster whose topics were deleted and created again is none that a read model knows.
  const id = `${wire.clusterId}.${state.id}`
  const copy = await openCopy(dir, id, topic => topic === STATE_TOPIC)
  const offsets = openOffsets(wire, table)
  const values = valuesOf(translation, STATE_TOPIC)
  const remote = openRemote({ wire, table, isolation: rules.isolation }, offsets, values)
  const { localMs = null } = options
  const tail = openTail({
    wire,
    table,
    isolation: rules.isolation,
    copy,
    offsets,
    remote,
    values,
    // State is needed whole.
    localMs: topic => (topic === STATE_TOPIC ? null : localMs),
    onTrouble: error => error !== null && onTrouble(error),
  })
  const forgetting = localMs === null ? null : setInterval(() => forgetOld(table, copy, localMs), FORGET_MS).unref()
  tail.follow(state)
  table.onLearnt(topic => tail.follow(topic))

  let transactors = 0
  const transactor = (transactionalId: string) =>
    openTransactor({
      wire,
      table,
      transactionalId,
      lane: `transactions ${transactors++ % LANES}`,
      timeoutMs: TRANSACTION_TIMEOUT_MS,
      outward: values.outward,
    })

  const stateIsHere = async (signal: AbortSignal): Promise<void> => {
    const numbers = Array.from({ length: state.partitions }, (_, partition) => partition)
    await Promise.all(
      numbers.map(async partition => {
        const at = { topic: STATE_TOPIC, partition }
        // Where it ends now, open transactions included: one of another group may hide state that this one has committed.
        await tail.reached(copy.part(at)!, await offsets.end(at), signal)
      }),
    )
  }
  const find = async (records: readonly NewRecord[]): Promise<readonly Position[]> => {
    await Promise.all(
      records.map(async record =>
        tail.reached(copy.part(record)!, await offsets.end(record), AbortSignal.timeout(REQUEST_TIMEOUT_MS)),
      ),
    )
    return records.map(({ topic, partition, headers }) => {
      const found = headers.ce_id === undefined ? null : copy.index.find(headers.ce_id)
      return found ?? { topic, partition, offset: copy.part({ topic, partition })!.end }
    })
  }
  const groups = openGroups({
    wire,
    table,
    prefix,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 6_000,
    heartbeatMs: options.heartbeatMs ?? 500,
    rideMs: RIDE_MS,
    rules,
    transactor,
    find,
    stateIsHere,
    onTrouble,
  })
  const appender = await openAppender(kafka, prefix, values.outward, tail.appended)
  table.onLost(() => appender.forgetTopics())
  const log = logOver({
    id,
    topics,
    table,
    copy,
    tail,
    remote,
    offsets,
    appender,
    transactor: transactor(`${prefix}append.${randomUUID()}`),
    groups,
    close: async () => {
      if (forgetting !== null) clearInterval(forgetting)
      await wire.close()
      release()
    },
  })
  if (options.topics) await log.follow(options.topics)
  return log
}
