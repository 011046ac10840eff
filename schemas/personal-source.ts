import type { AvroField, AvroRecord, AvroSchema } from './assemble.ts'

/**
 * Fields that are not marked personal, and may repeat or betray what is: hashes of texts, messages that quote them, prompts that name the customer,
 * records of theirs among the sources. Marking them would publish new versions of schemas whose values stay the same.
 */
const betraying: Readonly<Record<string, readonly string[]>> = {
  TurnReceived: ['systemPrompt'],
  PendingTurn: ['systemPrompt'],
  TurnAnswered: ['answerHash', 'sources'],
  InferenceCompleted: ['sources'],
  InferenceFailed: ['message'],
  ServedAnswer: ['sources'],
  EntryProposed: ['answerHash', 'sources'],
  EntryStored: ['answerHash', 'sources'],
  Candidate: ['answerHash', 'sources'],
  Offer: ['answerHash', 'sources'],
  SummaryScheduled: ['digest'],
  SummaryMade: ['digest'],
  Resolution: ['detail'],
  DeadLettered: ['message'],
}

/** Paths of the fields of a record that hold what is personal: `rider.enrichment.vector`, `history[].content`. */
const pathsOf = (record: AvroRecord, shared: ReadonlyMap<string, AvroRecord>): readonly string[] => {
  const isPersonal = ({ name, personal }: AvroField): boolean =>
    personal === true || betraying[record.name]?.includes(name) === true
  const within = (path: string, schema: AvroSchema): readonly string[] => {
    if (typeof schema === 'string') {
      const named = shared.get(schema)
      return named ? pathsOf(named, shared).map(rest => `${path}.${rest}`) : []
    }
    if (Array.isArray(schema)) return schema.flatMap(branch => within(path, branch))
    if (schema.type === 'array') return within(`${path}[]`, schema.items)
    // A map's keys may be anything: one of records would need a path of its own kind.
    return []
  }
  return record.fields.flatMap(field => (isPersonal(field) ? [field.name] : within(field.name, field.type)))
}

const listOf = (record: AvroRecord, shared: ReadonlyMap<string, AvroRecord>): readonly string[] => {
  const paths = pathsOf(record, shared)
  const oneLine = `  ${record.name}: [${paths.map(path => `'${path}'`).join(', ')}],`
  if (paths.length === 0) return []
  return oneLine.length <= 120 ? [oneLine] : [`  ${record.name}: [`, ...paths.map(path => `    '${path}',`), '  ],']
}

/** The paths of personal fields by event type, as source. */
export const personalSource = (records: readonly AvroRecord[], shared: ReadonlyMap<string, AvroRecord>): string =>
  [
    '// Written by `npm run schemas` from schemas/avro. Do not edit.',
    '',
    "import type { EventType } from './types.ts'",
    '',
    '/** Paths of the fields that hold personal text, or a vector or hash made from it; `[]` stands for each item. */',
    'export const personalPaths: Readonly<Partial<Record<EventType, readonly string[]>>> = {',
    ...records.flatMap(record => listOf(record, shared)),
    '}',
    '',
  ].join('\n')
