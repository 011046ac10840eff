import type { EventIndex, StoredRecord } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { idKeyOf, MAX_SEQUENCE, offsetOfKey, subjectKeyOf } from './keys.ts'
import { decodeRecord } from './record.ts'
import { createShelf } from './shelf.ts'
import type { Tail } from './tail.ts'

/** The event index as tables and tail keep it: the first record of an id, all records of a subject. */
export const openEventIndex = (
  environment: Environment,
  catalogue: Catalogue,
  tail: () => Tail,
): Omit<EventIndex, 'settled'> => {
  const { records, ids, subjects } = environment
  const shelve = createShelf()

  const load = (recordKey: Buffer): StoredRecord | null => {
    const topic = catalogue.nameOf(recordKey.readUInt16BE(0))
    const bytes = topic === undefined ? undefined : records.getBinaryFast(recordKey)
    if (bytes === undefined || topic === undefined) return null
    return decodeRecord(shelve(bytes), topic, recordKey.readUInt16BE(2), offsetOfKey(recordKey))
  }

  const leadsTo = (recordKey: Buffer, { topic, partition, offset }: StoredRecord): boolean =>
    partition === recordKey.readUInt16BE(2) &&
    offset === offsetOfKey(recordKey) &&
    topic === catalogue.nameOf(recordKey.readUInt16BE(0))

  const inTables = (eventId: string): StoredRecord | null => {
    const recordKey = ids.getBinary(idKeyOf(eventId))
    return recordKey === undefined ? null : load(recordKey)
  }

  return {
    has: eventId => tail().byId(eventId) !== undefined || ids.getBinaryFast(idKeyOf(eventId)) !== undefined,
    find: eventId => {
      const now = tail()
      const late = now.byId(eventId)
      if (late !== undefined && now.alone.has(late)) return late
      const earlier = inTables(eventId)
      if (late === undefined || (earlier !== null && !isIn(now, catalogue, earlier))) return earlier
      now.alone.add(late)
      return late
    },
    ofSubject: (subject, atHand) => {
      const range = { start: subjectKeyOf(subject, 0), end: subjectKeyOf(subject, MAX_SEQUENCE) }
      // Once, and first: in a process that only reads another tail comes with other tables, and a record that moves from
      // one to the other meanwhile would be in neither.
      const now = tail()
      const found: StoredRecord[] = []
      for (const { value } of subjects.getRange(range)) {
        const record = atHand !== undefined && leadsTo(value, atHand) ? atHand : load(value)
        if (record !== null && !isIn(now, catalogue, record)) found.push(record)
      }
      return [...found, ...now.ofSubject(subject)]
    },
  }
}

/** Whether a record of the tables is in the tail too, as it is for a moment after a merge. */
const isIn = (tail: Tail, catalogue: Catalogue, record: StoredRecord): boolean =>
  tail.has(catalogue.numberOf(record), record.partition, record.offset)
