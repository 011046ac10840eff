import type { StoredRecord } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { type AnyDecider, stateKeyOf } from '../runtime/decide.ts'
import type { DecodedEvents } from '../runtime/decoded.ts'

/** An input of a decider, and what it led to. */
export interface Decided {
  readonly input: StoredRecord
  readonly outputs: readonly StoredRecord[]
}

/** Inputs that share a state, in the order in which they were decided. */
export interface DecidedKey {
  readonly key: string
  readonly decided: readonly Decided[]
}

/**
 * The order in which a key's inputs were decided. One input topic has an order of its own. Of several, only the journal
 * tells: by the place of what they led to where that lies on a common topic, else by input topic, as `inputs` names them
 * from cause to consequence. Inputs that led to nothing left no trace of their place, and come last.
 */
const inOrder = (decider: AnyDecider, decided: readonly Decided[]): readonly Decided[] => {
  if (decider.inputs.length === 1 || decided.length === 1) return decided
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

/** Whether a decider made a record. Two deciders write cache.entries and two chat.answers; an event says who made it. */
export const madeBy = (decider: AnyDecider, { topic, headers }: StoredRecord): boolean => {
  const source = headers.ce_source
  if (topic === 'dead.letters') return source === decider.name
  const owns = source === decider.name || (source !== undefined && decider.name.startsWith(`${source}-`))
  return owns && (decider.outputs as readonly string[]).includes(topic)
}

/** Records that may have led to something, by the id of their cause. */
export const byCause = (records: Iterable<StoredRecord>): ReadonlyMap<string, readonly StoredRecord[]> => {
  const led = new Map<string, StoredRecord[]>()
  for (const record of records) {
    const cause = record.headers.ce_causationid
    if (cause === undefined) continue
    const known = led.get(cause)
    if (known) known.push(record)
    else led.set(cause, [record])
  }
  return led
}

/** What a decider has decided of these inputs, by key. Outputs are found by cause: they name the input that led to them. */
export const decidedBy = (
  decider: AnyDecider,
  inputs: readonly StoredRecord[],
  led: ReadonlyMap<string, readonly StoredRecord[]>,
  { decode }: Pick<DecodedEvents, 'decode'>,
): readonly DecidedKey[] => {
  const keys = new Map<string, Decided[]>()
  for (const input of inputs) {
    const event = decode(input)
    // Without a state each input stands by itself.
    const key = decider.journal.length > 0 ? stateKeyOf(decider, event) : event.id
    const outputs = (led.get(event.id) ?? []).filter(record => madeBy(decider, record))
    const known = keys.get(key)
    if (known) known.push({ input, outputs })
    else keys.set(key, [{ input, outputs }])
  }
  return [...keys].map(([key, decided]) => ({ key, decided: inOrder(decider, decided) }))
}
