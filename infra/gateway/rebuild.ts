import type { LedgerRebuilt } from '../ledger/model.ts'
import type { RebuiltLayer, Store } from '../runtime/caches.ts'
import type { Turnstream } from '../runtime/turnstream.ts'

/** What was rebuilt; with `all` the ledger too. */
export interface ReadModelsRebuilt {
  readonly store: Store
  readonly caches: readonly RebuiltLayer[]
  readonly ledger: LedgerRebuilt | null
  /** Whether none is another than it was. */
  readonly equal: boolean
  /** Events that were folded. */
  readonly events: number
  readonly durationMs: number
}

/** Rebuilds what `store` names. Throws as `EmbeddedCache.refold` does. */
export const rebuildReadModels = async (
  { caches, costs }: Pick<Turnstream, 'caches' | 'costs'>,
  store: Store,
): Promise<ReadModelsRebuilt> => {
  const started = performance.now()
  const rebuilt = await caches.rebuild(store)
  const ledger = store === 'all' ? await costs.rebuild() : null
  const positions = [...rebuilt.flatMap(({ after }) => after.positions), ...(ledger?.after.positions ?? [])]
  return {
    store,
    caches: rebuilt,
    ledger,
    equal: rebuilt.every(({ equal }) => equal !== false) && (ledger?.equal ?? true),
    events: positions.reduce((sum, next) => sum + next, 0),
    durationMs: performance.now() - started,
  }
}
