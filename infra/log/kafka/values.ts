import type { NewRecord, StoredRecord } from '../../../processors/ports/log.ts'
import type { Translation } from '../../registry/translate.ts'

/** Records between Kafka and this program. */
export interface Values {
  /** A record as it goes to Kafka. Throws SCHEMA_UNKNOWN. */
  outward(record: NewRecord): NewRecord
  /** Records of one partition as this program has them; a promise only where a schema has to be asked for. */
  inward(records: readonly StoredRecord[]): readonly StoredRecord[] | Promise<readonly StoredRecord[]>
}

/** Values of all topics but `untranslated`, which holds no events. Without a translation they are as they lie in Kafka. */
export const valuesOf = (translation: Translation | undefined, untranslated: string): Values => {
  if (translation === undefined) return { outward: record => record, inward: records => records }
  const translated = (records: readonly StoredRecord[]): StoredRecord[] =>
    records.map(record => ({ ...record, value: translation.inward(record.value as Buffer | null) }))
  return {
    outward: record =>
      record.topic === untranslated ? record : { ...record, value: translation.outward(record.value) },
    inward: records => {
      if (records[0]?.topic === untranslated) return records
      if (records.every(({ value }) => translation.isReady(value))) return translated(records)
      return translation.prepare(records.map(({ value }) => value)).then(() => translated(records))
    },
  }
}
