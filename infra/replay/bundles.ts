import type { EventIndex, EventLog, Position, StoredRecord } from '../../processors/ports/log.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import type { DecodedEvents } from '../runtime/decoded.ts'

export type Log = EventLog & EventIndex

/**
 * Records read at once. They stay until the last of them has been looked at, with all that was decoded of them: where a
 * thousand do, most of them are moved by the collector twice, which took a sixth of a replay.
 */
const readAtOnce = 50

/** Records in order, up to `end`. */
export const scan = async function* (
  log: Log,
  topic: string,
  partition: number,
  end: bigint,
): AsyncGenerator<StoredRecord> {
  for (let offset = await log.begin({ topic, partition }); offset < end; ) {
    const records = await log.read({ topic, partition, offset }, Math.min(readAtOnce, Number(end - offset)))
    if (records.length === 0) return
    offset = records.at(-1)!.offset + 1n
    yield* records
  }
}

/** All records of some subjects that belong together, in the order in which they were appended within each. */
export type Bundle = readonly StoredRecord[]

/** The first record under each id: what arrived again is a duplicate, and was not decided. */
const firsts = (records: readonly StoredRecord[]): Bundle => {
  const seen = new Set<string>()
  return records.filter(({ headers: { ce_id: id } }) => {
    if (id === undefined || seen.has(id)) return false
    seen.add(id)
    return true
  })
}

/**
 * The turns of a partition, conversation by conversation, each with all that came of it, wherever that lies: a turn on its
 * own as it comes, the turns of longer conversations at the end, together. A turn that cannot be decoded is left out.
 */
export const conversations = async function* (
  log: Log,
  partition: number,
  end: bigint,
  { decode }: Pick<DecodedEvents, 'decode'>,
): AsyncGenerator<Bundle> {
  const longer = new Map<string, string[]>()
  for await (const record of scan(log, 'chat.turns', partition, end)) {
    let event: ReturnType<typeof decode>
    try {
      event = decode(record)
    } catch {
      continue
    }
    if (event.type !== 'TurnReceived') continue
    // One that asks for a summary is on its own, but its answer goes to its conversation.
    if (event.data.solo && event.data.conversationId === event.data.turnId) {
      const whole = firsts(log.ofSubject(event.subject, record))
      // One that arrived again: its first record leads to the turn.
      if (whole.some(each => samePlace(each, record))) yield whole
      continue
    }
    const turns = longer.get(event.key)
    if (turns) turns.push(event.subject)
    else longer.set(event.key, [event.subject])
  }
  for (const turns of longer.values()) yield firsts([...new Set(turns)].flatMap(turn => log.ofSubject(turn)))
}

/**
 * What a decider has read on a partition, key by key, each with what it led to. Only places are kept meanwhile, so that a
 * long log needs little memory.
 */
export const keys = async function* (
  log: Log,
  { inputs, outputs }: Pick<AnyDecider, 'inputs' | 'outputs'>,
  partition: number,
  ends: ReadonlyMap<string, bigint>,
  configured: number,
): AsyncGenerator<Bundle> {
  const places = new Map<string, Position[]>()
  for (const topic of inputs)
    for await (const { key, offset } of scan(log, topic, partition, ends.get(topic) ?? 0n)) {
      const name = key === null ? '' : Buffer.from(key).toString()
      const known = places.get(name)
      if (known) known.push({ topic, partition, offset })
      else places.set(name, [{ topic, partition, offset }])
    }
  const burials: StoredRecord[] = []
  for (let at = 0; at < partitionsOf(findTopic('dead.letters')!, configured); at++)
    for await (const record of scan(log, 'dead.letters', at, await log.end({ topic: 'dead.letters', partition: at })))
      burials.push(record)
  // What goes to other topics lies under other keys, but has the same subject.
  const elsewhere = outputs.some(topic => !inputs.includes(topic))
  for (const group of places.values()) {
    const read = (await Promise.all(group.map(place => log.read(place, 1)))).flat()
    const subjects = new Set(elsewhere ? read.map(({ headers }) => headers.ce_subject ?? '') : [])
    const ids = new Set(read.map(({ headers }) => headers.ce_id))
    const buried = burials.filter(({ headers }) => ids.has(headers.ce_causationid))
    yield firsts([...read, ...[...subjects].flatMap(subject => log.ofSubject(subject)), ...buried])
  }
}

/** All records of one subject. */
export const bundleOf = (log: Log, subject: string): Bundle => firsts(log.ofSubject(subject))

const samePlace = (a: StoredRecord, b: StoredRecord): boolean =>
  a.offset === b.offset && a.partition === b.partition && a.topic === b.topic
