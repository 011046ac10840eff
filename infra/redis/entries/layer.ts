import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { ColdEntry, ExactEntries } from '../../../processors/ports/exact.ts'
import type { Layer, LayerOptions } from '../../cache/layer.ts'
import { mirrorHot } from '../../cache/mirror.ts'
import type { RedisStore } from '../client.ts'
import { followEntries } from './follow.ts'
import { openRedisEntries } from './store.ts'

export interface ExactLayerOptions extends LayerOptions {
  readonly redis: RedisStore
  readonly cold: ColdEntry
}

/** A layer that finds by exact key only. */
export interface ExactLayer extends Omit<Layer, 'reader'> {
  readonly store: ExactEntries
}

/** How often who waits for the log looks whether the layer still serves, ms. */
const lookMs = 50
/** How long Redis may say nothing before a rebuild is given up, ms. */
const patienceMs = 10_000
/** Entries that expire within this time of a rebuild are not compared, ms. */
const rebuildMs = 600_000

const topic = 'cache.entries'

/** Exact keys and hot entries in Redis, mirrored in this process. Does not wait for Redis; `trouble` says what it lacks. */
export const openExactLayer = (options: ExactLayerOptions): ExactLayer => {
  const { redis, cold, log, partitions, configuration, onTrouble } = options
  const ends = (): Promise<bigint[]> =>
    Promise.all(Array.from({ length: partitions }, (_, partition) => log.end({ topic, partition })))
  const { prefix } = configuration.redis
  const store = mirrorHot(openRedisEntries({ redis, log: { id: log.id, ends }, cold, prefix }))
  const following = followEntries(log, partitions, store, onTrouble)
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
      // The ends are read around everything else: other processes fold what comes meanwhile.
      const first = await ends()
      const before = { entries: null, positions: first.map(Number), digest: await store.digest(atMs) }
      await store.clear()
      await foldedOrDown()
      const digest = await store.digest(atMs)
      return { before, after: { entries: null, positions: (await ends()).map(Number), digest } }
    },
    trouble: store.trouble,
    close: async () => {
      await following.stop()
      store.close()
    },
  }
}
