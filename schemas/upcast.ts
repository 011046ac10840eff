import avro from 'avsc'
import { currentType } from './current.ts'
import { type Published, publishedSchemas, readPublished } from './published.ts'
import type { EventData, EventType } from './types.ts'

interface Older {
  readonly type: EventType
  readonly reader: avro.Type
  readonly writer: avro.Type
  readonly upcast: avro.Resolver
}

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
  const writer = avro.Type.forSchema(readPublished(entry) as avro.Schema)
  const older = { type: entry.type as EventType, reader, writer, upcast: reader.createResolver(writer) }
  known.set(id, older)
  return older
}

/**
 * The event that Avro bytes of an older schema hold, upcast to the newest. Throws an Error that says what is wrong with the
 * id or the bytes.
 */
export const decodeOlder = (id: number, avroBytes: Uint8Array): { type: EventType; data: EventData[EventType] } => {
  const { type, reader, upcast } = olderOf(id)
  const bytes = Buffer.from(avroBytes.buffer, avroBytes.byteOffset, avroBytes.length)
  return { type, data: reader.fromBuffer(bytes, upcast) as EventData[EventType] }
}
