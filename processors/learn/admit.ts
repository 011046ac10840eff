import type { EntryProposed, EntryStored } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { matches } from '../policy.ts'
import { decider, type Facts } from '../processor.ts'
import { keywordsOf } from '../resolve/hit.ts'
import { restorableOf, restoredEntry } from '../review/restored-entry.ts'
import type { Views } from '../views.ts'
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
  /** Id of the proposal that waits for a change to come in force; not there where none does. */
  readonly prepared?: string
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
export const admit = decider<Admitted, Facts>({
  name: 'admit',
  inputs: ['cache.entries'],
  reactsTo: ['EntryProposed', 'EntryInvalidated', 'EntryRestored', 'EntryReleased'],
  outputs: ['cache.entries'],
  journal: ['EntryStored', 'EntryInvalidated', 'EntryRestored', 'EntryPrepared', 'EntryReleased'],
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
      case 'EntryPrepared':
        return { ...state, prepared: event.data.proposal }
      case 'EntryReleased': {
        const { prepared: _released, ...others } = state
        return others
      }
      default:
        return state
    }
  },
  // The proposal that is released, and what is brought back, are older than the input, and never change.
  gather: (_input, facts) => facts,
  recall: (_outputs, _input, facts) => facts,
  decide: (state, input, facts, views) => {
    if (input.type === 'EntryRestored') {
      const restorable = restorableOf(input, facts)
      return restorable ? [storedOf(input, restoredEntry(input, restorable, views))] : []
    }
    if (state.held) return []
    if (input.type === 'EntryReleased') {
      if (state.prepared !== input.data.proposal) return []
      return store(state, input, facts.event('EntryProposed', state.prepared).data, input.data.policyEpoch, views)
    }
    if (input.type !== 'EntryProposed') return []
    const { awaits } = input.data
    if (awaits === null) return store(state, input, input.data, input.data.policyEpoch, views)
    const change = views.policies.find(({ announced }) => announced === awaits)
    if (change) return store(state, input, input.data, change.epoch, views)
    const prepared: DomainEvent<'EntryPrepared'> = {
      id: `${input.id}.prepared`,
      type: 'EntryPrepared',
      key: input.key,
      timeMs: input.timeMs,
      source: 'admit',
      subject: input.subject,
      cause: input.id,
      data: { entryId: input.data.entryId, awaits, proposal: input.id, views: views.versions },
    }
    return [prepared]
  },
})

/**
 * Whether another change has come to concern the answer while it waited: the epoch that it is stored under would hide it from that
 * one, on whatever day its rollout would claim it.
 */
const isOutdated = (proposal: EntryProposed, policyEpoch: number, { policies }: Views): boolean => {
  const between = policies.filter(({ epoch }) => epoch > proposal.policyEpoch && epoch < policyEpoch)
  if (between.length === 0) return false
  const claimable = { ...proposal, keywords: keywordsOf(proposal.question, proposal.answer) }
  return between.some(policy => matches(policy, claimable))
}

/** The entry that a proposal becomes under an epoch; none where it is one write too many, or must not be. */
const store = (
  state: Admitted,
  input: DomainEvent,
  proposal: EntryProposed,
  policyEpoch: number,
  views: Views,
): readonly DomainEvent<'EntryStored'>[] => {
  if (isOutdated(proposal, policyEpoch, views)) return []
  const { cache } = views.configuration
  const { asker, shareable, awaits: _awaits, notAfterMs, views: _views, ...proposed } = proposal
  const entry = { ...proposed, policyEpoch }
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
    ...lifeOf(entry, cache, input.timeMs, notAfterMs),
    views: views.versions,
  }
  return [storedOf(input, data)]
}

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
