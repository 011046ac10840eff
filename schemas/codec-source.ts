import type { AvroField, AvroRecord, AvroSchema } from './assemble.ts'

/** The two sides of the codec, as source. */
export interface CodecSource {
  readonly encoders: string
  readonly decoders: string
}

interface Part {
  readonly encoder: string
  readonly decoder: string
}

const note = '// Written by `npm run schemas` from schemas/avro. Do not edit.'

const primitives: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  string: { name: 'String', type: 'string' },
  long: { name: 'Long', type: 'number' },
  int: { name: 'Int', type: 'number' },
  double: { name: 'Double', type: 'number' },
  boolean: { name: 'Boolean', type: 'boolean' },
  bytes: { name: 'Bytes', type: 'Buffer' },
}

const lineWidth = 120

/** As the formatter wants it: parentheses on the same line, or the next line without. */
const oneLine = (head: string, conditional: string): string =>
  head.length + conditional.length + 3 <= lineWidth ? `${head} (${conditional})` : `${head}\n  ${conditional}`

const arrayOf = (name: string, item: string, type: string): Part => ({
  encoder: `const write${name} = (to: Writer, items: readonly ${type}[]): void => {
  if (!Array.isArray(items)) throw new Error('not an array')
  if (items.length > 0) writeCount(to, items.length)
  for (const item of items) write${item}(to, item)
  writeCount(to, 0)
}`,
  decoder: `const read${name} = (from: Reader): ${type}[] => {
  const items: ${type}[] = []
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) items.push(read${item}(from))
  }
  return items
}`,
})

const mapOf = (name: string, item: string, type: string): Part => ({
  encoder: `const write${name} = (to: Writer, items: Readonly<Record<string, ${type}>>): void => {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) throw new Error('not a map')
  const keys = Object.keys(items)
  if (keys.length > 0) writeCount(to, keys.length)
  for (const key of keys) {
    writeString(to, key)
    write${item}(to, items[key]!)
  }
  writeCount(to, 0)
}`,
  decoder: `const read${name} = (from: Reader): Record<string, ${type}> => {
  const items: Record<string, ${type}> = {}
  for (let left = readCount(from); left > 0; left = readCount(from)) {
    for (; left > 0; left--) {
      const key = readString(from)
      items[key] = read${item}(from)
    }
  }
  return items
}`,
})

const nullOr = (name: string, item: string, type: string): Part => ({
  encoder: `const write${name} = (to: Writer, value: ${type} | null): void => {
  writeBranch(to, value === null ? 0 : 1)
  if (value !== null) write${item}(to, value)
}`,
  decoder: oneLine(
    `const read${name} = (from: Reader): ${type} | null =>`,
    `readBranch(from) === 0 ? null : read${item}(from)`,
  ),
})

/** A default as the formatter writes it. */
const literal = (value: unknown): string => {
  if (typeof value === 'string') return `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${literal(inner)}`)
    .join(', ')} }`
}

/** A field left out has its default, as avsc has it. */
const given = ({ name, ...field }: AvroField): string => {
  if (!('default' in field)) return `value.${name}`
  return `value.${name} === undefined ? ${literal(field.default)} : value.${name}`
}

const recordOf = (record: AvroRecord, nameOf: (schema: AvroSchema) => string): Part => ({
  encoder: [
    `const write${record.name} = (to: Writer, value: ${record.name}): void => {`,
    ...record.fields.map(field => `  write${nameOf(field.type)}(to, ${given(field)})`),
    '}',
  ].join('\n'),
  decoder: [
    `const read${record.name} = (from: Reader): ${record.name} => ({`,
    ...record.fields.map(field => `  ${field.name}: read${nameOf(field.type)}(from),`),
    '})',
  ].join('\n'),
})

/**
 * Straight-line encoders and decoders for the records, over the primitives in schemas/binary. Throws for what the project
 * does not use: enumerations, fixed, unions other than null with one type, records without fields, and items without bytes.
 */
export const codecSource = (
  events: readonly AvroRecord[],
  shared: ReadonlyMap<string, AvroRecord>,
  ids: ReadonlyMap<string, number>,
): CodecSource => {
  const parts = new Map<string, Part>()
  const used = { writer: new Set(['writeBranch', 'writeCount']), reader: new Set(['readBranch', 'readCount']) }

  /** Adds a part under its name once; what it is made of comes before it. */
  const add = (name: string, part: () => Part): string => {
    if (!parts.has(name)) parts.set(name, part())
    return name
  }
  const addRecord = (record: AvroRecord): string => {
    if (record.fields.length === 0) throw new Error(`${record.name} has no fields`)
    return add(record.name, () => recordOf(record, schema => described(schema).name))
  }

  const described = (schema: AvroSchema): { readonly name: string; readonly type: string } => {
    if (typeof schema === 'string') {
      const primitive = primitives[schema]
      if (primitive) {
        used.writer.add(`write${primitive.name}`)
        used.reader.add(`read${primitive.name}`)
        return primitive
      }
      const record = shared.get(schema)
      if (!record) throw new Error(`no codec for ${schema}`)
      return { name: addRecord(record), type: record.name }
    }
    if (Array.isArray(schema)) {
      const [first, second, ...more] = schema
      if (first !== 'null' || second === undefined || more.length > 0)
        throw new Error(`no codec for the union ${JSON.stringify(schema)}`)
      const { name, type } = described(second)
      return { name: add(`NullOr${name}`, () => nullOr(`NullOr${name}`, name, type)), type: `${type} | null` }
    }
    if (schema.type === 'array' || schema.type === 'map') {
      const item = described(schema.type === 'array' ? schema.items : schema.values)
      const type = item.type.includes('|') ? `(${item.type})` : item.type
      if (schema.type === 'array') {
        const name = `ArrayOf${item.name}`
        return { name: add(name, () => arrayOf(name, item.name, type)), type: `readonly ${type}[]` }
      }
      used.writer.add('writeString')
      used.reader.add('readString')
      const name = `MapOf${item.name}`
      return { name: add(name, () => mapOf(name, item.name, type)), type: `Readonly<Record<string, ${item.type}>>` }
    }
    return { name: addRecord(schema), type: schema.name }
  }
  for (const record of events) addRecord(record)

  const types = [...events, ...shared.values()].map(({ name }) => name).filter(name => parts.has(name))
  const imported = (names: Iterable<string>, from: string): string =>
    ['import {', ...[...names].sort(byName).map(name => `  ${name},`), `} from '${from}'`].join('\n')
  /** As Biome sorts imports: A, a, B, b. */
  const plain = (name: string): string => name.replace('type ', '').replace(/[a-z]/gi, x => x.toLowerCase() + x)
  const byName = (a: string, b: string): number => (plain(a) < plain(b) ? -1 : 1)
  const importedTypes = imported(['EventData', 'EventType', ...types], './types.ts').replace('import', 'import type')

  return {
    encoders: [
      note,
      '',
      imported([...used.writer, 'type Writer'], './binary/writer.ts'),
      importedTypes,
      '',
      ...[...parts.values()].map(({ encoder }) => `${encoder}\n`),
      '/** Appends the Avro bytes of an event. Throws where its data does not fit the schema. */',
      'export const encoders: { readonly [T in EventType]: (to: Writer, data: EventData[T]) => void } = {',
      ...events.map(({ name }) => `  ${name}: write${name},`),
      '}',
      '',
      '/** Ids of the schemas that the encoders write, as embedded. */',
      'export const schemaIds: Readonly<Record<EventType, number>> = {',
      ...events.map(({ name }) => `  ${name}: ${ids.get(name) ?? 0},`),
      '}',
      '',
    ].join('\n'),
    decoders: [
      note,
      '',
      imported([...used.reader, 'type Reader'], './binary/reader.ts'),
      importedTypes,
      '',
      ...[...parts.values()].map(({ decoder }) => `${decoder}\n`),
      '/** Reads the Avro bytes of an event. Throws where they are not what the schema says. */',
      'export const decoders: { readonly [T in EventType]: (from: Reader) => EventData[T] } = {',
      ...events.map(({ name }) => `  ${name}: read${name},`),
      '}',
      '',
    ].join('\n'),
  }
}
