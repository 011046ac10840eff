import { vectorToBytes } from '../../processors/enrich/vector.ts'
import * as fixtures from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at } from '../../processors/fixtures.ts'
import type { NearestQuery } from '../../processors/ports/cache.ts'
import type { EntryStored } from '../../schemas/types.ts'

/** An example entry with this vector. */
export const storedOf = (
  name: string,
  vector: Float32Array | null,
  options: Partial<EntryStored> = {},
): DomainEvent<'EntryStored'> => fixtures.storedOf(name, { vector: vector && vectorToBytes(vector), ...options })

export const queryOf = (vector: Float32Array, options: Partial<NearestQuery> = {}): NearestQuery => ({
  tenant: 'default',
  scene: 'returns',
  language: 'en',
  identity: 'i',
  embeddingModel: 'm',
  vector,
  limit: 8,
  keywords: false,
  nowMs: at,
  ...options,
})
