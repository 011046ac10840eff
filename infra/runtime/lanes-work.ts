import type { Commit, StoredRecord } from '../../processors/ports/log.ts'

/** What an effect gives back: written in one commit with the progress of its input. */
export type Outputs = Pick<Commit, 'records' | 'state'>

export interface RunContext {
  /** Aborted when the partition moves or the drain's grace is over. */
  readonly signal: AbortSignal
  /** True where a previous owner may have started this effect: the record lay on the log when this one began. */
  readonly redelivered: boolean
}

export interface LaneWork {
  /** Records not accepted are done at once; their progress rides along with the next commit. */
  accepts(record: StoredRecord): boolean
  /** Records of one lane run one after another, in offset order, also across the partitions of the group. */
  laneOf(record: StoredRecord): string
  /**
   * Resolves when the record may be run, null where it may be at once. One that waits heads its lane and takes no place among those in
   * flight. The signal is aborted when the partition moves or the process drains.
   */
  ready?(record: StoredRecord, signal: AbortSignal): Promise<unknown> | null
  run(record: StoredRecord, context: RunContext): Promise<Outputs>
  /**
   * What to write for a record that cannot be placed, run or committed (a dead letter), so that it never stalls its
   * lane. Must not throw: there would be nothing left to do but to stop the partition.
   */
  onFailure(record: StoredRecord, error: unknown): Outputs
}

export interface LaneLimits {
  /** Effects in flight at most, over all partitions, those of lost partitions that still run included. */
  readonly capacity: number
  /** Records held per partition (queued, running, not yet committed) at which reading pauses… */
  readonly highWater: number
  /** …and at which it resumes. A lane that hangs may hold this many before its partition waits with it. */
  readonly lowWater: number
  /** Completed offsets beyond the first incomplete one at most; the partition waits for the gap to close. */
  readonly maxDone: number
  /** Offsets read beyond the first incomplete one at most, accepted or not: a commit names what is done by its distance. */
  readonly maxSpan: number
  /** Progress over records that were not accepted is committed after this many of them… */
  readonly flushRecords: number
  /** …or this long after the first of them. */
  readonly flushMs: number
}
