import type { ReviewOpened } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'

interface Gathered {
  readonly opened: ReviewOpened
  /** Id of what the marked turn has proposed under the entry's name; null where it proposed nothing. */
  readonly proposed: string | null
}

const openedOf = (input: DomainEvent, facts: Facts): ReviewOpened =>
  facts.event('ReviewOpened', idOf.reviewOpened((input as DomainEvent<'VerdictGiven'>).data.reviewId)).data

/** A mark that came before its answer was learned has nothing else that could be brought back. */
const proposedBy = ({ turnId, entryId }: ReviewOpened, facts: Facts): string | null => {
  if (turnId === null) return null
  const proposed = facts.find('EntryProposed', idOf.proposed(turnId))
  return proposed?.data.entryId === entryId ? proposed.id : null
}

/**
 * Decides whose verdict counts: the first on each review. It closes the review and goes on to the entry, where `restore` acts on
 * it in the order of what else happens there. Verdicts come as feedback does, keyed by turn, so that marks and verdicts on one
 * answer lie in one order.
 */
export const review = decider<boolean, Gathered>({
  name: 'review',
  inputs: ['feedback.events'],
  reactsTo: ['VerdictGiven'],
  outputs: ['reviews', 'cache.entries'],
  journal: ['ReviewDecided'],
  stateKey: event => (event as DomainEvent<'VerdictGiven' | 'ReviewDecided'>).data.reviewId,
  initialState: () => false,
  evolve: () => true,
  gather: (input, facts) => {
    const opened = openedOf(input, facts)
    return { opened, proposed: proposedBy(opened, facts) }
  },
  // What is proposed later than the verdict was not seen by it.
  recall: (outputs, input, facts) => ({
    opened: openedOf(input, facts),
    proposed: outputs.find(event => event.type === 'EntryReviewed')?.data.proposed ?? null,
  }),
  decide: (decided, input, { opened: { entryId }, proposed }) => {
    if (decided) return []
    const { reviewId, verdict, answer, block, reason, by, policyEpoch, along } = (input as DomainEvent<'VerdictGiven'>)
      .data
    const from = { timeMs: input.timeMs, source: 'review', subject: input.subject, cause: input.id }
    const closed: DomainEvent<'ReviewDecided'> = {
      ...from,
      id: idOf.reviewDecided(input.id),
      type: 'ReviewDecided',
      key: reviewId,
      data: { reviewId, entryId, verdict, answer, by, block, reason, along },
    }
    if (entryId === null || along !== null) return [closed]
    const reviewed: DomainEvent<'EntryReviewed'> = {
      ...from,
      id: idOf.entryReviewed(input.id),
      type: 'EntryReviewed',
      key: entryId,
      data: { entryId, reviewId, verdict, answer, block, proposed, policyEpoch },
    }
    return [closed, reviewed]
  },
})
