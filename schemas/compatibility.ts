import type { AvroRecord, AvroSchema } from './assemble.ts'

/** Avro's promotions: a reader of the right type can read what was written as the left one. */
const promotions: Record<string, readonly string[]> = {
  int: ['long', 'double'],
  long: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

const describe = (schema: AvroSchema): string =>
  typeof schema === 'string' ? schema : Array.isArray(schema) ? schema.map(describe).join('|') : schema.type

/**
 * Why a reader with schema `next` cannot read what was written with `published`: one sentence a problem, with the path
 * of the field. Empty where it can (Avro 1.12, schema resolution). Checked against every published version, which is
 * what Confluent calls BACKWARD_TRANSITIVE.
 */
export const incompatibilities = (published: AvroRecord, next: AvroRecord): readonly string[] => {
  const problems: string[] = []
  const names = (root: AvroRecord): Map<string, AvroRecord> => {
    const found = new Map<string, AvroRecord>()
    const visit = (schema: AvroSchema): void => {
      if (typeof schema === 'string') return
      if (Array.isArray(schema)) return schema.forEach(visit)
      if (schema.type === 'array') return visit(schema.items)
      if (schema.type === 'map') return visit(schema.values)
      found.set(`${schema.namespace}.${schema.name}`, schema)
      for (const field of schema.fields) visit(field.type)
    }
    visit(root)
    return found
  }
  const writers = names(published)
  const readers = names(next)
  const named = (schema: AvroSchema, known: Map<string, AvroRecord>): AvroSchema =>
    (typeof schema === 'string' && known.get(schema)) || schema

  const compare = (path: string, writer: AvroSchema, reader: AvroSchema): void => {
    const from = named(writer, writers)
    const to = named(reader, readers)
    if (Array.isArray(from)) {
      for (const branch of from) compare(path, branch, to)
      return
    }
    if (Array.isArray(to)) {
      const before = problems.length
      for (const branch of to) {
        const mark = problems.length
        compare(path, from, branch)
        if (problems.length === mark) {
          problems.length = before
          return
        }
      }
      problems.length = before
      problems.push(`${path}: ${describe(from)} was published and is no longer among ${describe(to)}`)
      return
    }
    if (typeof from === 'string' || typeof to === 'string') {
      if (from === to || (typeof from === 'string' && typeof to === 'string' && promotions[from]?.includes(to))) return
      problems.push(`${path}: published as ${describe(from)}, now ${describe(to)}`)
      return
    }
    if (from.type === 'array' && to.type === 'array') return compare(`${path}[]`, from.items, to.items)
    if (from.type === 'map' && to.type === 'map') return compare(`${path}{}`, from.values, to.values)
    if (from.type === 'record' && to.type === 'record') return compareRecords(path, from, to)
    problems.push(`${path}: published as ${describe(from)}, now ${describe(to)}`)
  }
  const compareRecords = (path: string, from: AvroRecord, to: AvroRecord): void => {
    if (from.name !== to.name) problems.push(`${path}: published as record ${from.name}, now ${to.name}`)
    for (const field of to.fields) {
      const written = from.fields.find(candidate => candidate.name === field.name)
      if (written) compare(`${path}.${field.name}`, written.type, field.type)
      else if (!('default' in field)) problems.push(`${path}.${field.name}: added without a default`)
    }
    for (const field of from.fields)
      if (!('default' in field) && !to.fields.some(candidate => candidate.name === field.name))
        problems.push(`${path}.${field.name}: removed, though it was published without a default`)
  }
  compareRecords(next.name, published, next)
  return problems
}
