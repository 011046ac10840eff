import type { EntryStored } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { decider } from '../processor.ts'
import { type Restorable, restorableOf, restoredEntry } from '../review/restored-entry.ts'
import { lifeOf } from './life.ts'

/** What admission remembers of an entry. */
interface Admitted {
  /** When it was last written; null before, and after an invalidation. */
  readonly storedAtMs: number | null
  readonly policyEpoch: number
  readonly askers: readonly string[]
  readonly shared: boolean
  /** Somebody has written its answer; not there for what was learned. */
  readonly curated?: { readonly answerHash: string; readonly untilMs: number }
  /** Out until a reviewer has decided. */
  readonly held: boolean
}

/** Askers that nobody has authenticated are one and the same. */
export const anonymous = 'anonymous'

/**
 * Decides which proposals become entries: one write for each entry within the delay window, unless the policy epoch has
 * moved, it becomes shared, or somebody has written its answer. What may depend on its asker is shared after two authenticated ones
 * have asked it. What a reviewer has brought back becomes an entry too. Reads `cache.entries` alone, so it may fold what others
 * wrote there.
 */
export const admit = decider<Admitted, Restorable | null>({
  name: 'admit',
  inputs: ['cache.entries'],
  reactsTo: ['EntryProposed', 'EntryInvalidated', 'EntryRestored'],
  outputs: ['cache.entries'],
  journal: ['EntryStored', 'EntryInvalidated', 'EntryRestored'],
  initialState: () => ({ storedAtMs: null, policyEpoch: -1, askers: [], shared: false, held: false }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'EntryStored': {
        const { storedAtMs, policyEpoch, askers, shared, origin, answerHash, expiresAtMs } = event.data
        const { curated: _before, ...others } = state
        const stored = { ...others, storedAtMs, policyEpoch, askers, shared }
        return origin === 'curated' ? { ...stored, curated: { answerHash, untilMs: expiresAtMs } } : stored
      }
      case 'EntryInvalidated': {
        const { curated: _gone, ...others } = state
        // What it had earned goes with it: the next answer earns its sharing anew.
        return { ...others, storedAtMs: null, askers: [], shared: false, held: state.held || event.data.review }
      }
      case 'EntryRestored':
        return { ...state, held: false }
      default:
        return state
    }
  },
  gather: restorableOf,
  recall: (_outputs, input, facts) => restorableOf(input, facts),
  decide: (state, input, restorable, views) => {
    if (input.type === 'EntryRestored' && restorable) return [storedOf(input, restoredEntry(input, restorable, views))]
    if (input.type !== 'EntryProposed' || state.held) return []
    const { cache } = views.configuration
    const { asker, shareable, views: _views, ...entry } = input.data
    const askers = [...new Set([...state.askers, asker])].slice(-16)
    const shared = state.shared || shareable || askers.filter(name => name !== anonymous).length >= 2
    const written = state.storedAtMs !== null && input.timeMs - state.storedAtMs < cache.delayWindowMs
    const { curated } = state
    const isCurated = entry.origin === 'curated'
    // What somebody has written stays until it expires or is claimed, whatever a model may say.
    if (curated && !isCurated && input.timeMs < curated.untilMs && entry.policyEpoch <= state.policyEpoch) return []
    const rewritten = isCurated && entry.answerHash !== curated?.answerHash
    const news =
      rewritten || entry.policyEpoch > state.policyEpoch || (shared ? !state.shared : !state.askers.includes(asker))
    if (written && !news) return []
    const data: EntryStored = {
      ...entry,
      askers,
      shared,
      ...lifeOf(entry, cache, input.timeMs),
      views: views.versions,
    }
    return [storedOf(input, data)]
  },
})

const storedOf = (input: DomainEvent, data: EntryStored): DomainEvent<'EntryStored'> => ({
  id: `${input.id}.stored`,
  type: 'EntryStored',
  key: input.key,
  timeMs: input.timeMs,
  source: 'admit',
  subject: input.subject,
  cause: input.id,
  data,
})
