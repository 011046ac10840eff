import type { AvroRecord, AvroSchema } from '../assemble.ts'
import { type Reader, readBoolean, readBytes, readCount, readDouble, readInt, readLong } from './reader.ts'

type Pass = (from: Reader) => void

const primitives: Readonly<Record<string, Pass>> = {
  null: () => {},
  boolean: readBoolean,
  int: readInt,
  long: readLong,
  double: readDouble,
  bytes: readBytes,
  string: readBytes,
}

/**
 * Passes over a value of a schema, which names a record after it is defined. It throws where the bytes hold no such value, and
 * takes no longer than their number, whatever counts they claim.
 */
export const passOf = (root: AvroRecord): Pass => {
  const named = new Map<string, Pass>()

  const of = (schema: AvroSchema): Pass => {
    if (typeof schema === 'string') return primitives[schema] ?? (from => named.get(schema)!(from))
    if (Array.isArray(schema)) return union(schema.map(of))
    if (schema.type === 'array') return blocks(of(schema.items))
    if (schema.type === 'map') return blocks(entry(of(schema.values)))
    const fields: Pass[] = []
    const record: Pass = from => {
      for (const field of fields) field(from)
    }
    for (const name of [schema.name, `${schema.namespace}.${schema.name}`]) named.set(name, record)
    fields.push(...schema.fields.map(({ type }) => of(type)))
    return record
  }
  return of(root)
}

const union =
  (branches: readonly Pass[]): Pass =>
  from => {
    const branch = readLong(from)
    const chosen = branches[branch]
    if (!chosen) throw new Error(`invalid union index: ${branch}`)
    chosen(from)
  }

const blocks =
  (item: Pass): Pass =>
  from => {
    for (let count = readCount(from); count > 0; count = readCount(from)) for (; count > 0; count--) item(from)
  }

const entry =
  (value: Pass): Pass =>
  from => {
    readBytes(from)
    value(from)
  }
