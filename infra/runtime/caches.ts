import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { ExactEntries } from '../../processors/ports/exact.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { openCache, type Refolded } from '../cache/embedded.ts'
import { layered } from '../cache/layered.ts'
import { mirrorHot } from '../cache/mirror.ts'
import { openServedColdCache } from '../elasticsearch/served-cold-cache.ts'
import type { RedisStore } from '../redis/client.ts'
import { followEntries } from '../redis/entries/follow.ts'
import { openRedisEntries } from '../redis/entries/store.ts'
import { persistently } from './persistently.ts'
import { project } from './projector.ts'

/** A cache that keeps up with the log by itself. */
interface Layer {
  readonly reader: CacheReader
  /** Entries that a lookup can find; null while nobody can say. */
  size(): Promise<number | null>
  /** Resolves when what was in the log at the call counts in every lookup; at once while it serves nothing. */
  caughtUp(): Promise<void>
  /** Drops the read model and folds it again. Throws UNAVAILABLE where its server does not answer. */
  rebuild(): Promise<Refolded>
  /** Null while lookups find what the log holds, else why they do not. */
  trouble(): string | null
  close(): Promise<void>
}

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

export interface CachesOptions {
  readonly dataDir: string
  readonly log: EventLog
  readonly partitions: number
  readonly dimensions: number
  readonly configuration: Configuration
  readonly redis: RedisStore | null
  readonly elasticsearch: Client | null
  readonly onTrouble: (error: unknown) => void
  /** Told of trouble with a server that lookups do without. */
  readonly onDegraded: (error: unknown) => void
}

/** How long a start waits for caches that other servers hold, ms. */
const startMs = 5_000
/** How often who waits for the log looks whether the layer still serves, ms. */
const lookMs = 50
/** How long the number of entries may take to count, ms: whoever asks for metrics does not wait for a server in trouble. */
const countMs = 1_000
/** How long Redis may say nothing before a rebuild is given up, ms. */
const patienceMs = 10_000
/** Entries that expire within this time of a rebuild are not compared, ms. */
const rebuildMs = 600_000

const topic = 'cache.entries'

const openEmbedded = async (options: CachesOptions): Promise<Layer> => {
  const { dataDir, log, partitions, dimensions, configuration, onTrouble } = options
  const { searchable } = configuration.cache
  const model = await openCache({ dir: join(dataDir, 'views', 'cache'), logId: log.id, dimensions, searchable })
  const projection = project(log, topic, partitions, model, onTrouble)
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  return {
    reader: model,
    size: async () => model.size(),
    caughtUp: projection.caughtUp,
    rebuild: () =>
      model.refold(numbers, async fresh => {
        // Records that do not decode are passed over as the follower of the serving model does.
        const beside = project(log, topic, partitions, fresh, () => undefined)
        await beside.caughtUp()
        return () => void beside.stop()
      }),
    trouble: () => null,
    close: async () => {
      await projection.stop()
      await model.close()
    },
  }
}

const openCold = (options: CachesOptions, client: Client): Layer => {
  const { log, partitions, dimensions, configuration, onDegraded: onTrouble } = options
  const { elasticsearch } = configuration
  const cold = openServedColdCache({
    ...elasticsearch,
    client,
    alias: elasticsearch.index,
    logId: log.id,
    log,
    partitions,
    dimensions,
    onTrouble,
  })
  const closing = new AbortController()
  void persistently(closing.signal, onTrouble, async () => {
    await delay(configuration.cache.sweepMs, undefined, { signal: closing.signal, ref: false })
    await cold.model.sweep(Date.now(), elasticsearch.markMs)
  })
  const entries: CacheReader['entries'] = async (after, limit) => {
    // Who pages through the entries cleans up behind a policy change: it has to come to its end, however long that takes.
    for (;;) {
      let page: Awaited<ReturnType<CacheReader['entries']>> | null = null
      const paged = new AbortController()
      const signal = AbortSignal.any([closing.signal, paged.signal])
      await persistently(signal, onTrouble, async () => {
        page = await cold.entries(after, limit)
        paged.abort()
      })
      if (page) return page
      closing.signal.throwIfAborted()
    }
  }
  return {
    reader: { ...cold, entries },
    size: async () => {
      if (cold.trouble() !== null) return null
      const late = new AbortController()
      const counting = cold.model.size().catch(() => null)
      const over = delay(countMs, null, { signal: late.signal, ref: false }).catch(() => null)
      return Promise.race([counting, over]).finally(() => late.abort())
    },
    caughtUp: cold.caughtUp,
    rebuild: cold.rebuild,
    trouble: cold.trouble,
    close: async () => {
      closing.abort()
      await cold.close()
    },
  }
}

const openExact = (
  options: CachesOptions,
  redis: RedisStore,
  cold: CacheReader,
): Omit<Layer, 'reader'> & { readonly store: ExactEntries } => {
  const { log, partitions, configuration, onDegraded } = options
  const ends = (): Promise<bigint[]> =>
    Promise.all(Array.from({ length: partitions }, (_, partition) => log.end({ topic, partition })))
  const store = mirrorHot(
    openRedisEntries({
      redis,
      log: { id: log.id, ends },
      cold: async entryId => cold.entry(entryId),
      prefix: configuration.redis.prefix,
    }),
  )
  const following = followEntries(log, partitions, store, onDegraded)
  const snapshot = async (atMs: number) => ({
    entries: null,
    positions: (await ends()).map(Number),
    digest: await store.digest(atMs),
  })
  /** Whether what is in the log at the call is folded when this resolves; `goOn` is asked now and then. */
  const folded = async (goOn: () => boolean): Promise<boolean> => {
    const over = new AbortController()
    const done = following.caughtUp(over.signal).then(() => true)
    try {
      for (;;) {
        if (await Promise.race([done, delay(lookMs, false)])) return true
        if (!goOn()) return false
      }
    } finally {
      over.abort()
      done.catch(() => undefined)
    }
  }
  const foldedOrDown = async (): Promise<void> => {
    let answeredMs = performance.now()
    const answers = (): boolean => {
      if (redis.trouble() === null) answeredMs = performance.now()
      return performance.now() - answeredMs < patienceMs
    }
    if (!(await folded(answers))) throw turnstreamError('UNAVAILABLE', store.trouble() ?? 'Redis does not answer')
  }
  return {
    store,
    size: async () => null,
    caughtUp: async () => {
      const waitedFor = await ends()
      // What cannot be asked serves nothing that is older, nor when it answers again.
      if (!(await folded(() => store.trouble() === null))) store.holdBack(waitedFor)
    },
    rebuild: async () => {
      const atMs = Date.now() + rebuildMs
      await foldedOrDown()
      const before = await snapshot(atMs)
      await store.clear()
      await foldedOrDown()
      return { before, after: await snapshot(atMs) }
    },
    trouble: store.trouble,
    close: async () => {
      await following.stop()
      store.close()
    },
  }
}

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
  const { redis, elasticsearch } = options
  const semantic = elasticsearch ? openCold(options, elasticsearch) : await openEmbedded(options)
  const exact = redis ? openExact(options, redis, semantic.reader) : null
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
