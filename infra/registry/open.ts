import { areComplete, readIds, registerAll, type SchemaIds, writeIds } from './ids.ts'
import { openRegistry } from './registry.ts'
import { createTranslation, type Translation } from './translate.ts'

export interface RegistryOptions {
  readonly url: string
  /** Keeps the ids between starts. */
  readonly file: string
  /** Of the topics on Kafka. */
  readonly prefix: string
  /** Registers although all ids are noted: `topics apply` asks the registry itself. */
  readonly apply: boolean
}

/**
 * The translation of a registry, with the ids noted at an earlier start where they are complete, so that a start needs no
 * registry; else all schemas are registered. Throws SCHEMA_INCOMPATIBLE, UNAVAILABLE.
 */
export const openTranslation = async ({ url, file, prefix, apply }: RegistryOptions): Promise<Translation> => {
  const registry = openRegistry(url)
  const noted = readIds(file, url)
  let ids: SchemaIds
  if (noted !== null && areComplete(noted) && !apply) ids = noted
  else {
    ids = await registerAll(registry, prefix, noted)
    writeIds(file, url, ids)
  }
  return createTranslation(ids, registry)
}
