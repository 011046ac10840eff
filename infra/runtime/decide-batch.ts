import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, NewRecord, StateWrite, StoredRecord } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import { toRecord } from '../../topics/wire.ts'
import { orAborted } from '../embedding/or-aborted.ts'
import { deadLetter } from './dead-letter.ts'
import { type AnyDecider, type States, stateKeyOf, step } from './decide.ts'
import { isViewTopic, type ViewTail } from './views.ts'

export interface BatchOptions {
  readonly log: Pick<EventLog, 'state'>
  readonly index: Pick<EventIndex, 'has' | 'settled'>
  readonly decider: AnyDecider
  readonly facts: Facts
  readonly views: Pick<ViewTail, 'current' | 'at' | 'holds' | 'reached'>
  /** Partitions of keyed topics. */
  readonly partitions: number
}

/** A record that was taken from an input topic, decoded, or the reason why it cannot be. */
export type Taken =
  | { readonly record: StoredRecord; readonly input: DomainEvent }
  | { readonly record: StoredRecord; readonly error: unknown }

/** What a batch leads to: one commit. */
export interface Batch {
  readonly events: readonly DomainEvent[]
  /** The same events, encoded. */
  readonly records: readonly NewRecord[]
  readonly state: readonly StateWrite[]
}

type Ready =
  | { readonly record: StoredRecord; readonly input: DomainEvent; readonly views: Views; readonly gathered: unknown }
  | { readonly record: StoredRecord; readonly error: unknown }

export const retriable = (error: unknown): boolean => isTurnstreamError(error) && error.retriable

const again = retry(handleWhen(retriable), { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 20 }) })

/**
 * Decides a batch of inputs in order: gathers for all of them at once, outside any transaction, then steps through them
 * with the states as they were last committed. An input whose outputs are already on the log is a duplicate and decides
 * nothing; one that cannot be decoded, gathered for or decided leads to a dead letter. Rejects when the signal aborts.
 */
export const decideBatch = async (
  options: BatchOptions,
  batch: readonly Taken[],
  signal: AbortSignal,
): Promise<Batch> => {
  const { log, index, decider, partitions } = options
  const prepared = batch.map(taken => prepare(options, taken, signal))
  const waits = prepared.some(item => item instanceof Promise)
  const ready = ((waits ? await Promise.all(prepared) : prepared) as (Ready | null)[]).filter(item => item !== null)
  signal.throwIfAborted()

  const committed = new Map<string, unknown>()
  const load = async (item: Ready): Promise<Ready> => {
    if ('error' in item) return item
    const key = stateKeyOf(decider, item.input)
    if (committed.has(key)) return item
    try {
      const state = await log.state(decider.name, key)
      committed.set(key, state === null ? decider.initialState() : JSON.parse(Buffer.from(state).toString()))
      return item
    } catch (error) {
      if (retriable(error) || isTurnstreamError(error, 'LOG_CLOSED')) throw error
      return { record: item.record, error }
    }
  }

  const events: DomainEvent[] = []
  const records: NewRecord[] = []
  const changed = new Map<string, unknown>()
  const fresh = new Set<string>()
  for (const each of ready) {
    const item = decider.journal.length > 0 ? await load(each) : each
    // A step that fails leaves no trace in the state: the journal will not hold what it had folded.
    const folded = new Map<string, unknown>()
    const states: States<unknown> = {
      get: key => {
        const layer = [folded, changed, committed].find(states => states.has(key))
        return layer?.get(key) ?? decider.initialState()
      },
      set: (key, state) => void folded.set(key, state),
    }
    let outputs: readonly DomainEvent[]
    let encoded: readonly NewRecord[]
    try {
      if ('error' in item) throw item.error
      outputs = step(decider, states, item.input, item.gathered, item.views)
      if (outputs.some(({ id }) => fresh.has(id) || index.has(id))) continue
      encoded = outputs.map(event => toRecord(event, partitions))
    } catch (error) {
      folded.clear()
      outputs = [deadLetter(item.record, decider.name, error)]
      encoded = outputs.map(event => toRecord(event, partitions))
    }
    for (const { id } of outputs) fresh.add(id)
    events.push(...outputs)
    records.push(...encoded)
    for (const [key, state] of folded) changed.set(key, state)
  }
  const state = [...changed].map(([key, value]) => ({
    store: decider.name,
    key,
    value: value === null ? null : Buffer.from(JSON.stringify(value)),
  }))
  return { events, records, state }
}

/** Gathers for one input; null for what the decider does not react to. A promise only where the decider's gather gives one. */
const prepare = (options: BatchOptions, taken: Taken, signal: AbortSignal): Ready | null | Promise<Ready> => {
  const { decider, facts, index, views: tail } = options
  if ('error' in taken) return taken
  const { record, input } = taken
  if (!decider.reactsTo.includes(input.type)) return null
  if (isViewTopic(record.topic) && !tail.holds(record.topic, Number(record.offset)))
    // A change is decided on under views that hold it; they follow what is durable, and this has been read ahead.
    return tail
      .reached(record.topic, Number(record.offset), signal)
      .then(() => prepare(options, taken, signal) as Ready)
  const failed = (error: unknown): Ready => ({ record, error })
  const gather = (): Ready | Promise<Ready> => {
    const versions = decider.readsAt?.(input, facts)
    const views = versions ? tail.at(versions) : tail.current()
    const gathered = decider.gather(input, facts, views, signal)
    if (!(gathered instanceof Promise)) return { record, input, views, gathered }
    return gathered.then(gathered => ({ record, input, views, gathered }))
  }
  // Most gather without a wait and without a failure; only the others pay for what can be tried again.
  const first = attempt(gather)
  if (!('error' in first) && !(first.value instanceof Promise)) return first.value
  const once = async ({ attempt }: { readonly attempt: number }): Promise<Ready> => {
    if (attempt > 0) {
      // What it asked for may be on the log, and not found yet.
      await index.settled(signal)
      return gather()
    }
    if ('error' in first) throw first.error
    return first.value
  }
  // What is gathered for may take as long as a server is away: who stops does not wait for that.
  return orAborted(again.execute(once, signal), signal).catch(failed)
}

const attempt = <T>(work: () => T): { readonly value: T } | { readonly error: unknown } => {
  try {
    return { value: work() }
  } catch (error) {
    return { error }
  }
}
