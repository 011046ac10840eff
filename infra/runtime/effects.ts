import { isTurnstreamError } from '../../processors/errors.ts'
import type { EventLog, Membership, Ownership, Position, Progress, TopicPartition } from '../../processors/ports/log.ts'
import { createLanes, type LaneRules, type LaneStats, type LeftBehind, laneRules } from './lanes.ts'
import { retrying, type Scheduler, systemScheduler } from './lanes-scheduler.ts'
import type { LaneLimits, LaneWork } from './lanes-work.ts'
import { type Reading, readPast, unreadable } from './read.ts'

export interface EffectOptions extends LaneWork, Partial<LaneLimits> {
  readonly log: Pick<EventLog, 'join' | 'progress' | 'begin' | 'end' | 'read' | 'wait' | 'commit'>
  readonly group: string
  readonly topics: readonly string[]
  /** Records read at once, at most. */
  readonly readBatch?: number
  readonly scheduler?: Scheduler
  /** A partition stands still because of a defect (never because of fencing or bad input). The host should stop. */
  readonly onHalt: (error: unknown, at: TopicPartition) => void
  /** Broken on purpose by the simulation; nothing else passes it. */
  readonly rules?: LaneRules | undefined
}

export interface RunningEffect {
  /** Aborts what runs and leaves the group at once. */
  stop(): Promise<LeftBehind>
  /** Starts nothing more, lets running effects finish and commit for up to `graceMs`, then aborts them and leaves. */
  drain(graceMs: number): Promise<LeftBehind>
  stats(): LaneStats
}

export const laneLimits: LaneLimits = {
  capacity: 256,
  highWater: 512,
  lowWater: 256,
  // A thousand offsets so far apart take 4,047 of the 4,096 characters that Kafka keeps with a committed offset.
  maxDone: 1_000,
  maxSpan: 2 ** 26,
  flushRecords: 500,
  flushMs: 1_000,
}

// With the generation: what ends an old ownership late must not stop the reader of the new one.
const nameOf = ({ topic, partition, generation }: Ownership): string => `${topic}/${partition}@${generation}`

/**
 * Runs an effect for every accepted record of the topics, once per record and in order per lane. Joins the group, reads
 * the partitions it is given, and commits each effect's outputs together with the progress of its input, so that an
 * output is written exactly once; the effect itself may run again after a crash or a move (`redelivered` says so).
 * Reading stops at the high-water mark, so memory stays bounded however fast the producer is.
 */
export const runEffect = async (options: EffectOptions): Promise<RunningEffect> => {
  const { log, group, topics, readBatch = 128, scheduler = systemScheduler, onHalt, rules = laneRules } = options
  const readers = new Map<string, AbortController>()
  const joined = Promise.withResolvers<void>()
  let membership: Membership | null = null

  const stopReading = (at: Ownership): void => {
    readers.get(nameOf(at))?.abort()
    readers.delete(nameOf(at))
  }

  const ended = (at: Ownership, error: unknown): void => {
    stopReading(at)
    if (!isTurnstreamError(error, 'LOG_FENCED')) onHalt(error, at)
  }

  const lanes = createLanes(
    {
      ...laneLimits,
      ...options,
      scheduler,
      commit: commit => log.commit(commit),
      committed: at => log.progress(group, at),
      isHeld: at => membership?.assigned().some(each => nameOf(each) === nameOf(at)) ?? false,
      onEnded: ended,
    },
    rules,
  )

  /** Where to begin. Retention may have dropped what was not done yet: what is gone cannot be waited for. */
  const resume = async (at: Ownership): Promise<{ progress: Progress; end: bigint }> => {
    const [committed, begin, end] = await Promise.all([log.progress(group, at), log.begin(at), log.end(at)])
    return { progress: committed.next < begin ? { ...committed, next: begin } : committed, end }
  }

  /** A damaged record takes its place, empty. */
  const readAt = async (position: Position, limit: number): Promise<Pick<Reading, 'records' | 'next'>> => {
    const { records, damaged, next } = await readPast(log, position, limit)
    return { records: damaged ? [...records, unreadable(position, damaged.offset)] : records, next }
  }

  const read = async (at: Ownership, signal: AbortSignal): Promise<void> => {
    const { progress, end } = await retrying(scheduler, signal, () => resume(at))
    // The first partitions may come before the membership that says whether they are still held.
    await joined.promise
    signal.throwIfAborted()
    lanes.assign(at, progress, end)
    let { next } = progress
    for (let room = await lanes.room(at); room > 0; room = await lanes.room(at)) {
      const position = { topic: at.topic, partition: at.partition, offset: next }
      const reading = await retrying(scheduler, signal, () => readAt(position, Math.min(room, readBatch)))
      signal.throwIfAborted()
      lanes.offer(at, reading.records)
      next = reading.next
      if (reading.records.length === 0)
        await retrying(scheduler, signal, () => log.wait({ ...position, offset: next }, signal))
    }
  }

  const follow = async (at: Ownership): Promise<void> => {
    const reader = new AbortController()
    readers.set(nameOf(at), reader)
    try {
      await read(at, reader.signal)
    } catch (error) {
      if (reader.signal.aborted) return
      lanes.revoke(at)
      ended(at, error)
    }
  }

  const member = await log.join(group, topics, {
    onAssigned: owned => {
      for (const at of owned) void follow(at)
    },
    onRevoked: lost => {
      for (const at of lost) {
        stopReading(at)
        lanes.revoke(at)
      }
    },
  })
  membership = member
  joined.resolve()

  const drain = async (graceMs: number): Promise<LeftBehind> => {
    for (const reader of readers.values()) reader.abort()
    const left = await lanes.drain(graceMs)
    await member.leave()
    return left
  }

  return { stop: () => drain(0), drain, stats: () => lanes.stats() }
}
