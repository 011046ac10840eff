import type { DomainEvent } from '../../../processors/event.ts'
import type { EntryStored } from '../../../schemas/types.ts'

/** What an event does to one entry: the rules of the fold, whatever it is folded into. */
export type Change =
  /** It is there, unless it waits for a reviewer. Without its vectors. */
  | { readonly kind: 'store'; readonly entry: EntryStored }
  /**
   * It is gone; `spares` keeps one made under this policy epoch or a later one, `storedBy` one that was stored later, and
   * `review` keeps it out until it is restored.
   */
  | {
      readonly kind: 'drop'
      readonly review: boolean
      readonly spares: number | null
      readonly storedBy: number | null
    }
  /** A reviewer has decided: it may be stored again. */
  | { readonly kind: 'restore' }
  /** It lives hot until then, ms since 1970; null: it does no more. */
  | { readonly kind: 'heat'; readonly untilMs: number | null }

export interface EntryChange {
  readonly entryId: string
  readonly change: Change
}

/** Null for an event that changes no entry. The same fold as processors/entry.ts, in a form that a script can do. */
export const changeOf = (event: DomainEvent): EntryChange | null => {
  switch (event.type) {
    case 'EntryStored': {
      const { entryId } = event.data
      return { entryId, change: { kind: 'store', entry: { ...event.data, vector: null, answerVector: null } } }
    }
    case 'EntryInvalidated': {
      const { entryId, reason, review, policyEpoch } = event.data
      // A late cleanup of a policy change must not take what already follows it.
      return {
        entryId,
        change: { kind: 'drop', review, spares: reason === 'policy' ? policyEpoch : null, storedBy: null },
      }
    }
    case 'EntryEvicted':
      return {
        entryId: event.data.entryId,
        change: { kind: 'drop', review: false, spares: null, storedBy: event.data.storedAtMs },
      }
    case 'EntryRestored':
      return { entryId: event.data.entryId, change: { kind: 'restore' } }
    case 'EntryPromoted': {
      const { entryId, untilMs } = event.data
      return { entryId, change: { kind: 'heat', untilMs: untilMs > 0 ? untilMs : null } }
    }
    default:
      return null
  }
}
