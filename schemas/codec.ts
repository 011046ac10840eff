import { createReader, finish, load } from './binary/reader.ts'
import { createWriter, rewind, writeSchemaId } from './binary/writer.ts'
import { decoders } from './decoders.ts'
import { encoders, schemaIds } from './encoders.ts'
import { misfitOf } from './misfit.ts'
import type { EventData, EventType } from './types.ts'
import { decodeOlder } from './upcast.ts'

/**
 * The wire format of values: a zero byte, the schema's id as four bytes big-endian, then Avro binary: what Confluent's
 * serialisers write. Embedded, ids are those of schemas/published/ids.json; with a registry they are the registry's.
 */
const magic = 0
const headerBytes = 5

const typesById = new Map(Object.entries(schemaIds).map(([type, id]) => [id, type as EventType]))
// Encoding and decoding never wait, so one of each serves all.
const writer = createWriter()
const reader = createReader()

/** Leaves the bytes of an event's data in the writer. */
const write = <T extends EventType>(type: T, data: EventData[T]): void => {
  const encode = encoders[type]
  if (!encode) throw new Error(`${type} has no published schema`)
  rewind(writer)
  writeSchemaId(writer, schemaIds[type])
  try {
    encode(writer, data)
  } catch (cause) {
    throw Object.assign(misfitOf(type, data), { cause })
  }
}

/** Bytes of an event's data. Throws an Error that names the first field that does not fit. */
export const encodeValue = <T extends EventType>(type: T, data: EventData[T]): Buffer => {
  write(type, data)
  const value = Buffer.allocUnsafe(writer.at)
  writer.bytes.copy(value, 0, 0, writer.at)
  return value
}

/** Whether `encodeValue` gives these bytes, without memory for them. Throws what it throws. */
export const encodesTo = <T extends EventType>(type: T, data: EventData[T], bytes: Uint8Array): boolean => {
  write(type, data)
  return bytes.length === writer.at && Buffer.compare(writer.bytes.subarray(0, writer.at), bytes) === 0
}

/** The event that bytes hold, upcast to the newest schema. Throws an Error that says what is wrong with the bytes. */
export const decodeValue = (bytes: Uint8Array): { type: EventType; data: EventData[EventType] } => {
  if (bytes.length < headerBytes) throw new Error(`a value has at least 5 bytes, this one has ${bytes.length}`)
  if (bytes[0] !== magic) throw new Error(`a value starts with byte 0, this one with ${bytes[0]}`)
  const id = ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0
  const type = typesById.get(id)
  if (type === undefined) return decodeOlder(id, bytes.subarray(headerBytes))
  load(reader, bytes, headerBytes)
  const data = decoders[type](reader)
  finish(reader)
  return { type, data }
}
