import avro from 'avsc'
import { turnstreamError } from '../../processors/errors.ts'
import { encodeValue } from '../../schemas/codec.ts'
import { currentType } from '../../schemas/current.ts'
import type { EventData, EventType } from '../../schemas/types.ts'
import type { SchemaIds } from './ids.ts'
import type { Registry } from './registry.ts'

/** Values between the log, whose ids are the registry's, and this program, which has ids of its own. */
export interface Translation {
  /** A value as it goes to the log. Throws SCHEMA_UNKNOWN for one whose schema the registry was never given. */
  outward(value: Uint8Array | null): Uint8Array | null
  /** Whether `inward` knows the value's schema already. */
  isReady(value: Uint8Array | null): boolean
  /** Asks the registry for the schemas of these values. Never throws: what cannot be had stays unknown for a while. */
  prepare(values: readonly (Uint8Array | null)[]): Promise<void>
  /** A value as this program has it. */
  inward(value: Buffer | null): Buffer | null
}

const HEADER_BYTES = 5
/** Marks an id of the registry's that means nothing here, for it could be one of this program's. Bytes stay reversible. */
const STRANGE = 0x8000_0000
/** Between two tries to get a schema that could not be had. */
const AGAIN_MS = 5_000

/** Decodes a value of a foreign schema and encodes it as the newest version of ours. */
type Transcode = (value: Buffer) => Buffer

const idOf = (value: Uint8Array | null): number | null =>
  value === null || value.length < HEADER_BYTES || value[0] !== 0
    ? null
    : ((value[1]! << 24) | (value[2]! << 16) | (value[3]! << 8) | value[4]!) >>> 0

const withId = (value: Uint8Array, id: number): Buffer => {
  const copy = Buffer.from(value)
  copy.writeUInt32BE(id, 1)
  return copy
}

const transcoderFor = (schema: avro.Schema): Transcode | null => {
  const writer = avro.Type.forSchema(schema)
  const type = writer.name?.split('.').at(-1)
  const reader = type === undefined ? undefined : currentType(type)
  if (reader === undefined) return null
  const resolver = reader.createResolver(writer)
  return value =>
    encodeValue(type as EventType, reader.fromBuffer(value.subarray(HEADER_BYTES), resolver) as EventData[EventType])
}

/** `registry` null: none is reachable by configuration, and what is unknown stays so. */
export const createTranslation = ({ outward, inward }: SchemaIds, registry: Registry | null): Translation => {
  const foreign = new Map<number, Transcode>()
  const missing = new Map<number, number>()

  const isKnown = (id: number): boolean => {
    if (inward.has(id) || foreign.has(id)) return true
    const since = missing.get(id)
    return since !== undefined && performance.now() - since < AGAIN_MS
  }

  const learn = async (id: number): Promise<void> => {
    try {
      const schema = await registry?.schema(id)
      const transcode = schema ? transcoderFor(schema as avro.Schema) : null
      if (transcode !== null) foreign.set(id, transcode)
      else missing.set(id, performance.now())
    } catch {
      missing.set(id, performance.now())
    }
  }

  return {
    outward: value => {
      const id = idOf(value)
      if (value === null || id === null) return value
      if (id >= STRANGE) return withId(value, id - STRANGE)
      const theirs = outward.get(id)
      if (theirs !== undefined) return withId(value, theirs)
      throw turnstreamError('SCHEMA_UNKNOWN', `schema id ${id} is not in the registry: turnstream topics apply`)
    },
    isReady: value => {
      const id = idOf(value)
      return id === null || isKnown(id)
    },
    prepare: async values => {
      const ids = new Set(values.map(idOf))
      await Promise.all([...ids].map(id => (id === null || isKnown(id) ? undefined : learn(id))))
    },
    inward: value => {
      const id = idOf(value)
      if (value === null || id === null) return value
      const own = inward.get(id)
      if (own !== undefined) return withId(value, own)
      try {
        return foreign.get(id)?.(value) ?? withId(value, (id | STRANGE) >>> 0)
      } catch {
        // The bytes are not of their schema: whoever reads them says so.
        return withId(value, (id | STRANGE) >>> 0)
      }
    },
  }
}
