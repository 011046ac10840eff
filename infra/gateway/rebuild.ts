import type { Refolded } from '../cache/embedded.ts'
import type { LedgerRebuilt } from '../ledger/model.ts'
import { project } from '../runtime/projector.ts'
import type { Turnstream } from '../runtime/turnstream.ts'

interface Rebuilt extends Refolded {
  readonly equal: boolean
}

/** What a rebuild names: the exact keys (redis) and the vectors (elasticsearch), which are one read model embedded, or all. */
export type Store = 'redis' | 'elasticsearch' | 'all'

/** The cache, before and after; with `all` the ledger too. */
export interface ReadModelsRebuilt extends Rebuilt {
  readonly store: Store
  readonly ledger: LedgerRebuilt | null
  /** Events that were folded. */
  readonly events: number
  readonly durationMs: number
}

type System = Pick<Turnstream, 'log' | 'cache' | 'costs' | 'partitions'>

/** Folds the caches of a running system again from the log, while they serve: no lookup sees a half-folded model. */
const rebuildCache = async ({ log, cache, partitions }: System): Promise<Rebuilt> => {
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  const refolded = await cache.refold(numbers, async fresh => {
    // Records that do not decode are passed over as the follower of the serving model does.
    const projection = project(log, 'cache.entries', partitions, fresh, () => undefined)
    await projection.caughtUp()
    return () => void projection.stop()
  })
  return { ...refolded, equal: refolded.before.digest === refolded.after.digest }
}

/** Rebuilds what `store` names. `equal` says that every read model is what it was. Throws as `EmbeddedCache.refold` does. */
export const rebuildReadModels = async (system: System, store: Store): Promise<ReadModelsRebuilt> => {
  const started = performance.now()
  const cache = await rebuildCache(system)
  const ledger = store === 'all' ? await system.costs.rebuild() : null
  const positions = [...cache.after.positions, ...(ledger?.after.positions ?? [])]
  return {
    store,
    ...cache,
    ledger,
    equal: cache.equal && (ledger?.equal ?? true),
    events: positions.reduce((sum, next) => sum + next, 0),
    durationMs: performance.now() - started,
  }
}
