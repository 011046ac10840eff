import type { Commit, NewRecord, Ownership, Progress, StoredRecord } from '../../processors/ports/log.ts'
import { createLanes, type Lanes, type LanesOptions } from './lanes.ts'
import type { Outputs, RunContext } from './lanes-work.ts'
import { createClock, type VirtualClock } from './simulation/clock.ts'

/** An effect under way, which the test settles. */
export interface Run extends RunContext {
  readonly record: StoredRecord
  resolve(outputs?: Outputs): void
  reject(error: unknown): void
}

export interface Bench {
  readonly lanes: Lanes
  readonly clock: VirtualClock
  /** Effects started and not settled by the test, by `idOf` of their record. */
  readonly runs: ReadonlyMap<string, Run>
  /** Every start, in order. */
  readonly starts: readonly string[]
  /** What the log has taken, and a say in what it answers next. */
  readonly log: { readonly commits: Commit[]; answer: (commit: Commit) => Promise<void>; progress: Progress | null }
  readonly ended: unknown[]
  /** Settles one effect, or several at the same moment. */
  complete(...ids: string[]): Promise<void>
  /** Outputs committed so far, in order. */
  outputs(): string[]
}

export const owner = (partition: number, generation = 1, topic = 'questions'): Ownership => ({
  group: 'effect',
  topic,
  partition,
  generation,
})

/** A record of a lane; `!` before the lane's name means that it is not accepted. */
export const record = (partition: number, offset: number, lane: string, topic = 'questions'): StoredRecord => ({
  topic,
  partition,
  offset: BigInt(offset),
  key: Buffer.from(lane),
  value: null,
  headers: {},
  timestampMs: 0,
})

export const output = (name: string): NewRecord => ({
  topic: 'answers',
  partition: 0,
  key: null,
  value: null,
  headers: { name },
  timestampMs: 0,
})

/** Records of one partition from offset `from` on, one per lane named. */
export const records = (partition: number, lanes: readonly string[], from = 0): StoredRecord[] =>
  lanes.map((lane, index) => record(partition, from + index, lane))

export const idOf = ({ partition, offset }: StoredRecord): string => `${partition}/${offset}`

export const fresh = { next: 0n, done: [] }

/** Lets all that follows from what has happened happen. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const laneOf = ({ key }: StoredRecord): string => Buffer.from(key!).toString()

export const bench = (overrides: Partial<LanesOptions> = {}): Bench => {
  const clock = createClock()
  const runs = new Map<string, Run>()
  const starts: string[] = []
  const ended: unknown[] = []
  const log: Bench['log'] = { commits: [], answer: async () => {}, progress: null }
  const lanes = createLanes({
    scheduler: clock,
    commit: async commit => {
      await log.answer(commit)
      log.commits.push(commit)
    },
    committed: async at => log.progress ?? { ...at, ...fresh },
    isHeld: () => true,
    accepts: candidate => !laneOf(candidate).startsWith('!'),
    laneOf,
    run: (started, context) => {
      starts.push(idOf(started))
      return new Promise((resolve, reject) => {
        const done = (outputs = { records: [output(idOf(started))] }): void => resolve(outputs)
        runs.set(idOf(started), { ...context, record: started, resolve: done, reject })
      })
    },
    onFailure: (failed, error) => ({ records: [output(`dead ${idOf(failed)}: ${(error as Error).message}`)] }),
    onEnded: (_ownership, error) => ended.push(error),
    capacity: 10,
    highWater: 100,
    lowWater: 50,
    maxDone: 100,
    maxSpan: 1_000,
    flushRecords: 100,
    flushMs: 1_000,
    ...overrides,
  })
  return {
    lanes,
    clock,
    runs,
    starts,
    log,
    ended,
    complete: async (...ids) => {
      for (const id of ids) runs.get(id)!.resolve()
      await settled()
    },
    outputs: () => log.commits.flatMap(commit => commit.records.map(({ headers }) => headers.name!)),
  }
}
