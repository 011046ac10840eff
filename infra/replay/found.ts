import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import type { Difference } from './compare.ts'

/** A difference, before it is said which decider and which input it belongs to. */
export type Found = Omit<Difference, 'processor' | 'input' | 'timeMs'>

/** Where a difference about this record lies. */
export const where = ({
  topic,
  partition,
  offset,
}: StoredRecord): Pick<Difference, 'topic' | 'partition' | 'offset'> => ({
  topic,
  partition,
  offset: String(offset),
})

/** An event that an input leads to, and that is not on the log. */
export const notRecorded = (event: DomainEvent, { partition }: StoredRecord): Found => ({
  event: event.id,
  topic: '',
  partition,
  offset: null,
  field: 'unexpected',
  recorded: null,
  decided: event.type,
})

/** A recorded output that does not decode, with what is wrong with it; null where it does. */
export const undecodable = (decode: (record: StoredRecord) => DomainEvent, record: StoredRecord): Found | null => {
  try {
    decode(record)
    return null
  } catch (error) {
    return {
      event: record.headers.ce_id ?? '',
      ...where(record),
      field: 'undecodable',
      recorded: String(error),
      decided: null,
    }
  }
}
