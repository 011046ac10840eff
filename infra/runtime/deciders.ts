import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type {
  EventIndex,
  EventLog,
  NewRecord,
  Ownership,
  Position,
  StateWrite,
  StoredRecord,
} from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import { toRecord } from '../../topics/wire.ts'
import { createArrivals } from './arrivals.ts'
import { deadLetter } from './dead-letter.ts'
import { type AnyDecider, type States, step } from './decide.ts'
import type { RecentEvents } from './recent.ts'
import type { ViewTail } from './views.ts'

export interface DeciderOptions {
  readonly log: EventLog
  readonly index: Pick<EventIndex, 'has'>
  readonly decider: AnyDecider
  readonly facts: Facts
  readonly recent: RecentEvents
  readonly views: Pick<ViewTail, 'current' | 'at'>
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** Most inputs decided in one commit. */
  readonly batch?: number
  /** Told of trouble that does not stop the processor. */
  readonly onTrouble?: (error: unknown) => void
}

export interface Running {
  readonly name: string
  /** Inputs decided since the start. */
  readonly decided: () => number
  /** Finishes the batch at hand and leaves the group. */
  stop(): Promise<void>
}

/**
 * Progress over inputs that led to nothing waits this long for outputs to ride with: a flush for each would slow the
 * turns down, and deciding such inputs again after a crash leads to nothing again.
 */
const lazyMs = 50

/** Inputs that nobody waits for share a commit with what arrives within this time. */
const lingerMs = 10

/** What a lap leads to. */
interface Batch {
  readonly events: readonly DomainEvent[]
  /** The same events, encoded. */
  readonly records: readonly NewRecord[]
  readonly state: readonly StateWrite[]
}

type Taken =
  | { readonly record: StoredRecord; readonly input: DomainEvent }
  | { readonly record: StoredRecord; readonly error: unknown }
type Ready =
  | { readonly record: StoredRecord; readonly input: DomainEvent; readonly views: Views; readonly gathered: unknown }
  | { readonly record: StoredRecord; readonly error: unknown }

const retriable = (error: unknown): boolean => isTurnstreamError(error) && error.retriable

/**
 * Runs a decider over the partitions that its group assigns. Each lap takes what the input topics have, gathers outside
 * any transaction, decides in order and commits outputs, progress and states together, so a crash repeats the lap or
 * none of it. An input whose outputs are already in the log is a duplicate and decides nothing. One that cannot be
 * decoded or decided goes to dead.letters, and the next one is taken.
 */
export const runDecider = async (options: DeciderOptions): Promise<Running> => {
  const { log, index, decider, facts, recent, partitions, batch = 256, onTrouble = () => undefined } = options
  const laps = new Map<number, { stop: AbortController; done: Promise<void> }>()
  let decided = 0
  const persist = retry(handleWhen(retriable), {
    maxAttempts: 1_000_000,
    backoff: new ExponentialBackoff({ maxDelay: 2_000 }),
  })
  persist.onFailure(({ reason }) => onTrouble('error' in reason ? reason.error : reason))
  const again = retry(handleWhen(retriable), { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 20 }) })

  const decode = (state: Uint8Array | null): unknown =>
    state === null ? decider.initialState() : JSON.parse(Buffer.from(state).toString())

  const take = (record: StoredRecord): Taken => {
    try {
      return { record, input: recent.decode(record) }
    } catch (error) {
      return { record, error }
    }
  }
  const patient = (taken: Taken): boolean => 'input' in taken && decider.patient?.(taken.input) === true

  const decideBatch = async (batched: readonly Taken[], signal: AbortSignal): Promise<Batch> => {
    const events: DomainEvent[] = []
    const records: NewRecord[] = []
    const emit = (event: DomainEvent): void => {
      records.push(toRecord(event, partitions))
      events.push(event)
    }
    const current = options.views.current()
    const ready = await Promise.all(
      batched.map(async (taken): Promise<Ready | null> => {
        if ('error' in taken) return taken
        const { record, input } = taken
        if (!decider.reactsTo.includes(input.type)) return null
        try {
          const versions = decider.readsAt?.(input, facts)
          const views = versions ? options.views.at(versions) : current
          return {
            record,
            input,
            views,
            gathered: await again.execute(() => decider.gather(input, facts, views, signal), signal),
          }
        } catch (error) {
          return { record, error }
        }
      }),
    )
    signal.throwIfAborted()

    const known = new Map<string, unknown>()
    const changed = new Map<string, unknown>()
    const keyed = decider.journal.length > 0
    if (keyed)
      for (const item of ready)
        if (item && 'input' in item) {
          const key = decider.stateKey?.(item.input) ?? item.input.key
          if (!known.has(key)) known.set(key, decode(await log.state(decider.name, key)))
        }
    const fresh = new Set<string>()
    for (const item of ready) {
      if (!item) continue
      if ('error' in item) {
        emit(deadLetter(item.record, decider.name, item.error))
        continue
      }
      // A step that fails leaves no trace in the state: the journal will not hold what it had folded.
      const folded = new Map<string, unknown>()
      const states: States<unknown> = {
        get: key => {
          const layer = [folded, changed, known].find(states => states.has(key))
          return layer?.get(key) ?? decider.initialState()
        },
        set: (key, state) => void folded.set(key, state),
      }
      try {
        const outputs = step(decider, states, item.input, item.gathered, item.views)
        if (outputs.some(event => fresh.has(event.id) || index.has(event.id))) throw duplicate
        const encoded = outputs.map(event => toRecord(event, partitions))
        for (const event of outputs) fresh.add(event.id)
        records.push(...encoded)
        events.push(...outputs)
        for (const [key, state] of folded) changed.set(key, state)
      } catch (error) {
        if (error !== duplicate) emit(deadLetter(item.record, decider.name, error))
      }
      decided++
    }
    const state = [...changed].map(([key, value]) => ({
      store: decider.name,
      key,
      value: value === null ? null : Buffer.from(JSON.stringify(value)),
    }))
    return { events, records, state }
  }

  const work = async (owned: readonly Ownership[], signal: AbortSignal): Promise<void> => {
    const at = new Map<string, bigint>()
    for (const { topic, partition } of owned)
      at.set(topic, (await log.progress(decider.name, { topic, partition })).next)
    /** Topics whose progress is ahead of what is committed. */
    const ahead = new Set<string>()
    const commit = async ({ events, records, state }: Batch): Promise<void> => {
      const owners = owned.filter(({ topic }) => ahead.has(topic))
      const progress = owners.map(({ topic, partition }) => ({ topic, partition, next: at.get(topic)!, done: [] }))
      recent.remember(events, await persist.execute(() => log.commit({ records, progress, owners, state }), signal))
      ahead.clear()
    }
    const arrivals = createArrivals(log, signal)
    const places = (): Position[] => owned.map(({ topic, partition }) => ({ topic, partition, offset: at.get(topic)! }))
    const takeNew = async (): Promise<Taken[]> => {
      const taken: Taken[] = []
      for (const place of places()) {
        const found = await log.read(place, batch)
        if (found.length === 0) continue
        taken.push(...found.map(take))
        at.set(place.topic, found.at(-1)!.offset + 1n)
        ahead.add(place.topic)
      }
      return taken
    }
    while (!signal.aborted) {
      const taken = await takeNew()
      if (taken.length === 0) {
        if (!(await arrivals.next(places(), ahead.size > 0 ? lazyMs : null)))
          await commit({ events: [], records: [], state: [] })
        continue
      }
      const until = performance.now() + lingerMs
      while (taken.length < batch && taken.every(patient)) {
        const left = until - performance.now()
        if (left <= 0 || !(await arrivals.next(places(), left))) break
        taken.push(...(await takeNew()))
      }
      const decidedNow = await decideBatch(taken, signal)
      if (decidedNow.records.length > 0 || decidedNow.state.length > 0) await commit(decidedNow)
    }
  }

  const start = (partition: number, owned: readonly Ownership[]): void => {
    const stop = new AbortController()
    const previous = laps.get(partition)?.done ?? Promise.resolve()
    const done = previous
      .then(() => work(owned, stop.signal))
      .catch(error => {
        // Fenced or stopped: the new owner goes on from what was committed.
        if (!stop.signal.aborted && !isTurnstreamError(error, 'LOG_FENCED') && !isTurnstreamError(error, 'LOG_CLOSED'))
          onTrouble(error)
      })
    laps.set(partition, { stop, done })
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

/** Marks the outputs of a duplicate input; never leaves this file. */
const duplicate = Symbol('duplicate')
