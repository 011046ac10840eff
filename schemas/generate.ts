/**
 * `npm run schemas` writes schemas/types.ts, encoders.ts, decoders.ts and personal.ts from the .avsc files; `npm run schemas -- --publish`
 * also publishes what has changed: a numbered, self-contained copy under schemas/published with an id, never altered afterwards, and a golden
 * event under schemas/golden. `--check` writes nothing and fails when something is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AvroRecord, type AvroSchema, eventSchemas, selfContained, sharedRecords } from './assemble.ts'
import { codecSource } from './codec-source.ts'
import { incompatibilities } from './compatibility.ts'
import { exampleOf } from './example.ts'
import { personalSource } from './personal-source.ts'
import { type Published, publishedSchemas, readPublished } from './published.ts'

const here = import.meta.dirname
const check = process.argv.includes('--check')
const publish = process.argv.includes('--publish')
const primitive: Record<string, string> = {
  string: 'string',
  long: 'number',
  int: 'number',
  double: 'number',
  boolean: 'boolean',
  bytes: 'Buffer',
  null: 'null',
}

const typeOf = (schema: AvroSchema): string => {
  if (typeof schema === 'string') return primitive[schema] ?? schema.slice(schema.lastIndexOf('.') + 1)
  if (Array.isArray(schema)) return schema.map(typeOf).reverse().join(' | ')
  if (schema.type === 'array') return `readonly ${wrap(typeOf(schema.items))}[]`
  if (schema.type === 'map') return `Readonly<Record<string, ${typeOf(schema.values)}>>`
  return schema.name
}
const wrap = (type: string): string => (type.includes('|') ? `(${type})` : type)

const interfaceOf = (record: AvroRecord): string =>
  [
    `/** ${record.doc} */`,
    `export interface ${record.name} {`,
    ...record.fields.flatMap(field => [
      `  /** ${field.doc}${field.personal ? ' Personal.' : ''} */`,
      `  readonly ${field.name}: ${typeOf(field.type)}`,
    ]),
    '}',
  ].join('\n')

const events = eventSchemas()
const typesFile = [
  '// Written by `npm run schemas` from schemas/avro. Do not edit.',
  '',
  ...[...sharedRecords().values()].map(record => `${interfaceOf(record)}\n`),
  ...events.map(({ record }) => `${interfaceOf(record)}\n`),
  '/** Every event type and its data. */',
  'export interface EventData {',
  ...events.map(({ record }) => `  readonly ${record.name}: ${record.name}`),
  '}',
  '',
  'export type EventType = keyof EventData',
  '',
  '/** The topic an event type belongs to. */',
  'export const topicOfEvent = {',
  ...events.map(({ topic, record }) => `  ${record.name}: '${topic}',`),
  '} as const satisfies Record<EventType, string>',
  '',
  'export type TopicName = (typeof topicOfEvent)[EventType]',
  '',
].join('\n')

const stale: string[] = []
const write = (path: string, text: string): void => {
  const file = join(here, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  stale.push(`schemas/${path}`)
  if (check) return
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}

write('types.ts', typesFile)

const ids: Published[] = [...publishedSchemas()]
for (const { record } of events) {
  const schema = selfContained(record)
  const versions = ids.filter(entry => entry.type === record.name)
  const newest = versions.at(-1)
  if (newest && JSON.stringify(readPublished(newest)) === JSON.stringify(schema)) continue
  const problems = versions.flatMap(entry => incompatibilities(readPublished(entry), schema))
  if (problems.length > 0) throw new Error(problems.join('\n'))
  if (!publish) {
    stale.push(`${record.name} differs from its newest published version: npm run schemas -- --publish`)
    continue
  }
  const entry = { id: ids.length + 1, type: record.name, version: (newest?.version ?? 0) + 1 }
  ids.push(entry)
  write(`published/${entry.type}.v${entry.version}.avsc`, `${JSON.stringify(schema, null, 1)}\n`)
  write(`golden/${entry.type}.v${entry.version}.json`, `${JSON.stringify(exampleOf(schema, entry.id), null, 2)}\n`)
}
if (publish) write('published/ids.json', `${JSON.stringify(ids, null, 1)}\n`)

const { encoders, decoders } = codecSource(
  events.map(({ record }) => record),
  sharedRecords(),
  new Map(ids.map(({ type, id }) => [type, id])),
)
write('encoders.ts', encoders)
write('decoders.ts', decoders)
write(
  'personal.ts',
  personalSource(
    events.map(({ record }) => record),
    sharedRecords(),
  ),
)

for (const item of stale) console.error(`${check ? 'stale' : 'written'}: ${item}`)
if (check && stale.length > 0) process.exitCode = 1
