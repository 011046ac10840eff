import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { type States, step } from '../runtime/decide.ts'
import { compareRecords, type Difference } from './compare.ts'
import type { Decided } from './decided.ts'
import { type Found, notRecorded, undecodable, where } from './found.ts'
import { type Passed, type UnexpectedOptions, unexpected } from './unexpected.ts'
import { versionsIn } from './versions.ts'

export interface AgainOptions extends UnexpectedOptions {
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

/**
 * Decides the inputs of one key again and compares what comes out with what was recorded. The state goes on from the
 * recorded journal, so that one difference does not cascade.
 */
export const decideAgain = (options: AgainOptions, decided: readonly Decided[]): Again => {
  const { decode, decider, fromMs, toMs, claim } = options
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
    for (const output of outputs) claim(output)
    const compared = input.timeMs >= fromMs && input.timeMs < toMs
    const journalled = decider.journal.includes(input.type)
    if (outputs.some(({ topic }) => topic === 'dead.letters')) {
      dead++
      continue
    }
    if (outputs.length === 0) {
      if (!journalled) {
        if (compared) idle.push({ input, record })
        continue
      }
      if (compared) {
        inputs++
        // Its place in the journal tells the state that it met, but nothing tells the views.
        const found = unexpected(options, [{ state, by: [] }], input, record)
        if (found) differences.push({ processor: decider.name, input: input.id, timeMs: input.timeMs, ...found })
      }
      state = decider.evolve(state, input)
      passed.push({ state, by: [input.id] })
      continue
    }
    const damaged = outputs.flatMap(output => undecodable(decode, output) ?? [])
    const recorded = outputs.filter(output => undecodable(decode, output) === null).map(decode)
    if (compared) {
      inputs++
      events += outputs.length
      // What rests on a record that cannot be read cannot be decided again either.
      const all = damaged.length > 0 ? damaged : differencesOf(options, state, input, record, recorded, outputs)
      for (const found of all)
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
  let state = before
  const states: States<unknown> = {
    get: () => state,
    set: (_key, next) => {
      state = next
    },
  }
  let again: readonly DomainEvent[]
  try {
    const at = versions ? views.at(versions) : views.current()
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
