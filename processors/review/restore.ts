import type { EntryStored } from '../../schemas/types.ts'
import { type EntryState, foldEntry, isEntryEvent, noEntry } from '../entry.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { decider } from '../processor.ts'
import type { Views } from '../views.ts'

type Known = Pick<EntryStored, 'storedAtMs' | 'policyEpoch'>

/** What is remembered of an entry so that it can be brought back. */
interface Held extends EntryState<Known> {
  /** Id of the EntryStored that a mark has taken out, or kept out. */
  readonly out: string | null
  /** Id of the newest EntryStored, also of one that a policy change has taken: its question may get another answer. */
  readonly last: string | null
  /** Ids of restorations that were decided and have not come by yet. */
  readonly underWay: readonly string[]
}

const name = 'restore'

const nothing: Held = { ...noEntry, out: null, last: null, underWay: [] }

const evolve = (state: Held, event: DomainEvent): Held => {
  if (!isEntryEvent(event)) return state
  // It comes by a second time, at its place among what others wrote: it was folded when it was decided.
  if (state.underWay.includes(event.id)) return { ...state, underWay: state.underWay.filter(id => id !== event.id) }
  const folded = foldEntry<Known>(state, event, ({ storedAtMs, policyEpoch }) => ({ storedAtMs, policyEpoch }))
  const after = folded === state ? state : { ...state, ...folded }
  switch (event.type) {
    case 'EntryStored':
      return state.held ? { ...state, out: event.id, last: event.id } : { ...after, last: event.id }
    case 'EntryInvalidated':
      return event.data.review && state.entry ? { ...after, out: state.last } : after
    case 'EntryRestored':
      return event.source === name
        ? { ...after, out: null, underWay: [...state.underWay, event.id] }
        : { ...after, out: null }
    case 'EntryEvicted':
      return after === state ? state : { ...after, last: null }
    default:
      return after
  }
}

/**
 * Has verdicts act on entries: brings back what a mark has taken out, puts an edited answer in its place, or lets go of it. Reads
 * `cache.entries` alone, so it may fold what others wrote there and knows what was taken out. It only names what is brought
 * back; `admit` stores it.
 */
export const restore = decider<Held | null, null>({
  name,
  inputs: ['cache.entries'],
  reactsTo: ['EntryStored', 'EntryInvalidated', 'EntryEvicted', 'EntryRestored', 'EntryReviewed'],
  outputs: ['cache.entries'],
  journal: ['EntryStored', 'EntryInvalidated', 'EntryEvicted', 'EntryRestored'],
  // A reviewer waits; what others wrote is only remembered.
  patient: ({ type }) => type !== 'EntryReviewed',
  initialState: () => null,
  evolve: (state, event) => {
    const after = evolve(state ?? nothing, event)
    return after.last !== null || after.held || after.underWay.length > 0 ? after : null
  },
  gather: () => null,
  recall: () => null,
  decide: (known, input, _gathered, views) => {
    const state = known ?? nothing
    if (input.type === 'EntryReviewed') return decided(state, input, views)
    // Another mark came between the verdict and this: who gave the verdict has not seen it, so it is out once more.
    const overtaken = input.type === 'EntryRestored' && state.held && state.underWay.includes(input.id)
    return overtaken ? [invalidated(input, 'unhelpful', true, views)] : []
  },
})

const decided = (state: Held, input: DomainEvent<'EntryReviewed'>, views: Views): readonly DomainEvent[] => {
  const { verdict, block, proposed } = input.data
  const { held, entry } = state
  if (verdict === 'delete') {
    if (held) return block ? [] : [restored(input, null, null)]
    return entry || block ? [invalidated(input, 'manual', block, views)] : []
  }
  // What nobody keeps out needs no restoring: another review of it was decided before.
  if (verdict === 'restore' && !held) return []
  const stored = verdict === 'edit' ? (state.out ?? state.last) : state.out
  return [restored(input, stored, stored === null ? proposed : null)]
}

const from = (input: DomainEvent) => ({
  key: input.key,
  timeMs: input.timeMs,
  source: name,
  subject: input.subject,
  cause: input.id,
})

const restored = (
  input: DomainEvent<'EntryReviewed'>,
  stored: string | null,
  proposed: string | null,
): DomainEvent<'EntryRestored'> => {
  const { entryId, verdict, answer, policyEpoch } = input.data
  return {
    ...from(input),
    id: idOf.entryRestored(input.cause ?? input.id),
    type: 'EntryRestored',
    data: { entryId, by: input.id, answer, policyEpoch, verdict, stored, proposed },
  }
}

const invalidated = (
  input: DomainEvent<'EntryReviewed' | 'EntryRestored'>,
  reason: string,
  review: boolean,
  { versions }: Views,
): DomainEvent<'EntryInvalidated'> => {
  const { entryId } = input.data
  const { policyEpoch } = versions
  return {
    ...from(input),
    id: `${input.id}.invalidated`,
    type: 'EntryInvalidated',
    data: { entryId, reason, by: input.id, policyEpoch, review, views: versions },
  }
}
