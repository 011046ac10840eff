import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, StoredRecord } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'

export type DeadLetter = DomainEvent<'DeadLettered'>

/** Header of a record that has been put back on its topic: the id of the dead letter that kept it. */
export const retryHeader = 'ce_retryof'

/** The dead letter in a record of dead.letters; null where there is none in it. */
export const letterIn = (record: StoredRecord): DeadLetter | null => {
  try {
    const event = fromRecord(record)
    return event.type === 'DeadLettered' ? event : null
  } catch {
    return null
  }
}

/** What a record that is put back is about, so that it is found again: what it was about, else its dead letter. */
export const subjectOf = ({ id, subject }: DeadLetter): string => (subject === '' ? id : subject)

/** Where the record that a dead letter keeps was put back; null where nobody has tried it again. */
export const retriedAs = (log: Pick<EventIndex, 'ofSubject'>, letter: DeadLetter): StoredRecord | null =>
  log.ofSubject(subjectOf(letter)).find(({ headers }) => headers[retryHeader] === letter.id) ?? null

/** Where a dead letter lies on dead.letters. */
export interface LetterPlace {
  readonly partition: number
  readonly offset: bigint
}

/** As people write it: 2/17 is offset 17 of partition 2. */
export const placeText = ({ partition, offset }: LetterPlace): string => `${partition}/${offset}`

/** Partitions of dead.letters; none where the log does not have it. */
export const letterPartitions = async (log: Pick<EventLog, 'topics'>): Promise<readonly number[]> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'dead.letters') ?? {}
  return Array.from({ length: partitions }, (_, partition) => partition)
}
