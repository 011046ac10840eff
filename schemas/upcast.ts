import avro from 'avsc'
import { passOf } from './binary/pass.ts'
import { createReader, finish, load, type Reader } from './binary/reader.ts'
import { currentType } from './current.ts'
import { type Published, publishedSchemas, readPublished } from './published.ts'
import type { EventData, EventType } from './types.ts'

interface Older {
  readonly type: EventType
  readonly reader: avro.Type
  readonly upcast: avro.Resolver
  readonly pass: (from: Reader) => void
}

const bounds = createReader()
const known = new Map<number, Older>()
let published: readonly Published[] | null = null

const olderOf = (id: number): Older => {
  const before = known.get(id)
  if (before) return before
  published ??= publishedSchemas()
  const entry = published.find(entry => entry.id === id)
  if (!entry) throw new Error(`schema id ${id} was never published (known: 1 to ${published.length})`)
  const reader = currentType(entry.type)
  if (!reader) throw new Error(`schemas/avro no longer has ${entry.type}, which schema id ${id} was written with`)
  const written = readPublished(entry)
  const upcast = reader.createResolver(avro.Type.forSchema(written as avro.Schema))
  const older = { type: entry.type as EventType, reader, upcast, pass: passOf(written) }
  known.set(id, older)
  return older
}

/**
 * The event that Avro bytes of an older schema hold, upcast to the newest. Throws an Error that says what is wrong with the
 * id or the bytes.
 */
export const decodeOlder = (id: number, avroBytes: Uint8Array): { type: EventType; data: EventData[EventType] } => {
  const { type, reader, upcast, pass } = olderOf(id)
  // avsc notices only at the end that it read past it: a count of 2^40 would keep it busy for ever.
  load(bounds, avroBytes, 0)
  pass(bounds)
  finish(bounds)
  const bytes = Buffer.from(avroBytes.buffer, avroBytes.byteOffset, avroBytes.length)
  return { type, data: reader.fromBuffer(bytes, upcast) as EventData[EventType] }
}
