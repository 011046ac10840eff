import avro from 'avsc'
import { eventSchemas, selfContained } from './assemble.ts'
import { type Published, publishedSchemas, readPublished } from './published.ts'
import type { EventData, EventType } from './types.ts'

/**
 * The wire format of values: a zero byte, the schema's id as four bytes big-endian, then Avro binary: what Confluent's
 * serialisers write. Embedded, ids are those of schemas/published/ids.json; with a registry they are the registry's.
 */
const magic = 0

const readers = new Map(
  eventSchemas().map(({ record }) => [record.name, avro.Type.forSchema(selfContained(record) as avro.Schema)]),
)
const published = new Map(publishedSchemas().map(entry => [entry.id, entry]))
const newest = new Map(publishedSchemas().map(entry => [entry.type, entry.id]))
const writers = new Map<number, { entry: Published; type: avro.Type; upcast: avro.Resolver | null }>()

const writerOf = (id: number): { entry: Published; type: avro.Type; upcast: avro.Resolver | null } => {
  const known = writers.get(id)
  if (known) return known
  const entry = published.get(id)
  if (!entry) throw new Error(`schema id ${id} was never published (known: 1 to ${published.size})`)
  const type = avro.Type.forSchema(readPublished(entry) as avro.Schema)
  const reader = readers.get(entry.type)
  if (!reader) throw new Error(`schemas/avro no longer has ${entry.type}, which schema id ${id} was written with`)
  const upcast = newest.get(entry.type) === id ? null : reader.createResolver(type)
  const writer = { entry, type: upcast ? type : reader, upcast }
  writers.set(id, writer)
  return writer
}

/** Thrown by `encodeValue` with the path of the first field that does not fit. */
const invalid = (type: EventType, avroType: avro.Type, data: unknown): Error => {
  let at = ''
  avroType.isValid(data, {
    errorHook: (path, value, expected) => {
      at ||= `${type}.${path.join('.')} must be ${String(expected)}, is ${JSON.stringify(value) ?? 'missing'}`
    },
  })
  return new Error(at || `${type} does not fit its schema`)
}

/** Bytes of an event's data. Throws an Error that names the first field that does not fit. */
export const encodeValue = <T extends EventType>(type: T, data: EventData[T]): Buffer => {
  const avroType = readers.get(type)
  const id = newest.get(type)
  if (!avroType || id === undefined) throw new Error(`${type} has no published schema`)
  let payload: Buffer
  try {
    payload = avroType.toBuffer(data)
  } catch (cause) {
    throw Object.assign(invalid(type, avroType, data), { cause })
  }
  const value = Buffer.allocUnsafe(payload.length + 5)
  value[0] = magic
  value.writeUInt32BE(id, 1)
  payload.copy(value, 5)
  return value
}

/** The event that bytes hold, upcast to the newest schema. Throws an Error that says what is wrong with the bytes. */
export const decodeValue = (bytes: Uint8Array): { type: EventType; data: EventData[EventType] } => {
  const value = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (value.length < 5) throw new Error(`a value has at least 5 bytes, this one has ${value.length}`)
  if (value[0] !== magic) throw new Error(`a value starts with byte 0, this one with ${value[0]}`)
  const { entry, type, upcast } = writerOf(value.readUInt32BE(1))
  const data = upcast ? type.fromBuffer(value.subarray(5), upcast) : type.fromBuffer(value.subarray(5))
  return { type: entry.type as EventType, data: data as EventData[EventType] }
}
