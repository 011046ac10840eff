import type { DomainEvent } from '../event.ts'
import { idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { entryIdOf } from '../resolve/identity.ts'

/**
 * The entry that an answer came from, or would be learned as; null for a turn that no cache may answer. A mark may come
 * before the log lane has fanned the turn out, so what the fast lane decided is read from the turn itself.
 */
const entryOf = (input: DomainEvent, facts: Facts): string | null => {
  const { turnId } = (input as DomainEvent<'FeedbackGiven'>).data
  const { rider } = facts.event('TurnReceived', turnId).data
  const { resolution } = rider ?? facts.event('TurnResolved', idOf.resolved(turnId)).data
  if (resolution.reason === 'bypass') return null
  return resolution.entryId ?? entryIdOf(resolution.exactKey)
}

/**
 * An answer marked unhelpful leaves the caches at once and waits for a reviewer. It is not learned again before that:
 * the model would most likely say the same.
 */
export const invalidateByFeedback = decider<null, string | null>({
  name: 'invalidate-feedback',
  inputs: ['feedback.events'],
  reactsTo: ['FeedbackGiven'],
  outputs: ['cache.entries', 'reviews'],
  journal: [],
  initialState: () => null,
  evolve: state => state,
  gather: entryOf,
  recall: (_outputs, input, facts) => entryOf(input, facts),
  decide: (_state, input, entryId, views) => {
    const { turnId, tenant, helpful, comment } = (input as DomainEvent<'FeedbackGiven'>).data
    if (helpful !== false) return []
    const from = { timeMs: input.timeMs, source: 'invalidate', subject: turnId, cause: input.id }
    const reviewId = `${input.id}.review`
    const review: DomainEvent<'ReviewOpened'> = {
      ...from,
      id: idOf.reviewOpened(reviewId),
      type: 'ReviewOpened',
      key: reviewId,
      data: { reviewId, turnId, entryId, tenant, reason: 'unhelpful', comment },
    }
    if (entryId === null) return [review]
    const { policyEpoch } = views.versions
    const invalidated: DomainEvent<'EntryInvalidated'> = {
      ...from,
      id: `${input.id}.invalidated`,
      type: 'EntryInvalidated',
      key: entryId,
      data: { entryId, reason: 'unhelpful', by: input.id, policyEpoch, review: true, views: views.versions },
    }
    return [invalidated, review]
  },
})
