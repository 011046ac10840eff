import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, Position, StoredRecord } from '../../processors/ports/log.ts'
import type { Views } from '../../processors/views.ts'
import type { TopicName } from '../../schemas/types.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord } from '../../topics/wire.ts'
import { type AnyDecider, type States, step } from '../runtime/decide.ts'
import { createFacts } from '../runtime/facts.ts'
import type { ViewTail } from '../runtime/views.ts'
import { compareRecords, type Difference } from './compare.ts'

export interface VerifyOptions {
  readonly log: EventLog & EventIndex
  readonly views: ViewTail
  readonly deciders: readonly AnyDecider[]
  readonly partitions: number
  /** Inputs before are folded, not compared. */
  readonly fromMs: number
  /** Inputs at or after are neither. */
  readonly toMs: number
  /** Also compares each folded state with the one the log keeps; only for a log that nobody writes meanwhile. */
  readonly states?: boolean
  readonly onProgress?: (done: number, total: number) => void
}

export interface Verification {
  readonly identical: boolean
  readonly inputs: number
  /** Events decided again. */
  readonly events: number
  readonly byProcessor: Readonly<Record<string, { inputs: number; events: number; differences: number }>>
  /** Inputs that lie in dead.letters, and records that do not decode. */
  readonly dead: number
  readonly undecodable: number
  readonly differences: number
  /** In event time, at most 20. */
  readonly first: readonly Difference[]
  readonly durationMs: number
}

/** Where an event lies; records are read again when they are needed, so that memory does not grow with their size. */
interface Place extends Position {
  readonly id: string
}

/** An input of a decider, and what the log says it led to. */
interface Decided {
  readonly input: Place
  readonly outputs: readonly Place[]
}

const batch = 1_000

/**
 * Decides every recorded input again, from the log alone, and compares each output byte by byte with the recorded one. A
 * decider's state is folded from its journal, in the order in which the journal has it. An input that led to nothing must
 * decide nothing in at least one state that its key went through. No model is called; none is even at hand.
 */
export const verify = async (options: VerifyOptions): Promise<Verification> => {
  const { log, views, deciders, partitions, fromMs, toMs, onProgress = () => undefined } = options
  const started = performance.now()
  const facts = createFacts(log)
  const found: Difference[] = []
  const byProcessor: Record<string, { inputs: number; events: number; differences: number }> = {}
  let inputs = 0
  let events = 0
  let dead = 0
  const undecodable = new Set<string>()

  const partitionsOfDecider = (decider: AnyDecider): number => partitionsOf(findTopic(decider.inputs[0]!)!, partitions)
  // What a decider has not taken yet beside a running server is left out. Read before anything else: the outputs of all
  // that lies below are on the log.
  let total = 0
  const taken = new Map<string, bigint>()
  for (const decider of deciders)
    for (const topic of decider.inputs)
      for (const partition of numbers(partitionsOfDecider(decider))) {
        const { next } = await log.progress(decider.name, { topic, partition })
        taken.set(`${decider.name}/${topic}/${partition}`, next)
        total += Number(next - (await log.begin({ topic, partition })))
      }
  let done = 0

  const decode = (record: StoredRecord): DomainEvent | null => {
    try {
      return fromRecord(record)
    } catch {
      undecodable.add(`${record.topic}/${record.partition}@${record.offset}`)
      return null
    }
  }

  const scan = async (
    topic: string,
    partition: number,
    visit: (record: StoredRecord) => void | Promise<void>,
  ): Promise<void> => {
    for (let offset = await log.begin({ topic, partition }); ; ) {
      const records = await log.read({ topic, partition, offset }, batch)
      if (records.length === 0) return
      offset = records.at(-1)!.offset + 1n
      for (const record of records) await visit(record)
    }
  }
  const inputsOf = async (
    decider: AnyDecider,
    partition: number,
    visit: (record: StoredRecord, event: DomainEvent) => void | Promise<void>,
  ): Promise<void> => {
    for (const topic of decider.inputs) {
      const end = taken.get(`${decider.name}/${topic}/${partition}`)!
      await scan(topic, partition, async record => {
        if (record.offset >= end) return
        if (++done % batch === 0) onProgress(done, total)
        const event = decode(record)
        if (event && decider.reactsTo.includes(event.type)) await visit(record, event)
      })
    }
  }
  const made = (decider: AnyDecider, record: StoredRecord): boolean =>
    record.topic === 'dead.letters'
      ? record.headers.ce_source === decider.name
      : owns(decider, record.headers.ce_source)

  /** A stateless decider is checked input by input; what an input led to is found under its subject. */
  const checkStateless = (decider: AnyDecider, partition: number): Promise<void> =>
    inputsOf(decider, partition, async record => {
      const outputs = log
        .ofSubject(record.headers.ce_subject ?? '')
        .filter(led => led.headers.ce_causationid === record.headers.ce_id && made(decider, led))
      await check(decider, [{ input: placeOf(record), outputs: outputs.map(placeOf) }])
    })

  /**
   * A decider with state is checked key by key, each key's inputs in the order in which its journal shows they were
   * decided. Its journal lies on the partition of its inputs, so what an input led to is found there by cause.
   */
  const checkStateful = async (decider: AnyDecider, partition: number): Promise<void> => {
    const led = new Map<string, Place[]>()
    for (const topic of [...decider.outputs, 'dead.letters'])
      for (const at of topic === 'dead.letters' ? numbers(partitions) : [partition])
        await scan(topic, at, record => {
          const cause = record.headers.ce_causationid
          if (cause !== undefined && made(decider, record)) led.set(cause, [...(led.get(cause) ?? []), placeOf(record)])
        })
    const keys = new Map<string, Decided[]>()
    await inputsOf(decider, partition, (record, event) => {
      const key = decider.stateKey?.(event) ?? event.key
      const decided = { input: placeOf(record), outputs: led.get(event.id) ?? [] }
      keys.set(key, [...(keys.get(key) ?? []), decided])
    })
    for (const [key, decided] of keys) {
      const folded = await check(decider, inOrder(decider, decided))
      if (options.states) await compareState(decider, key, folded, decided[0]!.input)
    }
  }

  const readAt = async (place: Place): Promise<StoredRecord> => (await log.read(place, 1))[0]!

  const compareState = async (decider: AnyDecider, key: string, folded: unknown, first: Place): Promise<void> => {
    const kept = await log.state(decider.name, key)
    const recorded = kept === null ? JSON.stringify(decider.initialState()) : Buffer.from(kept).toString()
    const decided = JSON.stringify(folded ?? decider.initialState())
    if (recorded === decided) return
    byProcessor[decider.name]!.differences++
    const place = { topic: first.topic, partition: first.partition, offset: String(first.offset) }
    found.push({
      processor: decider.name,
      input: first.id,
      timeMs: 0,
      event: `state of ${key}`,
      ...place,
      field: 'state',
      recorded,
      decided,
    })
  }

  /** Returns the state that the journal of these inputs folds to. */
  const check = async (decider: AnyDecider, decided: readonly Decided[]): Promise<unknown> => {
    const counts = byProcessor[decider.name]!
    let state: unknown = decider.initialState()
    const states: States<unknown> = {
      get: () => state,
      set: (_key, next) => {
        state = next
      },
    }
    const idle: { input: DomainEvent; record: StoredRecord }[] = []
    const passed: unknown[] = [state]
    const differ = (input: DomainEvent, difference: Omit<Difference, 'processor' | 'input' | 'timeMs'>): void => {
      counts.differences++
      found.push({ processor: decider.name, input: input.id, timeMs: input.timeMs, ...difference })
    }

    for (const { input: place, outputs: places } of decided) {
      const record = await readAt(place)
      const outputs = await Promise.all(places.map(readAt))
      const input = fromRecord(record)
      if (input.timeMs >= toMs) continue
      const compared = input.timeMs >= fromMs
      if (outputs.some(({ topic }) => topic === 'dead.letters')) {
        dead++
        continue
      }
      const recorded = outputs.map(decode)
      if (recorded.includes(null)) continue
      if (outputs.length === 0 && !decider.journal.includes(input.type)) {
        if (compared) idle.push({ input, record })
        continue
      }
      const before = state
      const versions = versionsIn(recorded as DomainEvent[])
      const decideAgain = (): readonly DomainEvent[] => {
        const at = versions ? views.at(versions) : views.current()
        return step(decider, states, input, decider.recall(recorded as DomainEvent[], input, facts, at), at)
      }
      let again: readonly DomainEvent[] = []
      let failure: unknown = null
      try {
        again = decideAgain()
      } catch (error) {
        failure = error
      }
      if (compared) {
        counts.inputs++
        counts.events += outputs.length
        if (failure !== null) {
          differ(input, {
            event: outputs[0]?.headers.ce_id ?? input.id,
            ...where(outputs[0] ?? record),
            field: 'threw',
            recorded: null,
            decided: String(failure),
          })
        } else {
          for (const event of again) {
            const match = outputs.find(({ headers }) => headers.ce_id === event.id)
            if (!match) {
              differ(input, {
                event: event.id,
                topic: '',
                partition: record.partition,
                offset: null,
                field: 'unexpected',
                recorded: null,
                decided: event.type,
              })
              continue
            }
            const difference = compareRecords(match, event, partitions)
            if (difference) differ(input, { event: event.id, ...where(match), ...difference })
          }
          for (const output of outputs)
            if (!again.some(({ id }) => id === output.headers.ce_id))
              differ(input, {
                event: output.headers.ce_id ?? '',
                ...where(output),
                field: 'missing',
                recorded: output.headers.ce_type,
                decided: null,
              })
        }
      }
      // The recorded journal goes on as it was recorded, so that one difference does not cascade.
      state = before
      if (decider.journal.includes(input.type)) state = decider.evolve(state, input)
      for (const event of recorded as DomainEvent[])
        if (decider.journal.includes(event.type)) state = decider.evolve(state, event)
      passed.push(state)
    }

    for (const { input, record } of idle) {
      counts.inputs++
      const silent = (at: unknown, under: Views): boolean => {
        try {
          return decider.decide(at, input, decider.recall([], input, facts, under), under).length === 0
        } catch {
          return false
        }
      }
      const tables = [views.asOf(input.timeMs), views.current()]
      if (passed.some(at => tables.some(under => silent(at, under)))) continue
      const event = decider.decide(passed.at(-1), input, decider.recall([], input, facts, tables[0]!), tables[0]!)[0]
      // A duplicate of a turn decides what its first copy has decided.
      if (event && log.has(event.id)) continue
      differ(input, {
        event: event?.id ?? input.id,
        ...where(record),
        offset: null,
        field: 'unexpected',
        recorded: null,
        decided: event?.type,
      })
    }
    return state
  }

  for (const decider of deciders) {
    byProcessor[decider.name] = { inputs: 0, events: 0, differences: 0 }
    for (const partition of numbers(partitionsOfDecider(decider)))
      await (decider.journal.length > 0 ? checkStateful : checkStateless)(decider, partition)
  }
  for (const counts of Object.values(byProcessor)) {
    inputs += counts.inputs
    events += counts.events
  }
  found.sort((a, b) => a.timeMs - b.timeMs)
  return {
    identical: found.length === 0,
    inputs,
    events,
    byProcessor,
    dead,
    undecodable: undecodable.size,
    differences: found.length,
    first: found.slice(0, 20),
    durationMs: performance.now() - started,
  }
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)

const placeOf = ({ topic, partition, offset, headers }: StoredRecord): Place => ({
  topic,
  partition,
  offset,
  id: headers.ce_id ?? '',
})

/** Two deciders write cache.entries and two chat.answers; an event says who made it. */
const owns = (decider: AnyDecider, source: string | undefined): boolean =>
  source === decider.name || (source !== undefined && decider.name.startsWith(`${source}-`))

const where = ({ topic, partition, offset }: StoredRecord): { topic: string; partition: number; offset: string } => ({
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

/**
 * The order in which a key's inputs were decided. One input topic has an order of its own. Of several, only the journal
 * tells: by the place of what they led to where that lies on a common topic, else by input topic, as `inputs` names them
 * from cause to consequence. Inputs that led to nothing left no trace of their place, and come last.
 */
const inOrder = (decider: AnyDecider, decided: readonly Decided[]): readonly Decided[] => {
  if (decider.inputs.length === 1) return decided
  const rank = ({ input }: Decided): number => decider.inputs.indexOf(input.topic as TopicName)
  const compare = (a: Decided, b: Decided): number => {
    for (const { topic, offset } of a.outputs) {
      const other = b.outputs.find(output => output.topic === topic)
      if (other) return offset < other.offset ? -1 : 1
    }
    return rank(a) - rank(b) || (a.input.offset < b.input.offset ? -1 : 1)
  }
  const led = decided.filter(({ outputs }) => outputs.length > 0)
  return [...led.sort(compare), ...decided.filter(({ outputs }) => outputs.length === 0)]
}
