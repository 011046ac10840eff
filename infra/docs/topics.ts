import {
  type AvroField,
  type AvroRecord,
  type AvroSchema,
  eventSchemas,
  sharedRecords,
} from '../../schemas/assemble.ts'
import { catalogue, type Topic } from '../../topics/catalogue.ts'
import { topology } from '../../topics/topology.ts'
import { code, generatedNotice, markdownTable, page } from './markdown.ts'
import { topologyPicture } from './topology.ts'

const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const typeText = (schema: AvroSchema): string => {
  if (typeof schema === 'string')
    return schema.includes('.') ? `[${shortName(schema)}](#${shortName(schema).toLowerCase()})` : schema
  if (Array.isArray(schema))
    return schema
      .map(typeText)
      .sort((a, b) => Number(a === 'null') - Number(b === 'null'))
      .join(' or ')
  if (schema.type === 'array') return `list of ${typeText(schema.items)}`
  if (schema.type === 'map') return `map of ${typeText(schema.values)}`
  return schema.name
}

const fieldRow = ({ name, type, doc, personal }: AvroField): readonly string[] => [
  code(name),
  typeText(type),
  personal ? 'yes' : '',
  doc,
]

const recordSection = (record: AvroRecord): string =>
  page(
    `### ${record.name}`,
    record.doc,
    markdownTable(['field', 'type', 'personal', 'about'], record.fields.map(fieldRow)),
  ).trimEnd()

const retention = ({ retentionMs }: Topic): string =>
  retentionMs === null ? 'for ever' : `${retentionMs / 86_400_000} days`

const partitions = (topic: Topic): string => (topic.partitions === 'one' ? '1' : '`log.partitions`')

const stages = (names: readonly string[]): string => names.join(', ') || 'nobody yet'

const topicSection = (topic: Topic): string => {
  const readers = topology.filter(({ reads }) => reads.includes(topic.name)).map(({ name }) => name)
  const writers = topology.filter(({ writes }) => writes.includes(topic.name)).map(({ name }) => name)
  return page(
    `## ${topic.name}`,
    topic.about,
    `Keyed by ${topic.key}, ${partitions(topic)} ${topic.partitions === 'one' ? 'partition' : 'partitions'}, clean-up ${topic.cleanup}, kept ${retention(topic)}. Written by ${stages(writers)}; read by ${stages(readers)}.`,
    ...eventSchemas()
      .filter(schema => schema.topic === topic.name)
      .map(({ record }) => recordSection(record)),
  ).trimEnd()
}

/** The reference page of the topics: who writes and reads them, and every field of what lies on them. */
export const topicsPage = (): string =>
  page(
    generatedNotice('topics/ and schemas/avro'),
    '# Topics',
    'The log is the truth; everything else is a read model. Fields marked personal hold personal text, or a vector or hash made from it. Values are Avro in the wire format of Confluent’s serialisers, headers carry the CloudEvents 1.0 attributes.',
    topologyPicture(),
    'Rounded: topics. Rectangles: deciders. Double rectangles: effects. Cylinders: read models.',
    markdownTable(
      ['stage', 'kind', 'reads', 'writes', 'about'],
      topology.map(({ name, kind, reads, writes, about }) => [name, kind, reads.join(', '), writes.join(', '), about]),
    ),
    markdownTable(
      ['topic', 'key', 'partitions', 'clean-up', 'kept', 'event types'],
      catalogue.map(topic => [
        `[${topic.name}](#${topic.name.replaceAll('.', '')})`,
        topic.key,
        partitions(topic),
        topic.cleanup,
        retention(topic),
        eventSchemas()
          .filter(schema => schema.topic === topic.name)
          .map(({ record }) => record.name)
          .join(', '),
      ]),
    ),
    ...catalogue.map(topicSection),
    '## Records that events share',
    ...[...sharedRecords().values()].map(recordSection),
  )
