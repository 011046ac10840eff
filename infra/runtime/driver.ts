import type { DomainEvent } from '../../processors/event.ts'
import type { NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import type { Effect, Facts } from '../../processors/processor.ts'
import { evolveViews, initialViews, type Views } from '../../processors/views.ts'
import type { TopicName } from '../../schemas/types.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { deadLetter } from './dead-letter.ts'
import { type AnyDecider, type States, step } from './decide.ts'
import { createFacts } from './facts.ts'

export interface DriverOptions {
  readonly deciders: readonly AnyDecider[]
  readonly effects?: readonly Effect[]
  /** Called with each event as it lands on its topic, before anyone reads it: where a read model folds. */
  readonly onEvent?: (event: DomainEvent) => void
  /** Which of the waiting inputs is taken next; 0 is the first. Draws from [0, n). Default: always the first. */
  readonly pick?: (n: number) => number
  readonly partitions?: number
}

export interface Driver {
  /** Appends an event and runs every processor until nothing is left to do. */
  send(...events: readonly DomainEvent[]): Promise<void>
  /** Appends raw bytes, as a foreign producer might. */
  sendRecord(record: NewRecord): Promise<void>
  /** What lies on a topic, in the order of arrival. */
  events(topic: TopicName): readonly DomainEvent[]
  facts: Facts
  views(): Views
}

/**
 * Runs a topology without a log, a broker or a clock: time is the time of the events that are sent. The same step as in
 * the runtime, one input at a time; with `pick` drawn from a seed, in any order that the topics allow.
 */
export const createDriver = (options: DriverOptions): Driver => {
  const { deciders, effects = [], onEvent = () => undefined, pick = () => 0, partitions = 4 } = options
  const topics = new Map<string, StoredRecord[]>()
  const byId = new Map<string, StoredRecord>()
  const facts = createFacts({ find: id => byId.get(id) ?? null })
  const positions = new Map<string, number>()
  const stores = new Map<string, Map<string, unknown>>()
  const history: Views[] = [initialViews]
  const views = (): Views => history.at(-1)!
  const signal = new AbortController().signal

  const land = (record: NewRecord): void => {
    const topic = topics.get(record.topic) ?? []
    topics.set(record.topic, topic)
    const stored: StoredRecord = { ...record, offset: BigInt(topic.length) }
    topic.push(stored)
    const id = record.headers.ce_id
    if (id !== undefined && !byId.has(id)) byId.set(id, stored)
    try {
      const event = fromRecord(stored)
      onEvent(event)
      const next = evolveViews(views(), event, topic.length - 1)
      if (next !== views()) history.push(next)
    } catch {
      // Undecodable: the processor that reads it will bury it.
    }
  }
  const emit = (events: readonly DomainEvent[]): void => {
    for (const event of events) land(toRecord(event, partitions))
  }

  const decide = async (decider: AnyDecider, record: StoredRecord): Promise<void> => {
    const states = stores.get(decider.name) ?? new Map<string, unknown>()
    stores.set(decider.name, states)
    try {
      const input = fromRecord(record)
      if (!decider.reactsTo.includes(input.type)) return
      const versions = decider.readsAt?.(input, facts)
      const at =
        (versions &&
          history.find(
            past =>
              past.versions.policyEpoch === versions.policyEpoch &&
              past.versions.controlVersion === versions.controlVersion,
          )) ??
        views()
      const gathered = await decider.gather(input, facts, at, signal)
      const folded = new Map<string, unknown>()
      const layered: States<unknown> = {
        get: key => folded.get(key) ?? states.get(key) ?? decider.initialState(),
        set: (key, state) => void folded.set(key, state),
      }
      const outputs = step(decider, layered, input, gathered, at)
      if (outputs.some(({ id }) => byId.has(id))) return
      emit(outputs)
      for (const [key, state] of folded) states.set(key, state)
    } catch (error) {
      emit([deadLetter(record, decider.name, error)])
    }
  }
  const run = async (effect: Effect, record: StoredRecord): Promise<void> => {
    const input = fromRecord(record)
    if (effect.reactsTo.includes(input.type))
      emit(await effect.run(input, { facts, views: views(), signal, redelivered: false }))
  }

  const settle = async (): Promise<void> => {
    for (;;) {
      const waiting = [...deciders, ...effects].flatMap(processor =>
        processor.inputs.flatMap(topic => {
          const at = positions.get(`${processor.name}/${topic}`) ?? 0
          const record = topics.get(topic)?.[at]
          return record ? [{ processor, topic, at, record }] : []
        }),
      )
      if (waiting.length === 0) return
      const { processor, topic, at, record } = waiting[pick(waiting.length)]!
      positions.set(`${processor.name}/${topic}`, at + 1)
      if ('decide' in processor) await decide(processor, record)
      else await run(processor, record)
    }
  }

  return {
    send: async (...events) => {
      emit(events)
      await settle()
    },
    sendRecord: async record => {
      land(record)
      await settle()
    },
    events: topic => (topics.get(topic) ?? []).map(fromRecord),
    facts,
    views,
  }
}
