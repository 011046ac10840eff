import { vectorToBytes } from '../../processors/enrich/vector.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, eventOf, viewsOf } from '../../processors/fixtures.ts'
import type { NearestQuery } from '../../processors/ports/cache.ts'
import type { EntryStored } from '../../schemas/types.ts'

export const entryId = (name: string): string => `semantic_cache:returns:${name}`

export const storedOf = (
  name: string,
  vector: Float32Array | null,
  options: Partial<EntryStored> = {},
): DomainEvent<'EntryStored'> =>
  eventOf(
    'EntryStored',
    {
      entryId: entryId(name),
      exactKey: `exact_cache:returns:${name}`,
      tenant: 'default',
      scene: 'returns',
      scenes: ['returns'],
      language: 'en',
      identity: 'i',
      question: `question ${name}`,
      slots: [],
      vector: vector && vectorToBytes(vector),
      embeddingModel: 'm',
      answer: `Answer ${name}.`,
      answerHash: `h${name}`,
      sources: ['article'],
      model: 'demo-small',
      pool: 'small',
      promptTokens: 100,
      completionTokens: 10,
      counted: true,
      degraded: 'no_upstream',
      products: [],
      version: '1',
      policyEpoch: 2,
      origin: 'learned',
      turnId: `t${name}`,
      askers: ['u'],
      shared: true,
      storedAtMs: at,
      expiresAtMs: at + 86_400_000,
      exactExpiresAtMs: at + 3_600_000,
      views: viewsOf().versions,
      ...options,
    },
    { key: entryId(name), timeMs: at },
  )

export const invalidatedOf = (name: string, options: { epoch?: number; review?: boolean; reason?: string } = {}) =>
  eventOf(
    'EntryInvalidated',
    {
      entryId: entryId(name),
      reason: options.reason ?? 'unhelpful',
      by: 'x',
      policyEpoch: options.epoch ?? 2,
      review: options.review ?? false,
      views: viewsOf().versions,
    },
    { key: entryId(name), timeMs: at },
  )

export const restoredOf = (name: string): DomainEvent<'EntryRestored'> =>
  eventOf(
    'EntryRestored',
    { entryId: entryId(name), by: 'r', answer: null, policyEpoch: 2 },
    { key: entryId(name), timeMs: at },
  )

export const evictedOf = (name: string): DomainEvent<'EntryEvicted'> =>
  eventOf('EntryEvicted', { entryId: entryId(name), reason: 'unused' }, { key: entryId(name), timeMs: at })

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
