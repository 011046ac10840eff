import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, Position, StoredRecord } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord } from '../../topics/wire.ts'
import { type AnyDecider, stateKeyOf } from '../runtime/decide.ts'

/** An input of a decider, and where the log has what it led to. Records are read again when they are needed. */
export interface Decided {
  readonly input: Position
  readonly outputs: readonly Position[]
}

/** Inputs that share a state, in the order in which they were decided. */
export interface DecidedKey {
  readonly key: string
  readonly decided: readonly Decided[]
}

export interface DecidedOptions {
  readonly log: EventLog & EventIndex
  readonly decider: AnyDecider
  /** Partitions of keyed topics. */
  readonly partitions: number
  /** The first offset that the decider has not taken yet. */
  readonly takenUpTo: (at: { topic: string; partition: number }) => bigint
  readonly onRead: () => void
  readonly onUndecodable: (record: StoredRecord) => void
}

const batch = 1_000

export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)

export const inputPartitions = (decider: AnyDecider, partitions: number): readonly number[] =>
  numbers(partitionsOf(findTopic(decider.inputs[0]!)!, partitions))

/** What a decider has decided, by key. Outputs are found by cause: they name the input that led to them. */
export const decidedBy = async function* (options: DecidedOptions): AsyncGenerator<DecidedKey> {
  for (const partition of inputPartitions(options.decider, options.partitions))
    yield* options.decider.journal.length > 0 ? withState(options, partition) : withoutState(options, partition)
}

const scan = async function* (log: EventLog, topic: string, partition: number): AsyncGenerator<StoredRecord> {
  for (let offset = await log.begin({ topic, partition }); ; ) {
    const records = await log.read({ topic, partition, offset }, batch)
    if (records.length === 0) return
    offset = records.at(-1)!.offset + 1n
    yield* records
  }
}

const inputsOf = async function* (
  { log, decider, takenUpTo, onRead, onUndecodable }: DecidedOptions,
  partition: number,
): AsyncGenerator<{ record: StoredRecord; event: DomainEvent }> {
  for (const topic of decider.inputs) {
    const end = takenUpTo({ topic, partition })
    for await (const record of scan(log, topic, partition)) {
      if (record.offset >= end) break
      onRead()
      let event: DomainEvent
      try {
        event = fromRecord(record)
      } catch {
        onUndecodable(record)
        continue
      }
      // A record that arrived again is a duplicate: only the first under its id was decided.
      const first = log.find(event.id)
      if (first && (first.partition !== partition || first.topic !== topic || first.offset !== record.offset)) continue
      if (decider.reactsTo.includes(event.type)) yield { record, event }
    }
  }
}

/** Each input by itself; what it led to shares its subject. */
const withoutState = async function* (options: DecidedOptions, partition: number): AsyncGenerator<DecidedKey> {
  for await (const { record, event } of inputsOf(options, partition)) {
    const outputs = options.log
      .ofSubject(event.subject)
      .filter(led => led.headers.ce_causationid === event.id && madeBy(options.decider, led))
    yield { key: event.id, decided: [{ input: placeOf(record), outputs: outputs.map(placeOf) }] }
  }
}

/** Key by key. The journal lies on the partition of the inputs, so one pass over it finds what each input led to. */
const withState = async function* (options: DecidedOptions, partition: number): AsyncGenerator<DecidedKey> {
  const { log, decider, partitions } = options
  const led = new Map<string, Position[]>()
  const note = (record: StoredRecord): void => {
    const cause = record.headers.ce_causationid
    if (cause === undefined || !madeBy(decider, record)) return
    const places = led.get(cause)
    if (places) places.push(placeOf(record))
    else led.set(cause, [placeOf(record)])
  }
  for (const topic of decider.outputs) for await (const record of scan(log, topic, partition)) note(record)
  for (const at of numbers(partitions)) for await (const record of scan(log, 'dead.letters', at)) note(record)

  const keys = new Map<string, Decided[]>()
  for await (const { record, event } of inputsOf(options, partition)) {
    const key = stateKeyOf(decider, event)
    const decided = { input: placeOf(record), outputs: led.get(event.id) ?? [] }
    const known = keys.get(key)
    if (known) known.push(decided)
    else keys.set(key, [decided])
  }
  for (const [key, decided] of keys) yield { key, decided: inOrder(decider, decided) }
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

/** Two deciders write cache.entries and two chat.answers; an event says who made it. */
const madeBy = (decider: AnyDecider, { topic, headers }: StoredRecord): boolean => {
  const source = headers.ce_source
  if (topic === 'dead.letters') return source === decider.name
  const owns = source === decider.name || (source !== undefined && decider.name.startsWith(`${source}-`))
  return owns && (decider.outputs as readonly string[]).includes(topic)
}

const placeOf = ({ topic, partition, offset }: StoredRecord): Position => ({ topic, partition, offset })
