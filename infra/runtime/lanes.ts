import { turnstreamError } from '../../processors/errors.ts'
import type { Ownership, Position, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { createCommitter } from './lanes-commit.ts'
import type { CommitPort } from './lanes-commit-once.ts'
import {
  hasEnded,
  type Item,
  isIdle,
  type Owned,
  type PartitionStats,
  roomOf,
  startOwned,
  statsOf,
} from './lanes-owned.ts'
import { type ProgressRule, progressAfter, type Reached } from './lanes-progress.ts'
import { type DropRule, dropUnstarted, enter, type LaneTable, leave } from './lanes-table.ts'
import type { LaneLimits, LaneWork } from './lanes-work.ts'

export interface LanesOptions extends CommitPort, LaneWork, LaneLimits {
  /** False once the ownership is lost, also where nobody has said so yet. Asked before each effect. */
  isHeld(ownership: Ownership): boolean
  /** The lanes gave an ownership up by themselves: LOG_FENCED, or a defect, after which the partition stands still. */
  onEnded(ownership: Ownership, error: unknown): void
}

/** Decisions of the runner that a simulation breaks on purpose, to prove that it would notice. */
export interface LaneRules {
  readonly progressAfter: ProgressRule
  readonly dropLost: DropRule
  /** Who may commit what an effect gave back: `by` ran it, `current` owns the partition now. */
  creditTo(by: Owned, current: Owned | undefined): Owned | null
  /** Whether a previous owner may have begun the record at `offset`; `endAtStart` is the partition's end as this one began. */
  mayHaveBegun(offset: bigint, endAtStart: bigint): boolean
}

export const laneRules: LaneRules = {
  progressAfter,
  dropLost: dropUnstarted,
  // Never the new generation: it was promised the record and runs it again, so its outputs would be there twice.
  creditTo: by => (hasEnded(by) ? null : by),
  mayHaveBegun: (offset, endAtStart) => offset < endAtStart,
}

export interface LaneStats {
  /** Effects in flight, those of lost partitions that still run included. */
  readonly inFlight: number
  readonly partitions: readonly PartitionStats[]
}

/** What a drain could not finish. The next owner runs all of it again. */
export interface LeftBehind {
  readonly queued: number
  /** Aborted in mid-call: a paid call may be billed without a record of it. */
  readonly running: readonly Position[]
  /** Settled, but not known to be committed. */
  readonly uncommitted: number
}

export interface Lanes {
  /** Begins an ownership at its committed progress. `end` is the partition's end as of now. */
  assign(ownership: Ownership, progress: Reached, end: bigint): void
  /** Ends an ownership: nothing more is committed for it, running effects are aborted, queued ones dropped. */
  revoke(ownership: Ownership): void
  /** Takes records in offset order, at most as many as `room` allowed. Ignored for an ownership that has ended. */
  offer(ownership: Ownership, records: readonly StoredRecord[]): void
  /** Resolves with how many records may be offered, as soon as there is room; with 0 once the ownership has ended. */
  room(ownership: Ownership): Promise<number>
  /** Starts nothing more; resolves when all that ran is committed, or after `graceMs`, when the rest is aborted. */
  drain(graceMs: number): Promise<LeftBehind>
  stats(): LaneStats
}

interface Drain {
  readonly left: Promise<LeftBehind>
  /** Ends the drain if nothing is left to wait for. */
  check(): void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** Runs effects in lanes by key. Holds no clock: time comes from the scheduler. */
export const createLanes = (options: LanesOptions, rules: LaneRules = laneRules): Lanes => {
  // Lanes belong to the process, owners to an assignment: a lane outlives the assignment that started its head.
  const lanes: LaneTable<Item> = new Map()
  const owners = new Map<string, Owned>()
  /** Partitions with a runnable lane, served in turn, so that a busy partition cannot starve another. */
  let ring: Owned[] = []
  let inFlight = 0
  let draining: Drain | null = null

  const find = (ownership: Ownership): Owned | null => {
    const owned = owners.get(nameOf(ownership))
    return owned?.ownership.generation === ownership.generation ? owned : null
  }

  const queue = (item: Item): void => {
    if (item.owned.runnable.push(item) === 1) ring.push(item.owned)
  }

  /** The head of a lane runs when there is a place for it, but not before its time. */
  const makeRunnable = (item: Item): void => {
    const time = options.ready?.(item.record, item.owned.ended.signal) ?? null
    if (time === null) {
      queue(item)
      return
    }
    const comes = (): void => {
      // Of a partition that is lost it is the next owner's.
      if (hasEnded(item.owned)) return
      queue(item)
      dispatch()
    }
    time.then(comes, comes)
  }

  const dispatch = (): void => {
    while (inFlight < options.capacity && !draining) {
      const owned = ring.shift()
      const item = owned?.runnable.shift()
      if (!owned || !item) return
      if (owned.runnable.length > 0) ring.push(owned)
      start(item)
    }
  }

  const start = (item: Item): void => {
    const { ownership } = item.owned
    // A record that came after the next owner had begun is taken by that owner for one that nobody has started.
    if (!options.isHeld(ownership)) {
      giveUp(item.owned, turnstreamError('LOG_FENCED', `${nameOf(ownership)} was lost before ${item.record.offset}`))
      return
    }
    inFlight += 1
    item.started = true
    item.owned.running.add(item)
    const redelivered = rules.mayHaveBegun(item.record.offset, item.owned.endAtStart)
    const run = async () => options.run(item.record, { signal: item.abort.signal, redelivered })
    run().then(
      outputs => settle(item, { outputs }),
      error => settle(item, { error }),
    )
  }

  const settle = (item: Item, result: Parameters<typeof committer.complete>[2]): void => {
    inFlight -= 1
    item.owned.running.delete(item)
    const head = leave(lanes, item.lane)
    if (head) makeRunnable(head)
    const owned = rules.creditTo(item.owned, owners.get(nameOf(item.record)))
    if (owned) committer.complete(owned, item.record, result)
    dispatch()
  }

  const end = (owned: Owned): void => {
    owners.delete(nameOf(owned.ownership))
    owned.ended.abort()
    owned.cancelFlush?.()
    owned.runnable.length = 0
    ring = ring.filter(other => other !== owned)
    for (const { abort } of owned.running) abort.abort()
    for (const head of rules.dropLost(lanes, item => item.owned === owned)) makeRunnable(head)
    owned.onRoom?.(0)
    dispatch()
    draining?.check()
  }

  const giveUp = (owned: Owned, error: unknown): void => {
    end(owned)
    options.onEnded(owned.ownership, error)
  }

  const committer = createCommitter({
    ...options,
    progressAfter: rules.progressAfter,
    isDraining: () => draining !== null,
    onProgress: owned => {
      const room = owned.onRoom && !draining ? roomOf(owned, options) : 0
      if (room > 0) owned.onRoom?.(room)
      draining?.check()
    },
    giveUp,
  })

  /** Puts a record into its lane. One that cannot even be read has no lane, and is dealt with at once. */
  const place = (owned: Owned, record: StoredRecord): void => {
    owned.tracker.seenTo = record.offset + 1n
    if (owned.tracker.done.has(record.offset)) return
    let lane: string | null
    try {
      lane = options.accepts(record) ? options.laneOf(record) : null
    } catch (error) {
      owned.tracker.open.add(record.offset)
      committer.complete(owned, record, { error })
      return
    }
    if (lane === null) {
      owned.skipped += 1
      return
    }
    owned.tracker.open.add(record.offset)
    const item: Item = { lane, record, owned, abort: new AbortController(), started: false }
    if (enter(lanes, item)) makeRunnable(item)
  }

  const startDrain = (graceMs: number): Drain => {
    const { promise: left, resolve } = Promise.withResolvers<LeftBehind>()
    const stop = (): void => {
      cancelGrace()
      draining = { left, check: () => undefined }
      resolve(leftBehind([...owners.values()]))
      for (const owned of [...owners.values()]) end(owned)
    }
    const cancelGrace = options.scheduler.after(graceMs, stop)
    return { left, check: () => [...owners.values()].every(isIdle) && stop() }
  }

  return {
    assign: (ownership, progress, endOffset) => {
      const current = owners.get(nameOf(ownership))
      if (draining || (current && current.ownership.generation >= ownership.generation)) return
      if (current) end(current)
      owners.set(nameOf(ownership), startOwned(ownership, progress, endOffset))
    },
    revoke: ownership => {
      const owned = find(ownership)
      if (owned) end(owned)
    },
    offer: (ownership, records) => {
      const owned = find(ownership)
      if (!owned || draining) return
      for (const record of records) if (!hasEnded(owned)) place(owned, record)
      dispatch()
      committer.flush(owned)
    },
    room: async ownership => {
      const owned = find(ownership)
      if (!owned || draining) return 0
      const room = roomOf(owned, options)
      if (room > 0) return room
      const { promise, resolve } = Promise.withResolvers<number>()
      owned.onRoom = records => {
        owned.onRoom = null
        resolve(records)
      }
      return promise
    },
    drain: graceMs => {
      if (draining) return draining.left
      const drain = startDrain(graceMs)
      draining = drain
      for (const owned of [...owners.values()]) {
        owned.onRoom?.(0)
        committer.flush(owned)
      }
      drain.check()
      return drain.left
    },
    stats: () => ({ inFlight, partitions: [...owners.values()].map(statsOf) }),
  }
}

const leftBehind = (all: readonly Owned[]): LeftBehind => ({
  queued: all.reduce((sum, owned) => sum + statsOf(owned).queued, 0),
  running: all.flatMap(({ running }) =>
    [...running].map(({ record: { topic, partition, offset } }) => ({ topic, partition, offset })),
  ),
  uncommitted: all.reduce((sum, owned) => sum + statsOf(owned).uncommitted, 0),
})
