import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { publishedSchemas, readPublished } from '../../schemas/published.ts'
import { type EventType, topicOfEvent } from '../../schemas/types.ts'
import { type Registry, subjectOf } from './registry.ts'

/** Ids of Turnstream's own schemas and the registry's for them. */
export interface SchemaIds {
  /** Own id to the registry's. */
  readonly outward: ReadonlyMap<number, number>
  /** The registry's id to the own one; also those that the registry has once given. */
  readonly inward: ReadonlyMap<number, number>
}

interface Stored {
  readonly registry: string
  readonly outward: readonly (readonly [number, number])[]
  readonly inward: readonly (readonly [number, number])[]
}

/** The ids that an earlier start has noted for this registry; null where there are none. */
export const readIds = (file: string, registry: string): SchemaIds | null => {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored
    if (stored.registry !== registry) return null
    return { outward: new Map(stored.outward), inward: new Map(stored.inward) }
  } catch {
    return null
  }
}

/** Notes the ids, so that a start without the registry knows them. */
export const writeIds = (file: string, registry: string, { outward, inward }: SchemaIds): void => {
  mkdirSync(dirname(file), { recursive: true })
  const stored: Stored = { registry, outward: [...outward], inward: [...inward] }
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(stored)}\n`)
  renameSync(`${file}.${process.pid}`, file)
}

/** Whether every published schema has its id. */
export const areComplete = ({ outward }: SchemaIds): boolean => publishedSchemas().every(({ id }) => outward.has(id))

/**
 * Registers every published schema, oldest version first, which finds the id of those that are there already. Throws
 * SCHEMA_INCOMPATIBLE, UNAVAILABLE.
 */
export const registerAll = async (registry: Registry, prefix: string, before: SchemaIds | null): Promise<SchemaIds> => {
  const outward = new Map<number, number>()
  const inward = new Map(before?.inward ?? [])
  for (const published of publishedSchemas()) {
    const schema = readPublished(published)
    const topic = topicOfEvent[published.type as EventType]
    const id = await registry.register(subjectOf(prefix + topic, schema), schema)
    outward.set(published.id, id)
    inward.set(id, published.id)
  }
  return { outward, inward }
}
