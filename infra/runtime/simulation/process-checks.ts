import type { Ownership, StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import type { LaneStats } from '../lanes.ts'
import type { LaneLimits } from '../lanes-work.ts'
import type { Verdict } from './invariants.ts'
import { hasLane, idOfRecord, isAccepted, laneNameOf } from './records.ts'

/** Since a process was told that it owns a partition. */
interface Session {
  readonly ownership: Ownership
  readonly unstarted: Set<StoredRecord>
  readonly delivered: Set<StoredRecord>
}

export interface ProcessChecksOptions {
  readonly name: string
  readonly verdict: Verdict
  readonly limits: LaneLimits & { readonly readBatch: number }
  isCommitted(record: StoredRecord): boolean
  isCurrent(ownership: Ownership): boolean
  hasLapsed(ownership: Ownership): boolean
  /** True where this record was started by anyone before the generation began. */
  startedBefore(record: StoredRecord, ownership: Ownership): boolean
}

/** Watches one process from outside: what it is given, what it runs, and what it says that it holds. */
export interface ProcessChecks {
  assigned(ownership: Ownership): void
  revoked(ownership: Ownership): void
  /** Returns the session that a read asked now belongs to, for `delivered`. */
  session(at: TopicPartition): Session | undefined
  delivered(session: Session | undefined, records: readonly StoredRecord[]): void
  started(record: StoredRecord, redelivered: boolean): void
  finished(record: StoredRecord): void
  /** Called when all that follows from an event has happened. */
  afterStep(stats: LaneStats, takesWork: boolean): void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

export const createProcessChecks = (options: ProcessChecksOptions): ProcessChecks => {
  const { name, verdict, limits } = options
  const sessions = new Map<string, Session>()
  const running = new Map<string, StoredRecord>()
  let inFlight = 0

  const checkHeld = ({ ownership, delivered }: Session): void => {
    for (const record of delivered) if (options.isCommitted(record)) delivered.delete(record)
    if (delivered.size > limits.highWater + limits.readBatch)
      verdict.fail('memory', `${name} was given ${delivered.size} of ${nameOf(ownership)}`)
  }

  const checkIdle = ({ ownership, unstarted }: Session): void => {
    if (inFlight >= limits.capacity || !options.isCurrent(ownership)) return
    for (const record of unstarted)
      if (!running.has(laneNameOf(record)) && !options.isCommitted(record))
        verdict.fail('independent', `${name} does not start ${idOfRecord(record)} of lane ${laneNameOf(record)}`)
  }

  return {
    assigned: ownership => {
      sessions.set(nameOf(ownership), { ownership, unstarted: new Set(), delivered: new Set() })
    },
    revoked: ownership => {
      if (sessions.get(nameOf(ownership))?.ownership.generation === ownership.generation)
        sessions.delete(nameOf(ownership))
    },
    session: at => sessions.get(nameOf(at)),
    delivered: (session, records) => {
      for (const record of records) {
        if (isAccepted(record)) session?.delivered.add(record)
        if (hasLane(record)) session?.unstarted.add(record)
      }
    },
    started: (record, redelivered) => {
      const session = sessions.get(nameOf(record))
      const other = running.get(laneNameOf(record))
      if (other) verdict.fail('alone', `${name} starts ${idOfRecord(record)} while ${idOfRecord(other)} runs`)
      if (session && !redelivered && options.startedBefore(record, session.ownership))
        verdict.fail('flagged', `${name} starts ${idOfRecord(record)} as if for the first time`)
      if (session && options.hasLapsed(session.ownership))
        verdict.fail('asleep', `${name} starts ${idOfRecord(record)} though its session has lapsed`)
      running.set(laneNameOf(record), record)
      session?.unstarted.delete(record)
      inFlight += 1
      if (inFlight > limits.capacity) verdict.fail('capacity', `${name} has ${inFlight} in flight`)
    },
    finished: record => {
      inFlight -= 1
      if (running.get(laneNameOf(record)) === record) running.delete(laneNameOf(record))
    },
    afterStep: (stats, takesWork) => {
      for (const { queued, running, uncommitted, topic, partition } of stats.partitions)
        if (queued + running + uncommitted > limits.highWater)
          verdict.fail('memory', `${name} holds ${queued + running + uncommitted} of ${topic}/${partition}`)
      for (const session of sessions.values()) {
        checkHeld(session)
        if (takesWork) checkIdle(session)
      }
    },
  }
}
