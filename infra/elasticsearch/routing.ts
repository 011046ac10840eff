/** What an entry's shard is chosen by: the entry itself, or all of a scene or a tenant on one shard. */
export type Routing = 'none' | 'scene' | 'tenant'

/** The scene in `semantic_cache:{scene}:{hash}`. */
export const sceneOf = (entryId: string): string => entryId.slice(entryId.indexOf(':') + 1, entryId.lastIndexOf(':'))

/** Where an entry's document is, as far as its id tells; undefined is Elasticsearch's own choice. */
export const routeOf = (routing: Routing, entryId: string): string | undefined =>
  routing === 'scene' ? sceneOf(entryId) : undefined
