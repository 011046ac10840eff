import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Position, StoredRecord } from '../../processors/ports/log.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import { isErased, isRedacted } from '../privacy/seal.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import { createDecodedEvents } from '../runtime/decoded.ts'
import { createFacts } from '../runtime/facts.ts'
import type { ViewTail } from '../runtime/views.ts'
import { decideAgain } from './again.ts'
import { type Bundle, bundleOf, conversations, keys, type Log } from './bundles.ts'
import { type Difference, partitionDifference } from './compare.ts'
import { byCause, type DecidedKey, decidedBy } from './decided.ts'
import { where } from './found.ts'
import { rowOf } from './unclaimed.ts'
import { createVisited } from './visited.ts'

/** One decider's share of the work, or that of all deciders that follow turns. */
export interface Part {
  /** Null: every decider whose inputs are keyed by conversation, turn by turn. */
  readonly decider: string | null
  readonly partition: number
}

export interface Counts {
  readonly inputs: number
  readonly events: number
  readonly differences: number
}

export interface PartResult {
  readonly byProcessor: Readonly<Record<string, Counts>>
  readonly dead: number
  /** Turns of people who were erased. */
  readonly redacted: number
  /** Places of records that do not decode. */
  readonly undecodable: readonly string[]
  readonly found: readonly Difference[]
  /** Records that the inputs have led to, a bit for each offset, by partition. */
  readonly claimed: ReadonlyMap<string, Uint8Array>
}

export interface PartOptions {
  readonly log: Log
  readonly views: Pick<ViewTail, 'at' | 'asOf' | 'current'>
  readonly deciders: readonly AnyDecider[]
  /** The first offset that a decider has not taken yet, by `placeOf`: the outputs of all below are on the log. */
  readonly taken: ReadonlyMap<string, bigint>
  readonly partitions: number
  readonly fromMs: number
  readonly toMs: number
  readonly states: boolean
  /** Inputs read, counted once for each decider. */
  readonly onRead: (inputs: number) => void
}

export const placeOf = (decider: string, topic: string, partition: number): string => `${decider}/${topic}/${partition}`

/** Then the event loop has its turn: other threads wait for a word from the one that shares out the work. */
const bundlesInOneGo = 50

const followsTurns = ({ inputs }: AnyDecider): boolean =>
  inputs.every(topic => findTopic(topic)!.key === 'conversation')

/** Parts that together decide all that these deciders have decided. */
export const partsOf = (deciders: readonly AnyDecider[], partitions: number): readonly Part[] => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
  const turns = numbers(partitions).map(partition => ({ decider: null, partition }))
  const others = deciders
    .filter(decider => !followsTurns(decider))
    .flatMap(({ name, inputs }) =>
      numbers(partitionsOf(findTopic(inputs[0]!)!, partitions)).map(partition => ({ decider: name, partition })),
    )
  return [...turns, ...others]
}

/** Decides one part again and compares it with what was recorded. */
export const verifyPart = async (options: PartOptions, part: Part): Promise<PartResult> => {
  const { log, taken, states, onRead } = options
  const deciders = options.deciders.filter(each =>
    part.decider === null ? followsTurns(each) : each.name === part.decider,
  )
  const decoded = createDecodedEvents()
  const counts = new Map(deciders.map(({ name }) => [name, { inputs: 0, events: 0, differences: 0 }]))
  const found: Difference[] = []
  const undecodable = new Set<string>()
  const visited = createVisited()
  const claimed = createVisited()
  const claim = (output: StoredRecord): void => claimed.add(rowOf(output), output.offset)
  let dead = 0
  let redacted = 0

  const decidedOf = (name: string, topic: string): bigint => taken.get(placeOf(name, topic, part.partition)) ?? 0n
  const topics = [...new Set(deciders.flatMap(({ inputs }) => inputs))]
  const ends = new Map(
    topics.map(topic => [
      topic as string,
      deciders.map(({ name }) => decidedOf(name, topic)).reduce((a, b) => (a > b ? a : b)),
    ]),
  )

  /** What a decider has made is compared where it was made; only what comes from outside is told of as an input. */
  const made = new Set<string>(options.deciders.flatMap(({ outputs }) => outputs))
  const checkPlace = (decider: AnyDecider, record: StoredRecord): void => {
    const { timestampMs: timeMs, headers } = record
    const difference = partitionDifference(record, options.partitions)
    if (!difference || timeMs < options.fromMs || timeMs >= options.toMs) return
    const id = headers.ce_id!
    counts.get(decider.name)!.differences++
    found.push({ processor: decider.name, input: id, timeMs, event: id, ...where(record), ...difference })
  }

  /** How far each decider has come on each of its topics. */
  const reached = new Map(
    deciders.map(({ name, inputs }) => [name, new Map<string, bigint>(inputs.map(at => [at, decidedOf(name, at)]))]),
  )
  const inputsOf = (decider: AnyDecider, bundle: Bundle): StoredRecord[] => {
    const until = reached.get(decider.name)!
    return bundle.filter(record => {
      const { topic, partition, offset } = record
      const end = partition === part.partition ? until.get(topic) : undefined
      if (end === undefined || offset >= end) return false
      onRead(1)
      try {
        const reacts = decider.reactsTo.includes(decoded.decode(record).type)
        if (reacts && !made.has(topic)) checkPlace(decider, record)
        return reacts
      } catch {
        undecodable.add(`${topic}/${partition}@${offset}`)
        return false
      }
    })
  }

  const compare = async (
    decider: AnyDecider,
    { key, decided }: DecidedKey,
    local: ReadonlyMap<string, StoredRecord>,
  ) => {
    // What was decided on texts that nobody can read any more cannot be decided again: it is told from what differs.
    let rests = decided.some(({ input, outputs }) => isRedacted(input) || outputs.some(isRedacted))
    const find = (id: string): StoredRecord | null => {
      const record = local.get(id) ?? log.find(id)
      rests ||= record !== null && isRedacted(record)
      return record
    }
    const facts = createFacts({ find }, decoded)
    const index = { find, has: log.has }
    const all = decideAgain({ ...options, index, decode: decoded.decode, facts, decider, claim }, decided)
    const again = rests ? { ...all, differences: [] } : all
    const state = states && !rests ? await stateDifference(log, decider, key, again.state, decided[0]!.input) : []
    const count = counts.get(decider.name)!
    count.inputs += again.inputs
    count.events += again.events
    count.differences += again.differences.length + state.length
    dead += again.dead
    found.push(...again.differences, ...state)
  }

  const inRange = ({ timestampMs }: StoredRecord): boolean =>
    timestampMs >= options.fromMs && timestampMs < options.toMs
  let bundles = 0
  const verifyBundle = async (bundle: Bundle): Promise<void> => {
    if (++bundles % bundlesInOneGo === 0) await nextTurn()
    for (const record of bundle) {
      const { topic, partition, offset } = record
      if (partition !== part.partition || !ends.has(topic)) continue
      visited.add(topic, offset)
      if (topic === 'chat.turns' && part.decider === null && isErased(record) && inRange(record)) redacted++
    }
    const led = byCause(bundle)
    const local = new Map(bundle.map(record => [record.headers.ce_id!, record]))
    // Within a topic, a conversation's inputs were decided in the order of their offsets.
    const inOrder = [...bundle].sort((a, b) => (a.offset < b.offset ? -1 : 1))
    for (const decider of deciders)
      for (const key of decidedBy(decider, inputsOf(decider, inOrder), led, decoded)) await compare(decider, key, local)
  }

  if (part.decider === null) {
    for await (const bundle of conversations(log, part.partition, ends.get('chat.turns') ?? 0n, decoded))
      await verifyBundle(bundle)
    // What no turn leads to is looked at too: it may be damaged, or of a turn that is not on the log.
    for (const [topic, end] of ends)
      for (const offset of visited.missing(topic, await log.begin({ topic, partition: part.partition }), end)) {
        const [record] = await log.read({ topic, partition: part.partition, offset }, 1)
        // Where offsets have gaps, reading goes on behind them, at a record that a turn may lead to.
        if (record?.offset === offset) await verifyBundle(strayBundle(log, record))
      }
  } else {
    for (const decider of deciders)
      for await (const bundle of keys(log, decider, part.partition, ends, options.partitions))
        await verifyBundle(bundle)
  }
  const byProcessor = Object.fromEntries(counts)
  return { byProcessor, dead, redacted, undecodable: [...undecodable], found, claimed: claimed.rows }
}

/** What belongs to a record that no turn leads to; nothing where it is a duplicate. */
const strayBundle = (log: Log, record: StoredRecord): Bundle => {
  const { ce_id: id, ce_subject: subject } = record.headers
  const bundle = subject ? bundleOf(log, subject) : []
  const known = bundle.find(({ headers }) => headers.ce_id === id)
  if (!known) return [record]
  return known.topic === record.topic && known.partition === record.partition && known.offset === record.offset
    ? bundle
    : []
}

const stateDifference = async (
  log: Log,
  decider: AnyDecider,
  key: string,
  folded: unknown,
  { topic, partition, offset }: Position,
): Promise<readonly Difference[]> => {
  if (decider.journal.length === 0) return []
  const kept = await log.state(decider.name, key)
  const recorded = kept === null ? JSON.stringify(decider.initialState()) : Buffer.from(kept).toString()
  const decided = JSON.stringify(folded ?? decider.initialState())
  if (recorded === decided) return []
  const place = { topic, partition, offset: String(offset) }
  return [
    {
      processor: decider.name,
      input: key,
      timeMs: 0,
      event: `state of ${key}`,
      ...place,
      field: 'state',
      recorded,
      decided,
    },
  ]
}
