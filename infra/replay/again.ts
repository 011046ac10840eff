import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, StoredRecord } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import { type AnyDecider, type States, step } from '../runtime/decide.ts'
import type { ViewTail } from '../runtime/views.ts'
import { compareRecords, type Difference } from './compare.ts'
import type { Decided } from './decided.ts'

export interface AgainOptions {
  readonly index: Pick<EventIndex, 'has'>
  readonly decode: (record: StoredRecord) => DomainEvent
  readonly facts: Facts
  readonly views: Pick<ViewTail, 'at' | 'asOf' | 'current'>
  readonly decider: AnyDecider
  readonly partitions: number
  /** Inputs before `fromMs`, and at or after `toMs`, are folded and not compared. */
  readonly fromMs: number
  readonly toMs: number
}

export interface Again {
  readonly inputs: number
  readonly events: number
  /** Inputs that lie in dead.letters. */
  readonly dead: number
  readonly differences: readonly Difference[]
  /** What the recorded journal folds to. */
  readonly state: unknown
}

interface Passed {
  readonly state: unknown
  readonly by: readonly string[]
}

type Found = Omit<Difference, 'processor' | 'input' | 'timeMs'>

/**
 * Decides the inputs of one key again and compares what comes out with what was recorded. The state goes on from the
 * recorded journal, so that one difference does not cascade.
 */
export const decideAgain = (options: AgainOptions, decided: readonly Decided[]): Again => {
  const { decode, decider, fromMs, toMs } = options
  const differences: Difference[] = []
  let inputs = 0
  let events = 0
  let dead = 0
  let state: unknown = decider.initialState()
  /** States that the key went through, with the events that led to each. */
  const passed: Passed[] = [{ state, by: [] }]
  const idle: { input: DomainEvent; record: StoredRecord }[] = []

  for (const { input: record, outputs } of decided) {
    const input = decode(record)
    const compared = input.timeMs >= fromMs && input.timeMs < toMs
    const journalled = decider.journal.includes(input.type)
    if (outputs.some(({ topic }) => topic === 'dead.letters')) {
      dead++
      continue
    }
    if (outputs.length === 0 && !journalled) {
      if (compared) idle.push({ input, record })
      continue
    }
    const recorded = outputs.map(decode)
    if (compared) {
      inputs++
      events += outputs.length
      for (const found of differencesOf(options, state, input, record, recorded, outputs))
        differences.push({ processor: decider.name, input: input.id, timeMs: input.timeMs, ...found })
    }
    if (journalled) state = decider.evolve(state, input)
    for (const event of recorded) if (decider.journal.includes(event.type)) state = decider.evolve(state, event)
    passed.push({ state, by: [input.id, ...recorded.map(({ id }) => id)] })
  }
  for (const { input, record } of idle) {
    inputs++
    const found = unexpected(options, passed, input, record)
    if (found) differences.push({ processor: decider.name, input: input.id, timeMs: input.timeMs, ...found })
  }
  return { inputs, events, dead, differences, state }
}

/** Decides one input again in the state it met, under the views it read. */
const differencesOf = (
  { facts, views, decider, partitions }: AgainOptions,
  before: unknown,
  input: DomainEvent,
  record: StoredRecord,
  recorded: readonly DomainEvent[],
  outputs: readonly StoredRecord[],
): readonly Found[] => {
  const versions = versionsIn(recorded)
  const at = versions ? views.at(versions) : views.current()
  let state = before
  const states: States<unknown> = {
    get: () => state,
    set: (_key, next) => {
      state = next
    },
  }
  let again: readonly DomainEvent[]
  try {
    again = step(decider, states, input, decider.recall(recorded, input, facts, at), at)
  } catch (error) {
    const place = where(outputs[0] ?? record)
    return [{ event: recorded[0]?.id ?? input.id, ...place, field: 'threw', recorded: null, decided: String(error) }]
  }
  const compared = again.flatMap((event): Found[] => {
    const match = outputs.find(({ headers }) => headers.ce_id === event.id)
    if (!match) return [notRecorded(event, record)]
    const difference = compareRecords(match, event, partitions)
    return difference ? [{ event: event.id, ...where(match), ...difference }] : []
  })
  const missing = outputs
    .filter(({ headers }) => !again.some(({ id }) => id === headers.ce_id))
    .map(output => ({
      event: output.headers.ce_id ?? '',
      ...where(output),
      field: 'missing',
      recorded: output.headers.ce_type,
      decided: null,
    }))
  return [...compared, ...missing]
}

/**
 * An input that led to nothing left no trace of when it was decided: it must decide nothing in at least one of the states
 * that its key went through, under the views of its time or the present ones.
 */
const unexpected = (
  { index, facts, views, decider }: AgainOptions,
  passed: readonly Passed[],
  input: DomainEvent,
  record: StoredRecord,
): Found | null => {
  const decideIn = (state: unknown, under: Views): readonly DomainEvent[] | null => {
    try {
      return decider.decide(state, input, decider.recall([], input, facts, under), under)
    } catch {
      return null
    }
  }
  const tables = [views.asOf(input.timeMs), views.current()]
  // What a journal event has caused was decided after it.
  const since = Math.max(
    0,
    passed.findIndex(({ by }) => input.cause !== null && by.includes(input.cause)),
  )
  let event: DomainEvent | undefined
  for (const { state } of passed.slice(since))
    for (const under of new Set(tables)) {
      const decided = decideIn(state, under)
      if (decided?.length === 0) return null
      event = decided?.[0] ?? event
    }
  // A duplicate of an input decides what its first copy has decided.
  if (event && index.has(event.id)) return null
  return event
    ? notRecorded(event, record)
    : { event: input.id, ...where(record), field: 'threw', recorded: null, decided: null }
}

const notRecorded = (event: DomainEvent, { partition }: StoredRecord): Found => ({
  event: event.id,
  topic: '',
  partition,
  offset: null,
  field: 'unexpected',
  recorded: null,
  decided: event.type,
})

const where = ({ topic, partition, offset }: StoredRecord): Pick<Difference, 'topic' | 'partition' | 'offset'> => ({
  topic,
  partition,
  offset: String(offset),
})

const versionsIn = (events: readonly DomainEvent[]): Views['versions'] | null => {
  for (const { data } of events) {
    if ('views' in data) return data.views
    if ('resolution' in data) return data.resolution.views
  }
  return null
}
