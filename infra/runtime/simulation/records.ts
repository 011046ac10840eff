import type { NewRecord, Position, StoredRecord } from '../../../processors/ports/log.ts'

/** How the effect of a record behaves, whoever runs it and however often. */
export const kinds = [
  'plain',
  'ignored',
  'throws',
  'throwsAtOnce',
  'unreadable',
  'unplaceable',
  'refused',
  'hangs',
] as const

export type Kind = (typeof kinds)[number]

export const outputTopic = 'outputs'

export const kindOf = (record: NewRecord): Kind => record.headers.kind as Kind

export const laneNameOf = (record: NewRecord): string => record.headers.lane!

export const idOfRecord = ({ topic, partition, offset }: Position): string => `${topic}/${partition}/${offset}`

/** The effect answers it, one way or another. */
export const isAccepted = (record: NewRecord): boolean => kindOf(record) !== 'ignored'

/** It goes through a lane; one that cannot be read or placed has none. */
export const hasLane = (record: NewRecord): boolean =>
  !['ignored', 'unreadable', 'unplaceable'].includes(kindOf(record))

export const inputRecord = (topic: string, partition: number, lane: string, kind: Kind): NewRecord => ({
  topic,
  partition,
  key: null,
  value: null,
  headers: { lane, kind },
  timestampMs: 0,
})

/** The one output of a record, recognised by its id; to a topic that the log does not have when it is to be refused. */
export const outputOf = (record: StoredRecord, topic = outputTopic): NewRecord => ({
  topic,
  partition: 0,
  key: null,
  value: null,
  headers: { cause: idOfRecord(record) },
  timestampMs: 0,
})
