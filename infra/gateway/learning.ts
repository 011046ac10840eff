import { setTimeout as delay } from 'node:timers/promises'
import type { CacheReader } from '../../processors/ports/cache.ts'

const patienceMs = 250

export interface Learning {
  /** An answer under this key is on its way into the cache. */
  expect(exactKey: string): void
  /** Resolves when the answer that is on its way has arrived, or is not going to; null where none is. */
  arrival(exactKey: string): Promise<void> | null
}

/**
 * Learning is asynchronous: for a few milliseconds after an answer its question would miss again. Whoever asks it again in
 * that time waits for the entry instead of for another call. The answer itself is never held back.
 */
export const createLearning = (cache: Pick<CacheReader, 'exact'>, clock: () => number): Learning => {
  const underWay = new Map<string, Promise<void>>()
  const watch = async (exactKey: string): Promise<void> => {
    const deadline = performance.now() + patienceMs
    try {
      while (performance.now() < deadline && (await cache.exact(exactKey, clock(), false)) === null) await delay(1)
    } catch {
      // The cache is closed or out of reach: who waits goes on without it, and meets the trouble itself.
    } finally {
      underWay.delete(exactKey)
    }
  }
  return {
    expect: exactKey => {
      if (!underWay.has(exactKey)) underWay.set(exactKey, watch(exactKey))
    },
    arrival: exactKey => underWay.get(exactKey) ?? null,
  }
}
