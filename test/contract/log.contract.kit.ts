import { afterEach, beforeEach, expect } from 'vitest'
import { type ErrorCode, isTurnstreamError } from '../../processors/errors.ts'
import type {
  Commit,
  EventLog,
  GroupListener,
  Membership,
  NewRecord,
  Ownership,
  Position,
  StoredRecord,
  TopicPartition,
  TopicSpec,
} from '../../processors/ports/log.ts'
import { eventually } from '../services/eventually.ts'

/** One log for one test. */
export interface LogUnderTest {
  /** Begins the names of topics. New in each run on a log that outlives the test, else always the same. */
  readonly label: string
  open(): Promise<EventLog>
  /** Closes what `open` gave and opens the same log again, as a process that restarts does. */
  reopen(): Promise<EventLog>
  dispose(): Promise<void>
  /** The disk below the log; missing where the log has none that a test can get at. */
  readonly disk?: {
    /** Holds everything back until what it returns is called. */
    hold(): () => void
    /** Fails the next so many writes, or only says so although they are done. */
    fail(acts: number, how?: 'before' | 'after'): void
  }
}

export type LogFactory = () => Promise<LogUnderTest>

/** The log of the test that runs, and topics in it. */
export interface Scene {
  log: EventLog
  reopen(): Promise<EventLog>
  topic(spec?: Partial<TopicSpec>): Promise<string>
  /** Undefined where there is none to get at. */
  disk(): LogUnderTest['disk']
}

/** Sets a new log up before each test of the enclosing `describe` and disposes of it afterwards. */
export const useLog = (factory: LogFactory): Scene => {
  let under: LogUnderTest
  let topics = 0
  const scene: Scene = {
    log: undefined as unknown as EventLog,
    reopen: async () => {
      scene.log = await under.reopen()
      return scene.log
    },
    disk: () => under.disk,
    topic: async (spec = {}) => {
      const name = `contract.${under.label}.${topics++}`
      await scene.log.createTopics([{ name, partitions: 1, cleanup: 'delete', retentionMs: null, ...spec }])
      return name
    },
  }
  beforeEach(async () => {
    under = await factory()
    topics = 0
    scene.log = await under.open()
  })
  afterEach(() => under.dispose())
  return scene
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export const record = (topic: string, value: string | null, more: Partial<NewRecord> = {}): NewRecord => ({
  topic,
  partition: 0,
  key: null,
  value: value === null ? null : bytes(value),
  headers: {},
  timestampMs: 1_700_000_000_000,
  ...more,
})

export const at = (topic: string, offset = 0n, partition = 0): Position => ({ topic, partition, offset })

export const textOf = ({ value }: StoredRecord): string | null =>
  value === null ? null : Buffer.from(value).toString()

/** All records of a partition from its begin on; a read may give fewer than it could. */
export const readAll = async (log: EventLog, { topic, partition }: TopicPartition): Promise<StoredRecord[]> => {
  const end = await log.end({ topic, partition })
  const found: StoredRecord[] = []
  for (let offset = await log.begin({ topic, partition }); offset < end; ) {
    const some = await log.read({ topic, partition, offset }, 100)
    found.push(...some)
    const last = some.at(-1)
    // On a log with gaps the last offsets may hold no record.
    if (!last) break
    offset = last.offset + 1n
  }
  return found
}

/** Reads ahead until so many records are there; a read may give fewer than it could. */
export const readAhead = async (log: EventLog, from: Position, count: number): Promise<StoredRecord[]> => {
  const found: StoredRecord[] = []
  while (found.length < count) {
    const offset = found.length === 0 ? from.offset : found.at(-1)!.offset + 1n
    found.push(...(await log.read({ ...from, offset }, count - found.length, true)))
  }
  return found
}

export const textsIn = async (log: EventLog, topic: string, partition = 0): Promise<(string | null)[]> =>
  (await readAll(log, { topic, partition })).map(textOf)

export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export const rejects = async (promise: Promise<unknown>, code: ErrorCode): Promise<void> => {
  const error = await promise.then(
    () => null,
    reason => reason,
  )
  expect(isTurnstreamError(error, code), `${code}, not ${error}`).toBe(true)
}

/** Resolves when each of the members holds so many partitions. */
export const eachHolds = (count: number, ...members: readonly Membership[]): Promise<void> =>
  eventually(`each holds ${count} partitions`, () => members.every(member => member.assigned().length === count))

/** A member that keeps what it is told. */
export interface Follower extends Membership {
  /** In order: `+` for an assigned partition, `-` for a revoked one. */
  readonly told: string[]
}

export const follow = async (
  log: EventLog,
  group: string,
  topics: string[],
  told: string[] = [],
  as = '',
): Promise<Follower> => {
  const note = (sign: string) => (owned: readonly Ownership[]) => {
    for (const { topic, partition } of owned) told.push(`${as}${sign}${topics.indexOf(topic)}/${partition}`)
  }
  const listener: GroupListener = { onAssigned: note('+'), onRevoked: note('-') }
  const membership = await log.join(group, topics, listener)
  return { ...membership, told }
}

/** Joins and waits until every one of the partitions is held. */
export const followAll = async (log: EventLog, group: string, topics: string[], partitions = 1): Promise<Follower> => {
  const follower = await follow(log, group, topics)
  await eachHolds(partitions * topics.length, follower)
  return follower
}

/** Commits what `make` gives, again when a rebalance fences it or has the member without the partition just then. */
export const commitInTime = async (log: EventLog, member: Membership, make: () => Commit): Promise<void> => {
  await eventually('it is committed', async () => {
    try {
      if (member.assigned().length === 0) return false
      await log.commit(make())
      return true
    } catch (error) {
      if (isTurnstreamError(error, 'LOG_FENCED')) return false
      throw error
    }
  })
}

/** The ownership of one partition, which must be held. */
export const held = (membership: Membership, topic: string, partition = 0): Ownership => {
  const owner = membership.assigned().find(each => each.topic === topic && each.partition === partition)
  if (!owner) throw new Error(`${topic}/${partition} is not held`)
  return owner
}
