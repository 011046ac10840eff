import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Refolded } from '../cache/embedded.ts'
import { type ColdCache, type ColdCacheOptions, openColdCache } from './cold-cache.ts'
import { type Following, follow, type Taker } from './follow.ts'

export interface ServedColdCacheOptions extends ColdCacheOptions {
  readonly log: Pick<EventLog, 'read' | 'wait' | 'begin' | 'end'>
  /** Of cache.entries. */
  readonly partitions: number
}

/** A cold cache that keeps up with the log by itself. */
export interface ServedColdCache extends CacheReader {
  readonly model: ColdCache
  /**
   * Resolves when everything that was in the log at the call counts: at once while nothing is served, for then nothing that
   * it invalidates is.
   */
  caughtUp(): Promise<void>
  /** Whether lookups are answered: an index is there, and what was in the log when this process met it is found. */
  serves(): boolean
  /** Folds the log into another index and puts it in the place of the one that serves. */
  rebuild(): Promise<Refolded>
  trouble(): string | null
  close(): Promise<void>
}

const behindTheLog = 'Elasticsearch: the index is behind the log'

/** How often who waits for the log looks whether the index is still there. */
const lookMs = 50

/** Keeps a cold cache up with the log, and lookups away from an index that this process has not caught up with. */
export const openServedColdCache = (options: ServedColdCacheOptions): ServedColdCache => {
  const { log, partitions, onTrouble } = options
  const model = openColdCache(options)
  const topic = 'cache.entries' as const
  const following = (taker: Taker): Following => follow({ log, topic, partitions, taker, onTrouble })
  const main = following({ ...model, ready: model.connected })
  /** The generation that was caught up with. */
  let served = 0
  let looking = false
  /** What waits to be written may not be found yet. Where Elasticsearch takes no writes, what it has is better than nothing. */
  const found = async (): Promise<void> => {
    let waits = true
    const settled = model
      .settled()
      .catch(onTrouble)
      .finally(() => {
        waits = false
      })
    while (waits && model.trouble() === null) await Promise.race([settled, delay(lookMs, undefined, { ref: false })])
  }
  const catchUp = async (): Promise<void> => {
    const generation = model.generation()
    await main.caughtUp()
    await found()
    if (generation === model.generation()) served = generation
  }
  const serves = (): boolean => {
    if (model.isFull()) served = 0
    else if (served === model.generation() && served > 0) return true
    if (looking) return false
    looking = true
    catchUp()
      .catch(onTrouble)
      .finally(() => {
        looking = false
      })
    return false
  }
  serves()
  // Though nobody asks, it shall serve again as soon as it can.
  const looks = setInterval(serves, options.probeMs)
  looks.unref()

  return {
    model,
    serves,
    nearest: async query => (serves() ? model.nearest(query) : []),
    exact: async (exactKey, nowMs, keywords) => (serves() ? model.exact(exactKey, nowMs, keywords) : null),
    answer: async candidate => (serves() ? model.answer(candidate) : null),
    entry: async entryId => (serves() ? model.entry(entryId) : null),
    entries: async (after, limit) => {
      // Whoever pages through an index that is still being folded would take what is missing for gone.
      if (!serves()) throw turnstreamError('UNAVAILABLE', behindTheLog)
      return model.entries(after, limit)
    },
    caughtUp: async () => {
      let behind = true
      const caughtUp = main.caughtUp().then(() => {
        behind = false
      })
      while (behind && serves()) await Promise.race([caughtUp, delay(lookMs, undefined, { ref: false })])
    },
    rebuild: () => {
      const numbers = Array.from({ length: partitions }, (_, partition) => partition)
      return model.refold(
        numbers,
        async fresh => {
          const beside = following({ ...fresh, ready: async () => {} })
          await beside.caughtUp()
          return () => void beside.stop()
        },
        () => Promise.all(numbers.map(partition => log.end({ topic, partition }))),
      )
    },
    trouble: () => model.trouble() ?? (serves() ? null : behindTheLog),
    close: async () => {
      clearInterval(looks)
      // A follower may wait for room, which there is none of any more where Elasticsearch is away.
      await Promise.all([main.stop(), model.close()])
    },
  }
}
