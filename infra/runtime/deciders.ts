import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { Accepted, EventLog, Ownership, Position, StoredRecord } from '../../processors/ports/log.ts'
import { createArrivals } from './arrivals.ts'
import { type Batch, type BatchOptions, decideBatch, retriable, type Taken } from './decide-batch.ts'
import type { DecodedEvents } from './decoded.ts'
import type { Pace } from './pace.ts'
import { persistently } from './persistently.ts'
import { readPast, unreadable } from './read.ts'

export interface DeciderOptions extends BatchOptions {
  readonly log: EventLog
  readonly decoded: DecodedEvents
  /** Shared by all who run in this thread. */
  readonly pace: Pace
  /** Inputs that nobody waits for share a commit with what arrives within this time. */
  readonly lingerMs?: number
  /** Most inputs decided in one commit. */
  readonly batch?: number
  /** Told of trouble that does not stop the processor. */
  readonly onTrouble?: (error: unknown) => void
}

export interface Running {
  readonly name: string
  /** Inputs decided since the start. */
  readonly decided: () => number
  /** Drops the batch at hand, which is taken again after the next start, and leaves the group. */
  stop(): Promise<void>
}

/**
 * Progress over inputs that led to nothing waits this long for outputs to ride with: a flush for each would slow the
 * turns down, and deciding such inputs again after a crash leads to nothing again.
 */
const lazyMs = 50

/** Inputs that nobody waits for share a commit with what arrives within this time, where commits cost next to nothing. */
const shortLingerMs = 40

/** Commits that one partition may have outstanding: more would only fill the memory while the disk is slow. */
const mostOutstanding = 16

const nothing: Batch = { events: [], records: [], state: [] }

/**
 * Runs a decider over the partitions that its group assigns. Each lap takes what the input topics have, decides it and
 * commits outputs, progress and states together, so a crash repeats the lap or none of it. It reads ahead of the disk and goes
 * on while its commits are on their way there, for a turn passes several deciders and would wait for each; should the log
 * lose them, it takes the partition from this one and assigns it anew. A record that is damaged, or cannot be decoded or
 * decided, goes to dead.letters, and the next one is taken.
 */
export const runDecider = async (options: DeciderOptions): Promise<Running> => {
  const { log, decider, decoded, pace, lingerMs = shortLingerMs, batch = 64, onTrouble = () => undefined } = options
  const laps = new Map<number, { stop: AbortController; done: Promise<void> }>()
  let decided = 0
  const persist = retry(handleWhen(retriable), {
    maxAttempts: Number.MAX_SAFE_INTEGER,
    backoff: new ExponentialBackoff({ maxDelay: 2_000 }),
  })
  persist.onFailure(({ reason }) => {
    const error = 'error' in reason ? reason.error : reason
    // To lose a partition is no trouble: whoever has it now goes on.
    if (!isTurnstreamError(error, 'LOG_FENCED')) onTrouble(error)
  })

  const take = (record: StoredRecord): Taken => {
    try {
      return { record, input: decoded.decode(record) }
    } catch (error) {
      return { record, error }
    }
  }
  const patient = (taken: Taken): boolean => 'input' in taken && decider.patient?.(taken.input) === true

  const work = async (owned: readonly Ownership[], signal: AbortSignal): Promise<void> => {
    const at = new Map<string, bigint>()
    for (const { topic, partition } of owned)
      at.set(topic, (await log.progress(decider.name, { topic, partition })).next)
    /** Topics whose progress is ahead of what is committed. */
    const ahead = new Set<string>()
    const arrivals = createArrivals(log, signal, true)
    const outstanding = new Set<Promise<void>>()
    const places = (): Position[] => owned.map(({ topic, partition }) => ({ topic, partition, offset: at.get(topic)! }))

    const takeNew = async (): Promise<Taken[]> => {
      const taken: Taken[] = []
      for (const place of places()) {
        const { records, damaged, next } = await readPast(log, place, batch, true)
        if (next === place.offset) continue
        taken.push(...records.map(take))
        if (damaged) taken.push({ record: unreadable(place, damaged.offset), error: damaged.error })
        at.set(place.topic, next)
        ahead.add(place.topic)
      }
      return taken
    }
    const keepUp = async ({ durable }: Accepted): Promise<void> => {
      // A loss is told by the revocation that comes with it.
      const settled = durable.catch(() => undefined).finally(() => outstanding.delete(settled))
      outstanding.add(settled)
      if (outstanding.size > mostOutstanding) await Promise.race(outstanding)
    }
    const commit = async ({ events, records, state }: Batch): Promise<void> => {
      const owners = owned.filter(({ topic }) => ahead.has(topic))
      const progress = owners.map(({ topic, partition }) => ({ topic, partition, next: at.get(topic)!, done: [] }))
      const accepted = await persist.execute(() => log.accept({ records, progress, owners, state }), signal)
      decoded.remember(events, accepted.positions)
      ahead.clear()
      await keepUp(accepted)
    }

    while (!signal.aborted) {
      await pace.mayGoOn()
      const taken = await takeNew()
      if (taken.length === 0) {
        if (!(await arrivals.next(places(), ahead.size > 0 ? lazyMs : null))) await commit(nothing)
        continue
      }
      const until = performance.now() + lingerMs
      while (taken.length < batch && taken.every(patient)) {
        const left = until - performance.now()
        if (left <= 0 || !(await arrivals.next(places(), left))) break
        taken.push(...(await takeNew()))
      }
      const outcome = await decideBatch(options, taken, signal)
      decided += taken.length
      if (outcome.records.length > 0 || outcome.state.length > 0) await commit(outcome)
    }
  }

  /** Goes on from what was committed until the partition moves, the log closes or the processor stops. */
  const keepWorking = (owned: readonly Ownership[], stop: AbortController): Promise<void> =>
    persistently(stop.signal, onTrouble, () =>
      work(owned, stop.signal).catch(error => {
        if (!isTurnstreamError(error, 'LOG_FENCED')) throw error
        stop.abort(error)
      }),
    )
  const start = (partition: number, owned: readonly Ownership[]): void => {
    const stop = new AbortController()
    const previous = laps.get(partition)?.done ?? Promise.resolve()
    laps.set(partition, { stop, done: previous.then(() => keepWorking(owned, stop)) })
  }

  const membership = await log.join(decider.name, decider.inputs, {
    onAssigned: owned => {
      for (const [partition, group] of Map.groupBy(owned, ({ partition }) => partition)) start(partition, group)
    },
    onRevoked: lost => {
      for (const { partition } of lost) laps.get(partition)?.stop.abort()
    },
  })

  return {
    name: decider.name,
    decided: () => decided,
    stop: async () => {
      for (const { stop } of laps.values()) stop.abort()
      await Promise.all([...laps.values()].map(({ done }) => done))
      await membership.leave()
    },
  }
}
