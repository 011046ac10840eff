import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { fromRecord } from '../../topics/wire.ts'
import type { CacheModel } from '../cache/embedded.ts'
import type { Turnstream } from '../runtime/turnstream.ts'

/** A read model at a moment. */
export interface Snapshot {
  readonly entries: number
  /** Next offset of each partition of cache.entries. */
  readonly positions: readonly number[]
  readonly digest: string
}

export interface Rebuilt {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly equal: boolean
}

const page = 1_000
const patienceMs = 30_000

const snapshot = (cache: CacheModel, next: readonly bigint[]): Snapshot => ({
  entries: cache.size(),
  positions: next.map(Number),
  digest: cache.digest(),
})

/**
 * Drops the cache read model of a running system and folds it again from the log. No lookup sees a half-folded model:
 * the events are read first, then one synchronous stretch clears and folds, which holds every request up meanwhile. It
 * begins when the follower has applied exactly what was read, so nothing is skipped and nothing of an older state comes
 * back. Throws UNAVAILABLE where the log grows faster than it can be read.
 */
export const rebuildCache = async ({
  log,
  cache,
  partitions,
}: Pick<Turnstream, 'log' | 'cache' | 'partitions'>): Promise<Rebuilt> => {
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  const at = (partition: number) => ({ topic: 'cache.entries', partition })
  const next = await Promise.all(numbers.map(partition => log.begin(at(partition))))
  const events: DomainEvent[][] = numbers.map(() => [])

  const readOn = async (partition: number): Promise<void> => {
    for (;;) {
      const records = await log.read({ ...at(partition), offset: next[partition]! }, page)
      if (records.length === 0) return
      for (const record of records) {
        try {
          events[partition]!.push(fromRecord(record))
        } catch {
          // Passed over as the follower does; the processors that read the topic put it on dead.letters.
        }
      }
      next[partition] = records.at(-1)!.offset + 1n
    }
  }

  const deadline = performance.now() + patienceMs
  for (;;) {
    for (const partition of numbers) await readOn(partition)
    if (numbers.every(partition => cache.position(partition) === next[partition])) break
    if (performance.now() > deadline)
      throw turnstreamError(
        'UNAVAILABLE',
        'the log grows faster than it can be read; try again when there is less to do',
      )
    await delay(1)
  }

  const before = snapshot(cache, next)
  cache.clear()
  for (const partition of numbers) cache.apply(partition, events[partition]!, next[partition]!)
  const after = snapshot(cache, next)
  return { before, after, equal: before.digest === after.digest }
}
