import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { Refolded } from '../cache/embedded.ts'
import { type EmbeddedLayerOptions, type Layer, openEmbeddedLayer } from '../cache/layer.ts'
import { layered } from '../cache/layered.ts'
import { openColdLayer } from '../elasticsearch/layer.ts'
import type { RedisStore } from '../redis/client.ts'
import { openExactLayer } from '../redis/entries/layer.ts'

export type LayerName = 'embedded' | 'redis' | 'elasticsearch'

export interface RebuiltLayer extends Refolded {
  readonly layer: LayerName
  /** Whether what was rebuilt is what was there; null where events came meanwhile, so that the two cannot be compared. */
  readonly equal: boolean | null
}

/** What a rebuild names: where exact keys are (redis), where vectors are (elasticsearch), or all; embedded they are one. */
export type Store = 'redis' | 'elasticsearch' | 'all'

/** The caches that lookups of this process see, and how they stand. */
export interface Caches {
  readonly reader: CacheReader
  size(): Promise<number | null>
  caughtUp(): Promise<void>
  rebuild(store: Store): Promise<readonly RebuiltLayer[]>
  /** By layer, each with what is wrong with it, null where nothing is. */
  troubles(): ReadonlyMap<LayerName, string | null>
  close(): Promise<void>
}

export interface CachesOptions extends EmbeddedLayerOptions {
  readonly redis: RedisStore | null
  readonly elasticsearch: Client | null
  /** Told of trouble with a server that lookups do without. */
  readonly onDegraded: (error: unknown) => void
}

/** How long a start waits for caches that other servers hold, ms. */
const startMs = 5_000

const rebuilt = (layer: LayerName, { before, after }: Refolded): RebuiltLayer => {
  const comparable = before.positions.every((position, partition) => position === after.positions[partition])
  return { layer, before, after, equal: comparable ? before.digest === after.digest : null }
}

/**
 * Opens the caches: exact keys in Redis where there is one, entries and vectors in Elasticsearch where there is one, else all of
 * them embedded. When it resolves they have caught up with the log, or a server keeps them from it: `troubles` says so,
 * lookups find nothing there, and it heals by itself.
 */
export const openCaches = async (options: CachesOptions): Promise<Caches> => {
  const { redis, elasticsearch, onDegraded } = options
  const onServer = { ...options, onTrouble: onDegraded }
  const semantic = elasticsearch
    ? openColdLayer({ ...onServer, client: elasticsearch })
    : await openEmbeddedLayer(options)
  const exact = redis
    ? openExactLayer({ ...onServer, redis, cold: async entryId => semantic.reader.entry(entryId) })
    : null
  const semanticName: LayerName = elasticsearch ? 'elasticsearch' : 'embedded'
  const layers = new Map<LayerName, Omit<Layer, 'reader'>>([
    [semanticName, semantic],
    ...(exact ? [['redis', exact] as const] : []),
  ])
  const named: Record<Store, readonly LayerName[]> = {
    redis: [exact ? 'redis' : semanticName],
    elasticsearch: [semanticName],
    all: [...layers.keys()],
  }
  const all = [...layers.values()]
  const caughtUp = async (): Promise<void> => {
    await Promise.all(all.map(layer => layer.caughtUp()))
  }

  await caughtUp()
  for (const until = performance.now() + startMs; performance.now() < until; await delay(10))
    if (all.every(layer => layer.trouble() === null)) break

  return {
    reader: exact ? layered(exact.store, semantic.reader) : semantic.reader,
    size: semantic.size,
    caughtUp,
    rebuild: async store => {
      const results: RebuiltLayer[] = []
      for (const name of named[store]) results.push(rebuilt(name, await layers.get(name)!.rebuild()))
      return results
    },
    troubles: () => new Map([...layers].map(([name, layer]) => [name, layer.trouble()])),
    close: async () => {
      await exact?.close()
      await semantic.close()
    },
  }
}
