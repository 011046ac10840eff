import { rename, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import { serially } from '../runtime/serially.ts'
import { type CacheModel, type CacheOptions, openCacheModel } from './model.ts'

/** A read model at a moment. */
export interface CacheSnapshot {
  /** Null where they are not counted. */
  readonly entries: number | null
  /** Next offset of each partition of cache.entries; where several processes fold, what lies behind it may be counted too if it was there. */
  readonly positions: readonly number[]
  readonly digest: string
}

export interface Refolded {
  readonly before: CacheSnapshot
  readonly after: CacheSnapshot
}

/** How long a fold may take to meet the model that serves, once it has caught up with where that was. */
const patienceMs = 30_000

export interface EmbeddedCache extends CacheModel {
  /**
   * Has the log folded into another model beside this one, which serves meanwhile, and puts it in the place of this one once
   * both are at the same place in these partitions. `follow` folds until what it resolves with is called. Rejects with
   * UNAVAILABLE where the two do not meet.
   */
  refold(partitions: readonly number[], follow: (fresh: CacheModel) => Promise<() => void>): Promise<Refolded>
}

/** The caches of a data directory. */
export const openCache = async (options: CacheOptions): Promise<EmbeddedCache> => {
  const { dir } = options
  const besides = `${dir}.next`
  let current = await openCacheModel(options)
  const inTurn = serially()

  return {
    types: current.types,
    exact: (exactKey, nowMs, keywords) => current.exact(exactKey, nowMs, keywords),
    nearest: query => current.nearest(query),
    answer: candidate => current.answer(candidate),
    entry: entryId => current.entry(entryId),
    entries: (after, limit) => current.entries(after, limit),
    position: partition => current.position(partition),
    apply: (partition, events, next) => current.apply(partition, events, next),
    size: () => current.size(),
    digest: () => current.digest(),
    clear: () => current.clear(),
    // One at a time: both would fold into the same directory.
    refold: (partitions, follow) =>
      inTurn(async () => {
        await rm(besides, { recursive: true, force: true })
        const fresh = await openCacheModel({ ...options, dir: besides })
        const old = current
        const met = (): boolean => partitions.every(partition => fresh.position(partition) === old.position(partition))
        try {
          const stop = await follow(fresh)
          const deadline = performance.now() + patienceMs
          for (; !met(); await delay(1))
            if (performance.now() > deadline) {
              stop()
              throw turnstreamError(
                'UNAVAILABLE',
                'the log grows faster than it can be folded; try again when there is less to do',
              )
            }
          // From the last look to here nothing else has had its turn, so no lookup sees an older state.
          current = fresh
          stop()
        } catch (error) {
          await fresh.close()
          await rm(besides, { recursive: true })
          throw error
        }
        const positions = partitions.map(partition => Number(fresh.position(partition)))
        const before = { entries: old.size(), positions, digest: old.digest() }
        const after = { entries: fresh.size(), positions, digest: fresh.digest() }
        const refolded = {
          before: { ...before, digest: await before.digest },
          after: { ...after, digest: await after.digest },
        }
        await old.close()
        // The environment stays open under its new name. A crash in between leaves no model, which is folded again.
        await rm(dir, { recursive: true })
        await rename(besides, dir)
        return refolded
      }),
    close: () => current.close(),
  }
}
