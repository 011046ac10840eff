import type { EventIndex, StoredRecord } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { idKeyOf, MAX_SEQUENCE, offsetOfKey, subjectKeyOf } from './keys.ts'
import { decodeRecord } from './record.ts'

/** The event index as the writer keeps it: the first record of an id, all records of a subject. */
export const openEventIndex = (environment: Environment, catalogue: Catalogue): EventIndex => {
  const { records, ids, subjects } = environment

  const load = (recordKey: Buffer): StoredRecord | null => {
    const bytes = records.getBinary(recordKey)
    const topic = catalogue.nameOf(recordKey.readUInt16BE(0))
    if (bytes === undefined || topic === undefined) return null
    return decodeRecord(bytes, topic, recordKey.readUInt16BE(2), offsetOfKey(recordKey))
  }

  return {
    has: eventId => ids.getBinaryFast(idKeyOf(eventId)) !== undefined,
    find: eventId => {
      const recordKey = ids.getBinary(idKeyOf(eventId))
      return recordKey === undefined ? null : load(recordKey)
    },
    ofSubject: subject => {
      const range = { start: subjectKeyOf(subject, 0), end: subjectKeyOf(subject, MAX_SEQUENCE) }
      const found: StoredRecord[] = []
      for (const { value } of subjects.getRange(range)) {
        const record = load(value)
        if (record !== null) found.push(record)
      }
      return found
    },
  }
}
