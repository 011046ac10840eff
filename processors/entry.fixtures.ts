import type { EntryRestored, EntryStored } from '../schemas/types.ts'
import { vectorToBytes } from './enrich/vector.ts'
import type { DomainEvent } from './event.ts'
import { at, eventOf, vectorOf, viewsOf } from './fixtures.ts'

/** The id of an example entry, by its name. */
export const entryIdOf = (name: string): string => `semantic_cache:returns:${name}`
export const exactKeyOf = (name: string): string => `exact_cache:returns:${name}`

const hourMs = 3_600_000

/** An entry whose vector points along its own axis, where the name ends with a number. */
export const entryOf = (name: string, options: Partial<EntryStored> = {}): EntryStored => ({
  entryId: entryIdOf(name),
  exactKey: exactKeyOf(name),
  tenant: 'default',
  scene: 'returns',
  scenes: ['returns'],
  language: 'en',
  identity: 'i',
  question: `question ${name}`,
  slots: [],
  vector: vectorToBytes(vectorOf(Number(name.replace(/\D/g, '')) % 380)),
  embeddingModel: 'm',
  answer: `Answer ${name}.`,
  answerHash: `h${name}`,
  answerGroup: '',
  answerVector: null,
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
  expiresAtMs: at + 24 * hourMs,
  exactExpiresAtMs: at + hourMs,
  views: viewsOf().versions,
  ...options,
})

const about = (name: string, timeMs = at) => ({ key: entryIdOf(name), timeMs })

export const storedOf = (name: string, options: Partial<EntryStored> = {}): DomainEvent<'EntryStored'> => {
  const entry = entryOf(name, options)
  return eventOf('EntryStored', entry, about(name, entry.storedAtMs))
}

export const invalidatedOf = (
  name: string,
  { reason = 'unhelpful', epoch = 2, review = false }: { reason?: string; epoch?: number; review?: boolean } = {},
): DomainEvent<'EntryInvalidated'> =>
  eventOf(
    'EntryInvalidated',
    { entryId: entryIdOf(name), reason, by: 'x', policyEpoch: epoch, review, views: viewsOf().versions },
    about(name),
  )

export const restoredOf = (
  name: string,
  options: Partial<EntryRestored> = {},
  id = `${name}.restored`,
): DomainEvent<'EntryRestored'> =>
  eventOf(
    'EntryRestored',
    {
      entryId: entryIdOf(name),
      by: 'r',
      answer: null,
      policyEpoch: 2,
      verdict: 'restore',
      stored: null,
      proposed: null,
      ...options,
    },
    { ...about(name), id },
  )

/** Of the entry as it was when it was stored at that time; null: whenever that was. */
export const evictedOf = (name: string, storedAtMs: number | null = null): DomainEvent<'EntryEvicted'> =>
  eventOf(
    'EntryEvicted',
    { entryId: entryIdOf(name), reason: 'unused', storedAtMs, views: viewsOf().versions },
    about(name),
  )

/** To the hot layer until then; 0: to the cold one. */
export const promotedOf = (name: string, untilMs: number): DomainEvent<'EntryPromoted'> =>
  eventOf(
    'EntryPromoted',
    { entryId: entryIdOf(name), layer: untilMs > 0 ? 'hot' : 'cold', hits: 5, untilMs, views: viewsOf().versions },
    about(name),
  )

let events = 0

/** Each is an event of its own. */
export const usedOf = (name: string, hits: number, timeMs = at): DomainEvent<'EntryUsed'> =>
  eventOf(
    'EntryUsed',
    { entryId: entryIdOf(name), hits },
    { ...about(name, timeMs), id: `${name}.used.${events++}`, subject: entryIdOf(name) },
  )

export const sweptOf = (name: string, timeMs: number, unusedSinceMs: number | null = null): DomainEvent<'EntrySwept'> =>
  eventOf(
    'EntrySwept',
    { entryId: entryIdOf(name), unusedSinceMs },
    { ...about(name, timeMs), id: `${name}.swept.${timeMs}`, subject: entryIdOf(name) },
  )
