import type { LedgerRebuilt } from '../ledger/model.ts'
import type { QueueRebuilt } from '../review/queue.ts'
import type { RebuiltLayer, Store } from '../runtime/caches.ts'
import type { Turnstream } from '../runtime/turnstream.ts'

/** What was rebuilt; with `all` the ledger and the review queue too. */
export interface ReadModelsRebuilt {
  readonly store: Store
  readonly caches: readonly RebuiltLayer[]
  readonly ledger: LedgerRebuilt | null
  readonly reviews: QueueRebuilt | null
  /** Whether none is another than it was. */
  readonly equal: boolean
  /** Events that were folded. */
  readonly events: number
  readonly durationMs: number
}

/** Rebuilds what `store` names. Throws as `EmbeddedCache.refold` does. */
export const rebuildReadModels = async (
  { caches, costs, reviews: queue }: Pick<Turnstream, 'caches' | 'costs' | 'reviews'>,
  store: Store,
): Promise<ReadModelsRebuilt> => {
  const started = performance.now()
  const rebuilt = await caches.rebuild(store)
  const ledger = store === 'all' ? await costs.rebuild() : null
  const reviews = store === 'all' ? await queue.rebuild() : null
  const positions = [...rebuilt, ...(ledger ? [ledger] : []), ...(reviews ? [reviews] : [])].flatMap(
    ({ after }) => after.positions,
  )
  return {
    store,
    caches: rebuilt,
    ledger,
    reviews,
    equal: rebuilt.every(({ equal }) => equal !== false) && (ledger?.equal ?? true) && reviews?.equal !== false,
    events: positions.reduce((sum, next) => sum + next, 0),
    durationMs: performance.now() - started,
  }
}
