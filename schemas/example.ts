import { createHash } from 'node:crypto'
import avro from 'avsc'
import type { AvroRecord, AvroSchema } from './assemble.ts'

/**
 * A golden event: data made from the schema alone, the same on every machine, and its bytes. Committed when a schema is
 * published and kept for ever, so that each later release proves that it still reads what this one wrote.
 */
export const exampleOf = (schema: AvroRecord, id: number): { id: number; data: unknown; avro: string } => {
  const records = new Map<string, AvroRecord>()
  const digest = (path: string): number => createHash('sha256').update(path).digest().readUInt32BE(0)
  const value = (type: AvroSchema, path: string): unknown => {
    if (Array.isArray(type)) return value(type.at(-1)!, path)
    if (typeof type === 'string') {
      const record = records.get(type)
      if (record) return value(record, path)
      if (type === 'string') return `${path} ß€🙂`
      if (type === 'long') return digest(path) * 1000
      if (type === 'int') return digest(path) >>> 1
      if (type === 'double') return digest(path) / 1024
      if (type === 'boolean') return digest(path) % 2 === 0
      if (type === 'bytes') return Buffer.from(path)
      return null
    }
    if (type.type === 'array') return [value(type.items, `${path}[0]`), value(type.items, `${path}[1]`)]
    if (type.type === 'map') return { one: value(type.values, `${path}.one`) }
    records.set(`${type.namespace}.${type.name}`, type)
    return Object.fromEntries(type.fields.map(field => [field.name, value(field.type, `${path}.${field.name}`)]))
  }
  const data = value(schema, schema.name)
  const type = avro.Type.forSchema(schema as avro.Schema)
  return { id, data: JSON.parse(type.toString(data)), avro: type.toBuffer(data).toString('base64') }
}
