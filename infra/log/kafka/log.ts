import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type {
  Accepted,
  Commit,
  EventIndex,
  EventLog,
  NewRecord,
  Position,
  StateWrite,
  StoredRecord,
  TopicPartition,
} from '../../../processors/ports/log.ts'
import { orAborted } from '../../embedding/or-aborted.ts'
import { serially } from '../../runtime/serially.ts'
import type { Topics } from './admin.ts'
import type { Appender } from './appender.ts'
import { checkRecord } from './batch.ts'
import type { Copy } from './copy/copy.ts'
import type { Part } from './copy/part.ts'
import type { Groups } from './groups.ts'
import type { Offsets } from './offsets.ts'
import { logError } from './reasons.ts'
import type { Remote } from './remote.ts'
import type { Table, Topic } from './table.ts'
import type { Tail } from './tail.ts'
import { TransactionFailed, type Transactor } from './transactor.ts'

/** The log on Kafka, which also finds events by id and by subject. */
export interface KafkaLog extends EventLog, EventIndex {
  /** Resolves when the copy has those of the topics that exist, as they were at the call. */
  follow(topics: readonly string[]): Promise<void>
}

/** The topic of keyed state, without the prefix. */
export const STATE_TOPIC = 'turnstream.state'

export interface Parts {
  readonly id: string
  readonly topics: Topics
  readonly table: Table
  readonly copy: Copy
  readonly tail: Tail
  readonly remote: Remote
  readonly offsets: Offsets
  readonly appender: Appender
  /** For appends to several partitions. */
  readonly transactor: Transactor
  readonly groups: Groups
  /** Closes what is below all of these. */
  close(): Promise<void>
}

const CHUNK = 500

export const stateKeyOf = (store: string, key: string): string => {
  const text = `${store}\0${key}`.toWellFormed()
  if (store.includes('\0') || Buffer.byteLength(text) > 1_900)
    throw turnstreamError(
      'RECORD_INVALID',
      "a store's name has no zero character, and with a key it has at most 1900 bytes",
      { details: { store } },
    )
  return text
}

export const logOver = (parts: Parts): KafkaLog => {
  const { id, topics, table, copy, tail, remote, offsets, appender, transactor, groups } = parts
  const ending = new AbortController()
  const manyInOrder = serially()
  let closing: Promise<void> | null = null

  const open = (): void => {
    if (closing) throw turnstreamError('LOG_CLOSED', 'the log is closed')
  }
  /** The part of a partition; a promise only where it has to be asked for, so that calls keep their order. */
  const partOf = (at: TopicPartition): Part | Promise<Part> => {
    open()
    return copy.part(at) ?? table.check(at).then(() => copy.part(at)!)
  }
  const caughtUp = async (at: TopicPartition): Promise<Part> => {
    const part = await partOf(at)
    await tail.caughtUp(part).catch(error => {
      open()
      throw error
    })
    open()
    return part
  }

  const follow = async (name: string): Promise<void> => {
    const { partitions } = await table.topic(name)
    await Promise.all(Array.from({ length: partitions }, (_, partition) => caughtUp({ topic: name, partition })))
  }

  /** Resolves when the copy has the records, with the very objects that readers get. */
  const inCopy = async (positions: readonly Position[]): Promise<readonly Position[]> => {
    const last = new Map<Part, bigint>()
    for (const position of positions) {
      const part = copy.part(position)!
      if (position.offset >= (last.get(part) ?? 0n)) last.set(part, position.offset)
    }
    await Promise.allSettled([...last].map(([part, offset]) => tail.reached(part, offset + 1n, ending.signal)))
    if (closing) return positions
    return positions.map(position => {
      const part = copy.part(position)!
      if (position.offset < part.recentFrom) return position
      const [record] = copy.read(part, position.offset, 1)
      return record?.offset === position.offset ? record : position
    })
  }

  const isOnePartition = ([first, ...others]: readonly NewRecord[]): boolean =>
    others.every(({ topic, partition }) => topic === first!.topic && partition === first!.partition)

  const appendMany = (records: readonly NewRecord[]): Promise<readonly Position[]> =>
    manyInOrder(async () => {
      try {
        if (transactor.isBroken()) await transactor.begin()
        return await transactor.run({ records, offsets: null })
      } catch (error) {
        throw logError(error instanceof TransactionFailed ? error.cause : error, 'an append')
      }
    })

  /** Throws UNKNOWN_TOPIC, RECORD_INVALID. A promise only where a topic has to be asked for. */
  const check = (records: readonly NewRecord[]): Promise<unknown> | null => {
    open()
    for (const record of records) checkRecord(record)
    const unknown = records.filter(record => copy.part(record) === undefined)
    return unknown.length === 0 ? null : Promise.all(unknown.map(record => table.check(record)))
  }

  /** Throws LOG_UNAVAILABLE at once for a topic that was deleted: kafkajs tries for ten seconds, and all other appends wait. */
  const checkNotGone = async (name: string): Promise<void> => {
    // It may be back.
    await table.refresh().catch(error => {
      throw logError(error, 'an append')
    })
    const gone = table.gone(name)
    if (gone !== null) throw turnstreamError('LOG_UNAVAILABLE', gone.message, { cause: gone, details: { topic: name } })
  }

  const append = async (records: readonly NewRecord[]): Promise<readonly Position[]> => {
    if (records.length === 0) {
      open()
      return []
    }
    const checking = check(records)
    if (checking) await checking
    const gone = records.find(({ topic }) => table.gone(topic) !== null)
    if (gone !== undefined) await checkNotGone(gone.topic)
    return inCopy(await (isOnePartition(records) ? appender.append(records) : appendMany(records)))
  }

  const stateRecord = (state: Topic, partition: number, write: StateWrite): NewRecord => ({
    topic: state.name,
    partition: partition % state.partitions,
    key: Buffer.from(stateKeyOf(write.store, write.key)),
    value: write.value,
    headers: {},
    timestampMs: Date.now(),
  })

  const commit = async ({ records, progress, owners, state = [] }: Commit): Promise<readonly Position[]> => {
    if (owners.length === 0 && progress.length === 0 && state.length === 0) return append(records)
    const checking = check(records)
    if (checking) await checking
    const session = groups.session(owners, progress)
    const stateTopic = await table.topic(STATE_TOPIC)
    const writes = state.map(write => stateRecord(stateTopic, session.partition, write))
    const positions = await session.commit([...records, ...writes], progress)
    const placed = await inCopy(positions)
    return placed.slice(0, records.length)
  }

  const read = async (at: Position, limit: number): Promise<readonly StoredRecord[]> => {
    const part = await caughtUp(at)
    if (at.offset < part.begin)
      throw turnstreamError(
        'OFFSET_OUT_OF_RANGE',
        `${part.name} begins at offset ${part.begin}; ${at.offset} has been dropped`,
        { details: { topic: at.topic, partition: at.partition, offset: `${at.offset}`, begin: `${part.begin}` } },
      )
    return at.offset < part.localFrom ? remote.read(at, at.offset, limit) : copy.read(part, at.offset, limit)
  }

  async function* scan(at: TopicPartition) {
    const end = await log.end(at)
    for (let offset = await log.begin(at); offset < end; ) {
      const found = await read({ ...at, offset }, CHUNK)
      if (found.length === 0) return
      yield* found
      offset = found.at(-1)!.offset + 1n
      await nextTurn()
    }
  }

  const log: KafkaLog = {
    id,
    createTopics: async specs => {
      open()
      await topics.create(specs)
      // Who finds events by id relies on finding all of them.
      await Promise.all(specs.map(({ name }) => follow(name)))
    },
    follow: async names => {
      const there = new Set((await log.topics()).map(({ name }) => name))
      await Promise.all(names.filter(name => there.has(name)).map(follow))
    },
    topics: async () => {
      open()
      return (await topics.list()).filter(({ name }) => name !== STATE_TOPIC)
    },
    append,
    commit,
    accept: async (request): Promise<Accepted> => {
      const { records, progress, owners, state = [] } = request
      if (records.length === 0 && state.length === 0 && owners.length > 0) {
        open()
        groups.session(owners, progress).ride(progress)
        return { positions: [], durable: Promise.resolve() }
      }
      return { positions: await commit(request), durable: Promise.resolve() }
    },
    synced: async () => {
      open()
      await Promise.all([appender.settle(), groups.settle(), manyInOrder(async () => undefined)])
    },
    read,
    wait: async (at, signal) => {
      signal.throwIfAborted()
      return copy.arrived(await partOf(at), at.offset, signal)
    },
    begin: async at => {
      const part = await partOf(at)
      copy.begins(part, await offsets.begin(at))
      open()
      return part.begin
    },
    end: async at => {
      const part = await partOf(at)
      await tail.reached(part, await offsets.stable(at), ending.signal)
      open()
      return part.end
    },
    offsetAt: async (at, timestampMs) => (await offsets.at(at, timestampMs)) ?? log.end(at),
    compacted: async function* (at) {
      const last = new Map<string, bigint>()
      const textOf = (key: Uint8Array): string => Buffer.from(key).toString('latin1')
      for await (const { key, offset } of scan(at)) if (key !== null) last.set(textOf(key), offset)
      for await (const record of scan(at)) {
        const { key, value, offset } = record
        if (key !== null && value !== null && last.get(textOf(key)) === offset) yield record
      }
    },
    progress: async (group, at) => {
      open()
      await table.check(at)
      const committed = await groups.progress(group, at)
      const { topic, partition } = at
      if (committed === null) return { topic, partition, next: await log.begin(at), done: [] }
      return { topic, partition, next: committed.next, done: committed.done }
    },
    join: async (group, names, listener) => {
      open()
      return groups.join(group, names, listener)
    },
    state: async (store, key) => {
      open()
      return copy.state(stateKeyOf(store, key))
    },
    states: store => {
      open()
      return copy.states(stateKeyOf(store, ''))
    },
    applyRetention: async nowMs => {
      open()
      let dropped = 0
      for (const { name, partitions, retentionMs } of await topics.list()) {
        if (retentionMs === null || name === STATE_TOPIC) continue
        const before = new Map<number, bigint>()
        for (let partition = 0; partition < partitions; partition++) {
          const at = { topic: name, partition }
          // The end first: what comes after it was asked for is not among what was found too old.
          const [begin, end] = [await log.begin(at), await offsets.stable(at)]
          const from = (await offsets.at(at, nowMs - retentionMs)) ?? end
          if (from > begin) before.set(partition, from)
        }
        for (const [partition, offset] of before) {
          const at = { topic: name, partition }
          for await (const record of scan(at)) {
            if (record.offset >= offset) break
            dropped++
          }
        }
        for (const [partition, offset] of before) {
          const at = { topic: name, partition }
          await offsets.dropBefore(at, offset)
          copy.begins(copy.part(at)!, offset)
        }
      }
      return dropped
    },
    close: () => {
      closing ??= (async () => {
        await groups.close()
        await appender.close()
        await manyInOrder(async () => undefined)
        ending.abort(turnstreamError('LOG_CLOSED', 'the log is closed'))
        await tail.close()
        await copy.close()
        await topics.close()
        await parts.close()
      })()
      return closing
    },
    has: eventId => {
      open()
      return copy.index.has(eventId)
    },
    find: eventId => {
      open()
      return copy.index.find(eventId)
    },
    ofSubject: subject => {
      open()
      return copy.index.ofSubject(subject)
    },
    settled: async signal => {
      open()
      const ended = AbortSignal.any([signal, ending.signal])
      // Where a partition ends now, open transactions included, lies behind all that was committed before.
      const reach = async (part: Part): Promise<void> => tail.reached(part, await offsets.end(part), ended)
      await orAborted(
        Promise.all(
          copy
            .parts()
            .filter(({ topic }) => table.gone(topic) === null)
            .map(reach),
        ),
        signal,
      )
    },
  }
  return log
}
