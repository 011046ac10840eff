import { z } from 'zod'
import type { Facts } from '../../processors/processor.ts'
import { itemOf, type ReviewItem, reviewShape, sceneOf } from './item.ts'
import type { ReviewReader } from './queue.ts'
import type { Review } from './store.ts'

export interface ListOptions {
  /** Closed ones too, and each of an entry's, which are else told as one. */
  readonly all: boolean
  readonly scene: string | null
  readonly limit: number
  /** Begins behind this review. */
  readonly after: string | null
}

export const reviewListShape = z.object({
  open: z.int().min(0).describe('Reviews that wait, in all scenes.'),
  reviews: z.array(reviewShape).describe('Oldest first.'),
  next: z.string().nullable().describe('What `after` is to be for the next page; null where this is the last.'),
})

export type ReviewList = z.infer<typeof reviewListShape>

/** The reviews that wait for the same entry as this one, itself among them, oldest first. */
export const togetherWith = (reader: ReviewReader, review: Review): readonly Review[] =>
  review.closed || review.entryId === null ? [review] : reader.openOf(review.entryId)

/** A page of the queue. */
export const listReviews = (reader: ReviewReader, facts: Facts, options: ListOptions): ReviewList => {
  const { all, scene, limit, after } = options
  const reviews: ReviewItem[] = []
  for (const review of reader.range({ open: !all, after })) {
    const together = togetherWith(reader, review)
    // An entry waits once, however many have marked it.
    if (!all && together[0]!.reviewId !== review.reviewId) continue
    if (scene !== null && sceneOf(review, facts) !== scene) continue
    if (reviews.length === limit) return { open: reader.open(), reviews, next: reviews.at(-1)!.review_id }
    reviews.push(itemOf(review, review.closed ? [] : together, facts))
  }
  return { open: reader.open(), reviews, next: null }
}
