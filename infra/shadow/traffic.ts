import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import { catalogue } from '../../topics/catalogue.ts'
import { isErased } from '../privacy/seal.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'
import { copiedTopics, endedCall, isFromOutside, isOfType, outsideTopics } from './outside.ts'

export interface TrafficOptions {
  readonly log: Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** Types that are wanted from before the range, beside what was in force. */
  readonly before: ReadonlySet<EventType>
}

/** Something that happened, and what becomes of it: folded, folded and copied as it lies there, or sent through the topology. */
export type Happening = Taken<'fold' | 'copy' | 'send'>

const rankOf = new Map<string, number>(catalogue.map(({ name }, at) => [name, at]))
/** What is in force comes before what is decided under it, of the same instant. */
for (const [at, name] of ['policy.changes', 'control', 'documents'].entries()) rankOf.set(name, at - 3)

interface Head<How> {
  readonly rank: number
  readonly rest: AsyncGenerator<Taken<How>>
  next: Taken<How> | null
}

export interface Taken<How> {
  readonly event: DomainEvent
  readonly record: StoredRecord
  readonly how: How
}

/**
 * Records of several topics in event time; of the same instant causes first. `take` says what a record is wanted for, null where it is not; it is asked
 * of a partition's next record once the one before has been dealt with. What does not decode is left out.
 */
export async function* inEventTime<How>(
  log: TrafficOptions['log'],
  wanted: ReadonlySet<string>,
  take: (record: StoredRecord) => How | null,
): AsyncGenerator<Taken<How>> {
  const takenOf = async function* (topic: TopicName, partition: number): AsyncGenerator<Taken<How>> {
    for await (const records of pagesOf(log, { topic, partition }))
      for (const record of records) {
        const how = take(record)
        const event = how === null ? null : decodedOrNull(record)
        if (how !== null && event) yield { event, record, how }
      }
  }
  const heads: Head<How>[] = []
  for (const { name, partitions } of await log.topics())
    for (let partition = 0; wanted.has(name) && partition < partitions; partition++)
      heads.push({ rank: rankOf.get(name) ?? 0, rest: takenOf(name as TopicName, partition), next: null })
  const advance = async (head: Head<How>): Promise<void> => {
    const { value, done } = await head.rest.next()
    head.next = done ? null : value
  }
  for (const head of heads) await advance(head)
  for (;;) {
    let first: Head<How> | null = null
    for (const head of heads) {
      if (head.next === null) continue
      const earlier = first?.next ? head.next.event.timeMs - first.next.event.timeMs || head.rank - first.rank : -1
      if (earlier < 0) first = head
    }
    if (!first?.next) return
    yield first.next
    await advance(first)
  }
}

/**
 * What a shadow is given of a log, in event time over all topics. From before the range what its state is folded from; from within it what came from
 * outside, and the ends of calls that were under way when it begins.
 */
export async function* trafficOf({ log, fromMs, toMs, before }: TrafficOptions): AsyncGenerator<Happening> {
  /** Calls that are under way where the range begins. */
  const underWay = new Set<string>()
  const howOf = (record: StoredRecord): Happening['how'] | null => {
    // What an erased user has asked nobody knows.
    if (record.timestampMs > toMs || (record.topic === 'chat.turns' && isErased(record))) return null
    if (record.timestampMs >= fromMs) {
      if (record.topic === 'chat.inferences') return underWay.size > 0 ? 'send' : null
      return isFromOutside(record) ? 'send' : null
    }
    if ((copiedTopics as readonly string[]).includes(record.topic)) return 'copy'
    return isOfType(record, before) ? 'fold' : null
  }
  const wanted = new Set<string>(
    before.size === 0 ? [...outsideTopics, ...copiedTopics] : catalogue.map(({ name }) => name),
  )
  for await (const happening of inEventTime(log, wanted, howOf)) {
    const { event, how } = happening
    const ended = endedCall(event)
    if (how === 'fold' && event.type === 'InferenceRequested') underWay.add(event.data.callId)
    if (how === 'fold' && ended !== null) underWay.delete(ended)
    if (how !== 'send' || event.type !== 'InferenceRequested') {
      const isStranger = how === 'send' && ended !== null && !underWay.delete(ended)
      if (!isStranger) yield happening
    }
  }
}
