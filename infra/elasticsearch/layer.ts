import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { Layer, LayerOptions } from '../cache/layer.ts'
import { persistently } from '../runtime/persistently.ts'
import { openServedColdCache } from './served-cold-cache.ts'

export interface ColdLayerOptions extends LayerOptions {
  readonly client: Client
  readonly dimensions: number
}

/** Between two attempts to page through the entries, ms. */
const pauseMs = 1_000
/** How long the number of entries may take to count, ms: whoever asks for metrics does not wait for a server in trouble. */
const countMs = 1_000

/** Entries and vectors in Elasticsearch. Does not wait for it; `trouble` says what it lacks. Marks are swept now and then. */
export const openColdLayer = (options: ColdLayerOptions): Layer => {
  const { client, log, partitions, dimensions, configuration, onTrouble } = options
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
      try {
        return await cold.entries(after, limit)
      } catch (error) {
        closing.signal.throwIfAborted()
        onTrouble(error)
        await delay(pauseMs, undefined, { signal: closing.signal })
      }
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
