import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** An Avro schema as JSON, in the subset the project uses. */
export type AvroSchema = string | AvroSchema[] | AvroRecord | AvroArray | AvroMap

export interface AvroField {
  name: string
  type: AvroSchema
  doc: string
  /** Holds personal text, or a vector or hash made from it. */
  personal?: boolean
  default?: unknown
}
export interface AvroRecord {
  type: 'record'
  name: string
  namespace: string
  doc: string
  fields: AvroField[]
}
export interface AvroArray {
  type: 'array'
  items: AvroSchema
}
export interface AvroMap {
  type: 'map'
  values: AvroSchema
}

export interface EventSchema {
  /** The folder it lies in is the topic it belongs to. */
  readonly topic: string
  readonly record: AvroRecord
}

const folder = join(import.meta.dirname, 'avro')

const load = (pattern: string): { topic: string; record: AvroRecord }[] =>
  globSync(pattern, { cwd: folder })
    .sort()
    .map(path => {
      const record = JSON.parse(readFileSync(join(folder, path), 'utf8')) as AvroRecord
      if (record.name !== basename(path, '.avsc')) throw new Error(`schemas/avro/${path} declares ${record.name}`)
      return { topic: dirname(path), record }
    })

/** Records that events share, by full name. */
export const sharedRecords = (): ReadonlyMap<string, AvroRecord> =>
  new Map(load('shared/*.avsc').map(({ record }) => [`${record.namespace}.${record.name}`, record]))

/** Event schemas as they stand, references not yet resolved. */
export const eventSchemas = (): readonly EventSchema[] => load('*/*.avsc').filter(({ topic }) => topic !== 'shared')

/**
 * A schema that stands alone: each shared record is written out where it is first used and named afterwards, as Avro
 * asks. Throws for a name that no shared record has.
 */
export const selfContained = (root: AvroRecord, shared = sharedRecords()): AvroRecord => {
  const seen = new Set<string>()
  const resolve = (schema: AvroSchema): AvroSchema => {
    if (typeof schema === 'string') {
      if (!schema.includes('.') || seen.has(schema)) return schema
      const record = shared.get(schema)
      if (!record) throw new Error(`${root.name} refers to ${schema}, which schemas/avro/shared does not have`)
      seen.add(schema)
      return expand(record)
    }
    if (Array.isArray(schema)) return schema.map(resolve)
    if (schema.type === 'array') return { ...schema, items: resolve(schema.items) }
    if (schema.type === 'map') return { ...schema, values: resolve(schema.values) }
    return expand(schema)
  }
  const expand = (record: AvroRecord): AvroRecord => ({
    ...record,
    fields: record.fields.map(field => ({ ...field, type: resolve(field.type) })),
  })
  return expand(root)
}
