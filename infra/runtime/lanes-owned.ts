import type { Ownership, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { type Reached, roomLeft, startTracker, type Tracker } from './lanes-progress.ts'
import type { InLane } from './lanes-table.ts'
import type { LaneLimits, Outputs } from './lanes-work.ts'

/** A record in its lane. */
export interface Item extends InLane {
  readonly record: StoredRecord
  readonly owned: Owned
  readonly abort: AbortController
  started: boolean
}

/** A record that is dealt with and whose outputs are not yet committed. */
export interface Completed {
  readonly record: StoredRecord
  readonly outputs: Outputs
  /** The outputs come from `onFailure`: there is nothing else to try. */
  readonly failed: boolean
}

/** One generation of one partition. It never comes back: a re-assigned partition gets a new one. */
export interface Owned {
  readonly ownership: Ownership
  readonly tracker: Tracker
  /** Records below it may have been started by a previous owner. */
  readonly endAtStart: bigint
  /** Aborted when this ownership ends, whatever ends it. */
  readonly ended: AbortController
  /** Heads of lanes that wait for capacity. */
  readonly runnable: Item[]
  readonly running: Set<Item>
  /** To be committed, in the order in which they completed. */
  readonly ready: Completed[]
  /** In the commit that is under way; null when none is. */
  committing: readonly Completed[] | null
  /** The first so many of `ready` are committed one by one, to find the one that the log refuses. */
  alone: number
  committedNext: bigint
  /** Not accepted since the last commit. */
  skipped: number
  cancelFlush: (() => void) | null
  paused: boolean
  /** Wakes the reader that waits for room. */
  onRoom: ((records: number) => void) | null
}

export const startOwned = (ownership: Ownership, progress: Reached, endAtStart: bigint): Owned => ({
  ownership,
  tracker: startTracker(progress),
  endAtStart,
  ended: new AbortController(),
  runnable: [],
  running: new Set(),
  ready: [],
  committing: null,
  alone: 0,
  committedNext: progress.next,
  skipped: 0,
  cancelFlush: null,
  paused: false,
  onRoom: null,
})

export const hasEnded = (owned: Owned): boolean => owned.ended.signal.aborted

/** Nothing runs and nothing waits to be committed. */
export const isIdle = ({ running, ready, committing, skipped }: Owned): boolean =>
  running.size === 0 && ready.length === 0 && committing === null && skipped === 0

/** How many records may be offered now. Full at the high-water mark, and full until the low-water mark from then on. */
export const roomOf = (owned: Owned, limits: LaneLimits): number => {
  if (owned.paused && owned.tracker.open.size > limits.lowWater) return 0
  const room = roomLeft(owned.tracker, limits)
  owned.paused = room === 0
  return room
}

/** Counts of one partition; `queued + running + uncommitted` is what is held in memory. */
export interface PartitionStats extends TopicPartition {
  readonly generation: number
  readonly queued: number
  readonly running: number
  readonly uncommitted: number
  /** Completed offsets beyond the first incomplete one. */
  readonly done: number
  readonly paused: boolean
}

export const statsOf = ({ ownership, tracker, running, ready, committing, paused }: Owned): PartitionStats => {
  const uncommitted = ready.length + (committing?.length ?? 0)
  return {
    topic: ownership.topic,
    partition: ownership.partition,
    generation: ownership.generation,
    queued: tracker.open.size - running.size - uncommitted,
    running: running.size,
    uncommitted,
    done: tracker.done.size,
    paused,
  }
}
