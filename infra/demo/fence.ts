import type { Facts } from '../../processors/processor.ts'
import type { Library } from './library.ts'
import type { Outcome } from './outcome.ts'

/** Hits on turns that were sent after the policy change was acknowledged, by turn id. */
export interface AfterChange {
  /** Served from an entry of the changed scene made under an older epoch: the promise is that there are none. */
  readonly olderAnswersServed: readonly string[]
  /** An article of that scene by the old rules, from an entry whose scene was taken for another: the change misses it. */
  readonly oldRulesElsewhere: readonly string[]
}

/** Looks for older answers in what the log recorded of each decision, and in the answers themselves. */
export const checkAfterChange = (
  facts: Facts,
  outcomes: readonly Outcome[],
  library: Library,
  change: { readonly scene: string; readonly epoch: number },
): AfterChange => {
  const changed = new Set(library.articles.filter(({ scene }) => scene === change.scene).map(({ id }) => id))
  const hits = outcomes.filter(({ afterChange, cached }) => afterChange && cached !== null)
  const isOlder = ({ turnId }: Outcome): boolean => {
    const resolution = facts.event('TurnReceived', turnId).data.rider?.resolution
    const entry = resolution?.candidates.find(({ entryId }) => entryId === resolution.entryId)
    return entry !== undefined && entry.scene === change.scene && entry.policyEpoch < change.epoch
  }
  const older = hits.filter(isOlder)
  const elsewhere = hits.filter(
    hit => hit.edition === 'old' && hit.got !== null && changed.has(hit.got) && !older.includes(hit),
  )
  return {
    olderAnswersServed: older.map(({ turnId }) => turnId),
    oldRulesElsewhere: elsewhere.map(({ turnId }) => turnId),
  }
}
