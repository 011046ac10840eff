import { turnstreamError } from '../processors/errors.ts'
import { type AvroRecord, type AvroSchema, eventSchemas, sharedRecords } from '../schemas/assemble.ts'
import type { EventData, EventType } from '../schemas/types.ts'

const schemas = new Map(eventSchemas().map(({ record }) => [record.name, record]))
const shared = sharedRecords()

type Tree = Readonly<Record<string, unknown>>

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)

const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text

const readRecord = (record: AvroRecord, value: unknown, path: string): unknown => {
  if (!isTree(value)) return value
  const names = record.fields.map(({ name }) => name)
  const stranger = Object.keys(value).find(name => !names.includes(name))
  // Avro would drop it silently, and with it what the sender meant.
  if (stranger !== undefined)
    throw turnstreamError('RECORD_INVALID', `${path} has no field ${stranger}; its fields are ${names.join(', ')}`)
  return Object.fromEntries(
    record.fields.flatMap(({ name, type }) =>
      name in value ? [[name, readValue(type, value[name], `${path}.${name}`)]] : [],
    ),
  )
}

const readValue = (schema: AvroSchema, value: unknown, path: string): unknown => {
  if (value === null) return null
  if (Array.isArray(schema)) return readValue(schema.find(branch => branch !== 'null') ?? 'null', value, path)
  if (typeof schema === 'string') {
    const record = shared.get(schema)
    if (record) return readRecord(record, value, path)
    return schema === 'bytes' && typeof value === 'string' && isBase64(value) ? Buffer.from(value, 'base64') : value
  }
  if (schema.type === 'record') return readRecord(schema, value, path)
  if (schema.type === 'array')
    return Array.isArray(value) ? value.map((item, i) => readValue(schema.items, item, `${path}.${i}`)) : value
  return isTree(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, readValue(schema.values, item, `${path}.${key}`)]),
      )
    : value
}

/**
 * An event's data from JSON, where bytes are base64. Throws RECORD_INVALID for a field that the schema does not have; other
 * misfits are found when the event is encoded.
 */
export const dataFromJson = <T extends EventType>(type: T, value: unknown): EventData[T] =>
  readRecord(schemas.get(type)!, value, type) as EventData[T]

const shownVectorBytes = 12

/** An event's data as JSON: bytes as base64; vectors cut short, which cannot be read back, unless `full`. */
export const dataToJson = (data: unknown, full: boolean, field = ''): unknown => {
  if (Buffer.isBuffer(data)) {
    if (full || !/vector$/i.test(field) || data.length <= shownVectorBytes) return data.toString('base64')
    return `${data.subarray(0, shownVectorBytes).toString('base64')}… (${data.length} bytes)`
  }
  if (Array.isArray(data)) return data.map(item => dataToJson(item, full, field))
  if (!isTree(data)) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, dataToJson(value, full, name)]))
}
