import { z } from 'zod'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { Facts } from '../../processors/processor.ts'
import { type ExplainPorts, explain } from '../replay/explain.ts'
import { explanationShape } from '../replay/explain-shape.ts'
import { itemOf, reviewShape } from './item.ts'
import { togetherWith } from './list.ts'
import type { ReviewQueue, ReviewReader } from './queue.ts'
import type { Review } from './store.ts'

/** An answer under review, with all that led to it. */
export const reviewShownShape = reviewShape.extend({
  also: z.array(z.string()).describe('Other reviews of the same entry that wait; a verdict closes them too.'),
  chain: explanationShape.nullable().describe('Every event that led to the answer; null where it was on no turn.'),
})

export type ReviewShown = z.infer<typeof reviewShownShape>

export const unknownReview = (reviewId: string): TurnstreamError =>
  turnstreamError('UNKNOWN_REVIEW', 'no review has this id; GET /v1/review and "review list" show them', {
    details: { review_id: reviewId },
  })

/** A review with those that wait for the same entry, itself among them, oldest first. Throws UNKNOWN_REVIEW. */
export const foundIn = (reader: ReviewReader, reviewId: string): { review: Review; together: readonly Review[] } => {
  const review = reader.find(reviewId)
  if (!review) throw unknownReview(reviewId)
  return { review, together: togetherWith(reader, review) }
}

/** Throws UNKNOWN_REVIEW. */
export const showReview = async (
  reviewId: string,
  ports: ExplainPorts & { readonly reviews: Pick<ReviewQueue, 'read'>; readonly facts: Facts },
): Promise<ReviewShown> => {
  const { review, together } = await ports.reviews.read(reader => foundIn(reader, reviewId))
  const also = together.flatMap(each => (each.reviewId === reviewId ? [] : [each.reviewId]))
  const chain = review.turnId === null ? null : await explain(review.turnId, ports)
  return { ...itemOf(review, review.closed ? [] : together, ports.facts), also, chain }
}
