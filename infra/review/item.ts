import { z } from 'zod'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import type { Facts } from '../../processors/processor.ts'
import type { EventType } from '../../schemas/types.ts'
import type { Review } from './store.ts'

export const verdicts = ['restore', 'edit', 'delete'] as const
export type Verdict = (typeof verdicts)[number]

const closedShape = z.object({
  verdict: z.string().describe(`${verdicts.join(', ')}.`),
  answer: z.string().nullable().describe('As edited.'),
  block: z.boolean().describe('With delete: it is not learned again either.'),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  along: z.string().nullable().describe('The review of the same entry that the verdict was given on.'),
})

/** An answer that was filed for review, as lists have it. */
export const reviewShape = z.object({
  review_id: z.string(),
  state: z.enum(['open', 'closed']),
  entry_id: z.string().nullable().describe('null where no cache may have the answer.'),
  scene: z.string().nullable(),
  turn_id: z.string().nullable().describe('The turn that was marked; GET /v1/explain tells all about it.'),
  tenant: z.string(),
  reason: z.string().describe('unhelpful, sample or shadow.'),
  comment: z.string().nullable().describe('Of whoever marked it.'),
  opened_at: z.iso.datetime(),
  marks: z.int().min(1).describe('Reviews of the same entry that wait; one verdict closes all of them.'),
  question: z.string().nullable().describe('As it was asked.'),
  answer: z.string().nullable().describe('As it was given.'),
  source: z.string().nullable().describe('exact, hot, cold, model, faq or apology.'),
  verdicts: z.array(z.enum(verdicts)).describe('Those that can be given; none once it is closed.'),
  closed: closedShape.nullable(),
})

export type ReviewItem = z.infer<typeof reviewShape>

/** A fact, or null where the log does not have it or it does not decode: a reviewer sees what there is. */
const known = <T extends EventType>(facts: Facts, type: T, id: string): DomainEvent<T> | null => {
  try {
    return facts.find(type, id)
  } catch {
    return null
  }
}

/** The scene that an entry's name carries. */
const sceneIn = (entryId: string): string | null => /^semantic_cache:(.*):[^:]*$/s.exec(entryId)?.[1] ?? null

export const sceneOf = ({ entryId, turnId }: Review, facts: Facts): string | null => {
  if (entryId !== null) return sceneIn(entryId)
  return turnId === null ? null : (known(facts, 'TurnAnswered', idOf.answered(turnId))?.data.scene ?? null)
}

/** Whether there is something that could be brought back: the entry that was served, or what was proposed of the answer. */
const isLearned = ({ entryId, turnId }: Review, facts: Facts): boolean => {
  if (entryId === null || turnId === null) return false
  // The turn itself tells what the fast lane served, before the log lane has fanned it out.
  const { resolution } = known(facts, 'TurnReceived', turnId)?.data.rider ??
    known(facts, 'TurnResolved', idOf.resolved(turnId))?.data ?? { resolution: null }
  if (resolution?.entryId === entryId) return true
  return known(facts, 'EntryProposed', idOf.proposed(turnId))?.data.entryId === entryId
}

/** What can be decided of an entry by any of the reviews that wait for it. */
export const verdictsOn = (reviews: readonly Review[], facts: Facts): readonly Verdict[] =>
  reviews.some(review => isLearned(review, facts)) ? verdicts : ['delete']

/** `together`: the reviews of the same entry that wait. */
export const itemOf = (review: Review, together: readonly Review[], facts: Facts): ReviewItem => {
  const { reviewId, turnId, entryId, tenant, reason, comment, openedAtMs, closed } = review
  const answered = turnId === null ? null : known(facts, 'TurnAnswered', idOf.answered(turnId))
  return {
    review_id: reviewId,
    state: closed ? 'closed' : 'open',
    entry_id: entryId,
    scene: sceneOf(review, facts),
    turn_id: turnId,
    tenant,
    reason,
    comment,
    opened_at: new Date(openedAtMs).toISOString(),
    marks: Math.max(1, together.length),
    question: (turnId === null ? null : known(facts, 'TurnReceived', turnId)?.data.message) ?? null,
    answer: answered?.data.text ?? null,
    source: answered?.data.source ?? null,
    verdicts: closed ? [] : [...verdictsOn(together.length > 0 ? together : [review], facts)],
    closed: closed && {
      verdict: closed.verdict,
      answer: closed.answer,
      block: closed.block,
      reason: closed.reason,
      by: closed.by,
      at: new Date(closed.atMs).toISOString(),
      along: closed.along,
    },
  }
}
