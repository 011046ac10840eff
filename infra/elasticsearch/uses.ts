import type { Client } from '@elastic/elasticsearch'
import { createBulk } from './bulk.ts'

/** How often an entry was served and when last, as folded from the log. */
export interface Use {
  readonly entryId: string
  readonly hits: number
  readonly lastAtMs: number
}

/**
 * Uses of entries, in an index of their own: they come from other topics than the entries, whose documents carry the offsets of
 * `cache.entries` as versions, and a rebuild of the entries leaves them alone.
 */
export interface Uses {
  /** Later uses replace earlier ones, in whatever order they come. */
  record(uses: readonly Use[], signal: AbortSignal): Promise<void>
  read(entryIds: readonly string[]): Promise<ReadonlyMap<string, Use>>
}

export const openUses = async (
  client: Client,
  alias: string,
  options: { replicas: number; onTrouble: (error: unknown) => void },
): Promise<Uses> => {
  const index = `${alias}.uses`
  await client.indices.putIndexTemplate({
    name: index,
    index_patterns: [index],
    priority: 500,
    template: {
      settings: { number_of_shards: 1, number_of_replicas: options.replicas },
      mappings: {
        dynamic: 'strict',
        properties: {
          entryId: { type: 'keyword' },
          hits: { type: 'long' },
          lastAt: { type: 'date', format: 'epoch_millis' },
        },
      },
    },
  })
  const bulk = createBulk({ client, index, flushBytes: 2 ** 20, flushEntries: 1_000, onRefused: options.onTrouble })
  return {
    record: (uses, signal) =>
      bulk.send(
        uses.map(({ entryId, hits, lastAtMs }) => ({
          id: entryId,
          bytes: 300,
          lines: [
            { index: { _id: entryId, version: lastAtMs, version_type: 'external_gte' } },
            { entryId, hits, lastAt: lastAtMs },
          ],
        })),
        signal,
      ),
    read: async entryIds => {
      const known = new Map<string, Use>()
      if (entryIds.length === 0) return known
      const { docs } = await client.mget<{ entryId: string; hits: number; lastAt: number }>({
        index,
        ids: [...entryIds],
      })
      for (const doc of docs) {
        // Nobody has used anything yet, or the index was deleted.
        if ('error' in doc || !doc.found || !doc._source) continue
        const { entryId, hits, lastAt } = doc._source
        known.set(entryId, { entryId, hits, lastAtMs: lastAt })
      }
      return known
    },
  }
}
