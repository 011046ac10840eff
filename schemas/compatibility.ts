import type { AvroRecord, AvroSchema } from './assemble.ts'

/** Avro's promotions: a reader of a right type can read what was written as the left one. */
const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'double'],
  long: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

const describe = (schema: AvroSchema): string =>
  typeof schema === 'string' ? schema : Array.isArray(schema) ? schema.map(describe).join('|') : schema.type

const recordsIn = (schema: AvroSchema): readonly AvroRecord[] => {
  if (typeof schema === 'string') return []
  if (Array.isArray(schema)) return schema.flatMap(recordsIn)
  if (schema.type === 'array') return recordsIn(schema.items)
  if (schema.type === 'map') return recordsIn(schema.values)
  return [schema, ...schema.fields.flatMap(({ type }) => recordsIn(type))]
}

/** Replaces the name of a record by the record. */
const naming = (root: AvroRecord): ((schema: AvroSchema) => AvroSchema) => {
  const known = new Map(recordsIn(root).map(record => [`${record.namespace}.${record.name}`, record]))
  return schema => (typeof schema === 'string' && known.get(schema)) || schema
}

/**
 * Why a reader with schema `next` cannot read what was written with `published`: one sentence a problem, with the path
 * of the field. Empty where it can (Avro 1.12, schema resolution; a field without a default may not disappear either, or
 * older readers fail). Checked against every published version, which is what Confluent calls BACKWARD_TRANSITIVE.
 */
export const incompatibilities = (published: AvroRecord, next: AvroRecord): readonly string[] => {
  const written = naming(published)
  const read = naming(next)

  const differing = (path: string, writer: AvroSchema, reader: AvroSchema): readonly string[] => {
    const from = written(writer)
    const to = read(reader)
    const mismatch = [`${path}: published as ${describe(from)}, now ${describe(to)}`]
    if (Array.isArray(from)) return from.flatMap(branch => differing(path, branch, to))
    if (Array.isArray(to)) {
      const readable = to.some(branch => differing(path, from, branch).length === 0)
      return readable ? [] : [`${path}: ${describe(from)} was published and is no longer among ${describe(to)}`]
    }
    if (typeof from === 'string' || typeof to === 'string') {
      const promoted = typeof from === 'string' && typeof to === 'string' && promotions[from]?.includes(to)
      return from === to || promoted ? [] : mismatch
    }
    if (from.type === 'array' && to.type === 'array') return differing(`${path}[]`, from.items, to.items)
    if (from.type === 'map' && to.type === 'map') return differing(`${path}{}`, from.values, to.values)
    if (from.type === 'record' && to.type === 'record') return differingRecords(path, from, to)
    return mismatch
  }

  const differingRecords = (path: string, from: AvroRecord, to: AvroRecord): readonly string[] => [
    ...(from.name === to.name ? [] : [`${path}: published as record ${from.name}, now ${to.name}`]),
    ...to.fields.flatMap(field => {
      const before = from.fields.find(({ name }) => name === field.name)
      if (before) return differing(`${path}.${field.name}`, before.type, field.type)
      return 'default' in field ? [] : [`${path}.${field.name}: added without a default`]
    }),
    ...from.fields
      .filter(field => !('default' in field) && !to.fields.some(({ name }) => name === field.name))
      .map(field => `${path}.${field.name}: removed, though it was published without a default`),
  ]

  return differingRecords(next.name, published, next)
}
