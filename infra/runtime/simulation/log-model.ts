import { turnstreamError } from '../../../processors/errors.ts'
import type {
  Commit,
  EventLog,
  GroupListener,
  Membership,
  NewRecord,
  Ownership,
  Position,
  Progress,
  StoredRecord,
  TopicPartition,
} from '../../../processors/ports/log.ts'
import type { Coordinator, Member } from './coordinator.ts'
import type { LogChecks } from './log-checks.ts'
import type { SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import { outputTopic } from './records.ts'
import { upsert } from './upsert.ts'

export type SimulatedLog = Pick<EventLog, 'join' | 'progress' | 'begin' | 'end' | 'read' | 'wait' | 'commit'>

/** True when an owner can tell by its own clock that its session is over. */
export type Lapse = (owner: Ownership) => boolean

/** True when the owner may commit. */
export type Fence = (owner: Ownership, generation: number) => boolean

/** The port's rule. */
export const currentOwnerOnly: Fence = (owner, generation) => owner.generation === generation

export interface LogModel {
  append(record: NewRecord): void
  /** The log as one process sees it: every call takes time and may fail, before or after the log has done it. */
  connect(process: SimulatedProcess): SimulatedLog
}

export interface LogModelOptions {
  readonly random: Random
  readonly coordinator: Coordinator
  readonly checks: LogChecks
  readonly fence: Fence
  readonly hasLapsed: Lapse
  /** Probability that a call fails now. */
  failureRate(): number
  trace(event: string): void
}

interface Waiter {
  readonly at: Position
  wake(): void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** An in-memory log that is as unkind as a real one: late, lossy in its answers, and strict about who owns what. */
export const createLogModel = (options: LogModelOptions): LogModel => {
  const { random, coordinator, checks, fence, hasLapsed, failureRate, trace } = options
  const records = new Map<string, StoredRecord[]>()
  const progress = new Map<string, Progress>()
  let waiters: Waiter[] = []

  const recordsOf = (at: TopicPartition): StoredRecord[] => upsert(records, nameOf(at), () => [])

  const unavailable = (): never => {
    throw turnstreamError('LOG_UNAVAILABLE', 'The simulated log is unavailable.')
  }

  const mayFail =
    <T>(serve: () => T) =>
    (): T =>
      random.chance(failureRate()) ? unavailable() : serve()

  const take = (process: SimulatedProcess, commit: Commit): Position[] => {
    const [owner] = commit.owners as [Ownership]
    const [{ next, done }] = commit.progress as [Progress]
    const generation = coordinator.generation(owner.partition)
    const what = `${process.name} commits ${nameOf(owner)}@${owner.generation} next ${next} done [${done}]`
    if (!fence(owner, generation)) {
      trace(`${what}: fenced`)
      throw turnstreamError('LOG_FENCED', `${nameOf(owner)} has moved on to generation ${generation}.`)
    }
    if (commit.records.some(({ topic }) => topic !== outputTopic)) {
      trace(`${what}: refused`)
      throw turnstreamError('UNKNOWN_TOPIC', 'An output goes to a topic that the simulated log does not have.')
    }
    trace(`${what}: ${commit.records.map(({ headers }) => headers.cause).join(' ')}`)
    progress.set(nameOf(owner), commit.progress[0]!)
    checks.committed(commit, generation)
    return []
  }

  const commit = (process: SimulatedProcess, request: Commit): Position[] => {
    if (random.chance(failureRate())) unavailable()
    const positions = take(process, request)
    if (random.chance(failureRate())) {
      trace(`${process.name} is not told that it was committed`)
      unavailable()
    }
    return positions
  }

  const wait = (process: SimulatedProcess, at: Position, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const waiter: Waiter = { at, wake: () => process.deliver(random.pareto(0.1, 1.5, 10), resolve) }
      signal.throwIfAborted()
      signal.addEventListener('abort', () => {
        waiters = waiters.filter(other => other !== waiter)
        reject(signal.reason)
      })
      if (recordsOf(at).length > at.offset) waiter.wake()
      else waiters.push(waiter)
    })

  const join = (process: SimulatedProcess, listener: GroupListener): Membership => {
    const told = new Map<string, Ownership>()
    const member: Member = {
      process,
      inSession: true,
      listener: {
        onAssigned: owned => {
          for (const each of owned) told.set(nameOf(each), each)
          listener.onAssigned(owned)
        },
        onRevoked: lost => {
          for (const each of lost) if (told.get(nameOf(each))?.generation === each.generation) told.delete(nameOf(each))
          listener.onRevoked(lost)
        },
      },
    }
    coordinator.join(member)
    return {
      assigned: () => [...told.values()].filter(each => !hasLapsed(each)),
      leave: () => process.call(() => coordinator.remove(member)),
    }
  }

  return {
    append: record => {
      const stored: StoredRecord = { ...record, offset: BigInt(recordsOf(record).length) }
      recordsOf(record).push(stored)
      checks.appended(stored)
      const woken = waiters.filter(({ at }) => nameOf(at) === nameOf(stored) && at.offset <= stored.offset)
      waiters = waiters.filter(waiter => !woken.includes(waiter))
      for (const waiter of woken) waiter.wake()
    },
    connect: process => ({
      progress: (_group, at) =>
        process.call(
          mayFail(() => progress.get(nameOf(at)) ?? { topic: at.topic, partition: at.partition, next: 0n, done: [] }),
        ),
      begin: () => process.call(mayFail(() => 0n)),
      end: at => process.call(mayFail(() => BigInt(recordsOf(at).length))),
      // Fewer than asked for, now and then: the end of a read is not the end of the log.
      read: (at, limit) =>
        process.call(mayFail(() => recordsOf(at).slice(Number(at.offset), Number(at.offset) + random.int(1, limit)))),
      wait: (at, signal) => wait(process, at, signal),
      commit: request => process.call(() => commit(process, request)),
      join: (_group, _topics, listener) => process.call(() => join(process, listener)),
    }),
  }
}
