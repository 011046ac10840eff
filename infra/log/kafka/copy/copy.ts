import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EventIndex, StoredRecord, TopicPartition } from '../../../../processors/ports/log.ts'
import { idKeyOf, MAX_SEQUENCE, offsetOfKey, offsetValue, recordKeyOf, subjectKeyOf } from '../../lmdb/keys.ts'
import {
  decodeRecord,
  encodeRecord,
  recordHeaders,
  recordSequence,
  recordTimestampMs,
  sealRecord,
} from '../../lmdb/record.ts'
import { openWaiters } from '../../lmdb/waiters.ts'
import { inOrder } from './order.ts'
import { addRecent, dropRecent, type Part, placeOf, trim } from './part.ts'
import { openStore, type Store } from './store.ts'

/**
 * What this process has of the log: a read model in LMDB, fetched again where it is lost, with the newest records in memory.
 * Everything in it is durable and committed in Kafka.
 */
export interface Copy {
  readonly index: Omit<EventIndex, 'settled'>
  part(at: TopicPartition): Part | undefined
  parts(): readonly Part[]
  /** Begins to keep a partition, where it was left. */
  keep(at: TopicPartition): Part
  /** Takes all records from `part.position` to `next`; what it has of them already is passed over. */
  take(part: Part, records: readonly StoredRecord[], next: bigint): void
  /** Records from an offset on, which is in the copy. */
  read(part: Part, offset: bigint, limit: number): StoredRecord[]
  /** Resolves when the copy holds all before this offset. Rejects with the signal's reason, or LOG_CLOSED. */
  reached(part: Part, offset: bigint, signal: AbortSignal): Promise<void>
  /** Resolves when a record at or after `at` can be read. */
  arrived(part: Part, offset: bigint, signal: AbortSignal): Promise<void>
  /** Begins an empty part of the copy at `from`; `end` is one past the last record before it. */
  startAt(part: Part, begin: bigint, from: bigint, end: bigint): void
  /** Takes some of what is older than this out of the copy. Gives how many records that were. */
  forgetBefore(part: Part, timestampMs: number): number
  /** The log keeps nothing before this offset any more. Gives how many records of the copy that were. */
  begins(part: Part, offset: bigint): number
  state(key: string): Buffer | null
  states(prefix: string): AsyncIterable<{ key: string; value: Buffer }>
  close(): Promise<void>
}

/** What is in memory alone is written this long after it came, or when it is so much. */
const FLUSH_MS = 30
const FLUSH_RECORDS = 1_000
const CHUNK = 500

/** `isState` tells the topic whose records are writes to keyed state: they are kept by key. */
export const openCopy = async (dir: string, logId: string, isState: (topic: string) => boolean): Promise<Copy> => {
  const store = await openStore(dir, logId)
  const { root, records, ids, subjects, meta, state } = store
  const parts = new Map<string, Part[]>()
  const waiters = openWaiters(null)
  const sequenceKey = Buffer.from('sequence')
  let sequence = meta.getBinary(sequenceKey)?.readUIntBE(0, 6) ?? 0

  const changed = new Set<Part>()
  const lateIds = new Map<string, StoredRecord>()
  const lateSubjects = new Map<string, StoredRecord[]>()
  const lateState = new Map<string, Buffer | null>()
  let late = 0
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const positionKey = ({ topic, partition }: TopicPartition): Buffer => Buffer.from(`position/${partition}/${topic}`)

  const writePart = (part: Part): void => {
    for (let i = part.flushed; i < part.recent.length; i++) {
      const record = part.recent[i]!
      const key = recordKeyOf(part.number, part.partition, record.offset)
      records.putSync(key, sealRecord(encodeRecord(record), sequence))
      const { ce_id: id, ce_subject: subject } = record.headers
      if (id !== undefined && ids.getBinaryFast(idKeyOf(id)) === undefined) ids.putSync(idKeyOf(id), key)
      if (subject !== undefined) subjects.putSync(subjectKeyOf(subject, sequence), key)
      sequence++
    }
    const places = [part.position, part.begin, part.localFrom, part.end].map(offsetValue)
    meta.putSync(positionKey(part), Buffer.concat(places))
  }

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (changed.size === 0) return
    root.transactionSync(() => {
      for (const part of changed) writePart(part)
      for (const [key, value] of lateState)
        if (value === null) state.removeSync(Buffer.from(key))
        else state.putSync(Buffer.from(key), value)
      const value = Buffer.alloc(6)
      value.writeUIntBE(sequence, 0, 6)
      meta.putSync(sequenceKey, value)
    })
    for (const part of changed) {
      part.flushed = part.recent.length
      trim(part)
    }
    changed.clear()
    lateIds.clear()
    lateSubjects.clear()
    lateState.clear()
    late = 0
  }

  const load = (recordKey: Buffer): StoredRecord | null => {
    const bytes = records.getBinary(recordKey)
    const topic = store.nameOf(recordKey.readUInt16BE(0))
    if (bytes === undefined || topic === undefined) return null
    const partition = recordKey.readUInt16BE(2)
    const offset = offsetOfKey(recordKey)
    const part = parts.get(topic)?.[partition]
    // The very record that readers have, where it is still in memory.
    if (part !== undefined && offset >= part.recentFrom) return part.recent[placeOf(part, offset)] ?? null
    return decodeRecord(bytes, topic, partition, offset)
  }

  const slice = ({ number, partition }: Part, from: bigint, end: bigint, limit: number) =>
    records.getRange({
      start: recordKeyOf(number, partition, from),
      end: recordKeyOf(number, partition, end),
      limit,
    })

  const read: Copy['read'] = (part, offset, limit) => {
    const found: StoredRecord[] = []
    if (offset < part.recentFrom)
      for (const { key, value } of slice(part, offset, part.recentFrom, limit))
        found.push(decodeRecord(value, part.topic, part.partition, offsetOfKey(key)))
    if (found.length >= limit) return found
    const place = placeOf(part, offset)
    for (let i = place; i < part.recent.length && found.length < limit; i++) found.push(part.recent[i]!)
    return found
  }

  const keep: Copy['keep'] = at => {
    const of = parts.get(at.topic) ?? []
    parts.set(at.topic, of)
    const known = of[at.partition]
    if (known) return known
    const number = store.numberOf(at.topic)
    const stored = meta.getBinary(positionKey(at))
    const position = stored?.readBigUInt64BE(0) ?? 0n
    const [begin, localFrom, end] = [8, 16, 24].map(place => stored?.readBigUInt64BE(place) ?? 0n) as [
      bigint,
      bigint,
      bigint,
    ]
    const part: Part = {
      ...{ topic: at.topic, partition: at.partition, name: `${at.topic}/${at.partition}`, number },
      ...{ position, begin, localFrom, end, recent: [], recentFrom: position, recentBytes: 0 },
      flushed: 0,
    }
    of[at.partition] = part
    return part
  }

  /** Takes records before an offset out of the copy; gives how many they were. */
  const forget = (part: Part, offset: bigint): number => {
    if (offset <= part.localFrom) return 0
    flush()
    let dropped = 0
    root.transactionSync(() => {
      for (const { key, value } of [...slice(part, part.localFrom, offset, Number.MAX_SAFE_INTEGER)]) {
        const { ce_id: id, ce_subject: subject } = recordHeaders(value)
        records.removeSync(key)
        if (id !== undefined && ids.getBinary(idKeyOf(id))?.equals(key)) ids.removeSync(idKeyOf(id))
        if (subject !== undefined) subjects.removeSync(subjectKeyOf(subject, recordSequence(value)))
        dropped++
      }
    })
    dropRecent(part, placeOf(part, offset))
    part.flushed = part.recent.length
    part.localFrom = offset
    if (part.recentFrom < offset) part.recentFrom = offset
    changed.add(part)
    timer ??= setTimeout(flush, FLUSH_MS)
    return dropped
  }

  const waitFor = (part: Part, ready: () => boolean, signal: AbortSignal): Promise<void> =>
    waiters.wait(part.name, ready, signal)

  return {
    part: at => parts.get(at.topic)?.[at.partition],
    parts: () => [...parts.values()].flat(),
    keep,
    take: (part, given, next) => {
      if (closed || next <= part.position) return
      const taken = given.filter(({ offset }) => offset >= part.position)
      changed.add(part)
      if (isState(part.topic)) for (const { key, value } of taken) lateState.set(String(key), value as Buffer | null)
      else
        for (const record of taken) {
          addRecent(part, record)
          part.end = record.offset + 1n
          const { ce_id: id, ce_subject: subject } = record.headers
          if (id !== undefined && !lateIds.has(id)) lateIds.set(id, record)
          if (subject === undefined) continue
          const others = lateSubjects.get(subject)
          if (others) others.push(record)
          else lateSubjects.set(subject, [record])
        }
      part.position = next
      late += taken.length
      if (late >= FLUSH_RECORDS) flush()
      else timer ??= setTimeout(flush, FLUSH_MS)
      waiters.wake(part.name)
    },
    read,
    reached: (part, offset, signal) => waitFor(part, () => part.position >= offset, signal),
    arrived: (part, offset, signal) => waitFor(part, () => part.end > offset || part.begin > offset, signal),
    startAt: (part, begin, from, end) => {
      Object.assign(part, { position: from, begin, localFrom: from, end, recentFrom: from })
      changed.add(part)
      timer ??= setTimeout(flush, FLUSH_MS)
      waiters.wake(part.name)
    },
    begins: (part, offset) => {
      if (offset <= part.begin) return 0
      part.begin = offset
      if (part.end < offset) part.end = offset
      if (part.position < offset) part.position = offset
      const dropped = forget(part, offset)
      waiters.wake(part.name)
      return dropped
    },
    forgetBefore: (part, timestampMs) => {
      let offset = part.localFrom
      for (const { value, key } of slice(part, part.localFrom, part.recentFrom, CHUNK)) {
        if (recordTimestampMs(value) >= timestampMs) break
        offset = offsetOfKey(key) + 1n
      }
      return forget(part, offset)
    },
    state: key => {
      const pending = lateState.get(key)
      return pending === undefined ? (state.getBinary(Buffer.from(key)) ?? null) : pending
    },
    states: async function* (prefix) {
      flush()
      const from = Buffer.from(prefix)
      const end = Buffer.from(from)
      end[end.length - 1]! += 1
      for (let start: Buffer | null = from; start !== null; await nextTurn()) {
        const chunk: { key: Buffer; value: Buffer }[] = [...state.getRange({ start, end, limit: CHUNK })]
        for (const { key, value } of chunk) yield { key: key.toString('utf8', from.length), value }
        const last: Buffer | undefined = chunk[CHUNK - 1]?.key
        start = last === undefined ? null : Buffer.concat([last, Buffer.alloc(1)])
      }
    },
    close: async () => {
      if (closed) return
      flush()
      closed = true
      waiters.close()
      await root.close()
    },
    index: indexOver(store, load, lateIds, lateSubjects),
  }
}

const indexOver = (
  { ids, subjects }: Store,
  load: (recordKey: Buffer) => StoredRecord | null,
  lateIds: ReadonlyMap<string, StoredRecord>,
  lateSubjects: ReadonlyMap<string, readonly StoredRecord[]>,
): Copy['index'] => ({
  has: eventId => lateIds.has(eventId) || ids.getBinaryFast(idKeyOf(eventId)) !== undefined,
  find: eventId => {
    const recordKey = ids.getBinary(idKeyOf(eventId))
    return (recordKey && load(recordKey)) ?? lateIds.get(eventId) ?? null
  },
  ofSubject: subject => {
    const range = { start: subjectKeyOf(subject, 0), end: subjectKeyOf(subject, MAX_SEQUENCE) }
    const found: StoredRecord[] = []
    for (const { value } of subjects.getRange(range)) {
      const record = load(value)
      if (record !== null) found.push(record)
    }
    return inOrder([...found, ...(lateSubjects.get(subject) ?? [])])
  },
})
