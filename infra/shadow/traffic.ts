import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { EventType, TopicName } from '../../schemas/types.ts'
import { catalogue } from '../../topics/catalogue.ts'
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
export interface Happening {
  readonly event: DomainEvent
  readonly record: StoredRecord
  readonly how: 'fold' | 'copy' | 'send'
}

const rankOf = new Map<string, number>(catalogue.map(({ name }, at) => [name, at]))
/** What is in force comes before what is decided under it, of the same instant. */
for (const [at, name] of ['policy.changes', 'control', 'documents'].entries()) rankOf.set(name, at - 3)

interface Head {
  readonly rank: number
  readonly rest: AsyncGenerator<Happening>
  next: Happening | null
}

/**
 * What a shadow is given of a log, in event time over all topics; of the same instant causes first. From before the range what its state is folded
 * from; from within it what came from outside, and the ends of calls that were under way when it begins. What does not decode is left out.
 */
export async function* trafficOf({ log, fromMs, toMs, before }: TrafficOptions): AsyncGenerator<Happening> {
  /** Calls that are under way where the range begins. */
  const underWay = new Set<string>()
  const howOf = (record: StoredRecord): Happening['how'] | null => {
    if (record.timestampMs > toMs) return null
    if (record.timestampMs >= fromMs) {
      if (record.topic === 'chat.inferences') return underWay.size > 0 ? 'send' : null
      return isFromOutside(record) ? 'send' : null
    }
    if ((copiedTopics as readonly string[]).includes(record.topic)) return 'copy'
    return isOfType(record, before) ? 'fold' : null
  }
  const happeningsOf = async function* (topic: TopicName, partition: number): AsyncGenerator<Happening> {
    for await (const records of pagesOf(log, { topic, partition }))
      for (const record of records) {
        const how = howOf(record)
        const event = how && decodedOrNull(record)
        if (how && event) yield { event, record, how }
      }
  }
  const wanted = new Set<string>(
    before.size === 0 ? [...outsideTopics, ...copiedTopics] : catalogue.map(({ name }) => name),
  )
  const heads: Head[] = []
  for (const { name, partitions } of await log.topics())
    for (let partition = 0; wanted.has(name) && partition < partitions; partition++)
      heads.push({ rank: rankOf.get(name) ?? 0, rest: happeningsOf(name as TopicName, partition), next: null })
  const advance = async (head: Head): Promise<void> => {
    const { value, done } = await head.rest.next()
    head.next = done ? null : value
  }
  for (const head of heads) await advance(head)

  for (;;) {
    let first: Head | null = null
    for (const head of heads) {
      if (head.next === null) continue
      const earlier = first?.next ? head.next.event.timeMs - first.next.event.timeMs || head.rank - first.rank : -1
      if (earlier < 0) first = head
    }
    if (!first?.next) return
    const happening = first.next
    const { event, how } = happening
    const ended = endedCall(event)
    if (how === 'fold' && event.type === 'InferenceRequested') underWay.add(event.data.callId)
    if (how === 'fold' && ended !== null) underWay.delete(ended)
    if (how !== 'send' || event.type !== 'InferenceRequested') {
      const isStranger = how === 'send' && ended !== null && !underWay.delete(ended)
      if (!isStranger) yield happening
    }
    await advance(first)
  }
}
