import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, StoredRecord } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import type { ViewTail } from '../runtime/views.ts'
import { compareRecords } from './compare.ts'
import { type Found, notRecorded, undecodable, where } from './found.ts'
import { versionsIn } from './versions.ts'

export interface UnexpectedOptions {
  readonly index: Pick<EventIndex, 'find' | 'has'>
  readonly decode: (record: StoredRecord) => DomainEvent
  readonly facts: Facts
  readonly views: Pick<ViewTail, 'at' | 'asOf' | 'current'>
  readonly decider: AnyDecider
  readonly partitions: number
  /** Called with each record that an input has led to, or was meant to lead to. */
  readonly claim: (output: StoredRecord) => void
}

/** A state that a key went through, with the events that led to it. */
export interface Passed {
  readonly state: unknown
  readonly by: readonly string[]
}

type AsRecorded = (event: DomainEvent, recorded: DomainEvent) => DomainEvent

/**
 * An input that led to nothing left no trace of when it was decided: it must decide nothing in at least one of the states
 * that its key went through, under the views of its time or the present ones. Null where it does.
 */
export const unexpected = (
  options: UnexpectedOptions,
  passed: readonly Passed[],
  input: DomainEvent,
  record: StoredRecord,
): Found | null => {
  const { facts, views, decider } = options
  const decideIn = (
    state: unknown,
    tables: () => Views,
    recorded: readonly DomainEvent[] = [],
  ): readonly DomainEvent[] | null => {
    try {
      const under = tables()
      return decider.decide(state, input, decider.recall(recorded, input, facts, under), under)
    } catch {
      return null
    }
  }
  const either = new Set([views.asOf(input.timeMs), views.current()])
  // What a journal event has caused was decided after it.
  const since = Math.max(
    0,
    passed.findIndex(({ by }) => input.cause !== null && by.includes(input.cause)),
  )
  let events: readonly DomainEvent[] | null = null
  for (const { state } of passed.slice(since))
    for (const under of either) {
      const decided = decideIn(state, () => under)
      if (decided?.length === 0) return null
      events = decided ?? events
    }
  if (!events) return { event: input.id, ...where(record), field: 'threw', recorded: null, decided: null }
  const last = passed.at(-1)?.state
  /** As it is under the views, and with what was gathered, that its record names. */
  const asRecorded: AsRecorded = (event, recorded) => {
    const versions = versionsIn([recorded])
    const again = versions && decideIn(last, () => views.at(versions), [recorded])
    return again?.find(({ id }) => id === event.id) ?? event
  }
  const found = events.map(event => elsewhere(options, event, input, record, asRecorded))
  return found.find(each => each !== null) ?? null
}

/** What is wrong with an event that was not found beside its input; null where it lies elsewhere for a good reason. */
const elsewhere = (
  { index, decode, partitions, claim }: UnexpectedOptions,
  event: DomainEvent,
  input: DomainEvent,
  record: StoredRecord,
  asRecorded: AsRecorded,
): Found | null => {
  const known = index.find(event.id)
  if (!known) return notRecorded(event, record)
  const cause = known.headers.ce_causationid
  // A duplicate of an input decides what its first copy has decided.
  if (cause !== undefined && cause !== input.id && index.has(cause)) return null
  claim(known)
  const damaged = undecodable(decode, known)
  if (damaged) return damaged
  const difference = compareRecords(known, asRecorded(event, decode(known)), partitions)
  return difference && { event: event.id, ...where(known), ...difference }
}
