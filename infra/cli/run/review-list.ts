import type { ReviewItem } from '../../review/item.ts'
import { listReviews, type ReviewList } from '../../review/list.ts'
import { createFacts } from '../../runtime/facts.ts'
import type { ReviewListOptions } from '../commands/review.ts'
import { printResult } from '../output.ts'
import { besideQueue } from '../review-queue.ts'
import { tableOf } from '../table.ts'

const usualLimit = 50
const shownChars = 80

const short = (text: string | null): string => {
  const line = (text ?? '').replaceAll(/\s+/g, ' ')
  return line.length > shownChars ? `${line.slice(0, shownChars - 1)}…` : line
}

const verdictOf = ({ closed }: ReviewItem): string =>
  closed ? `${closed.verdict}${closed.block ? ', blocked' : ''} by ${closed.by}` : 'open'

const text = ({ open, reviews, next }: ReviewList): string => {
  if (reviews.length === 0)
    return open === 0 ? 'nothing waits for a reviewer' : `nothing here; ${open} marks are open elsewhere`
  const table = tableOf(
    ['review', 'opened', 'scene', 'marks', 'state', 'question', 'answer', 'comment'],
    reviews.map(review => [
      review.review_id,
      review.opened_at,
      review.scene ?? '',
      review.marks,
      verdictOf(review),
      short(review.question),
      short(review.answer),
      short(review.comment),
    ]),
  )
  return `${table}\n${open} ${open === 1 ? 'mark' : 'marks'} open${next === null ? '' : '; there are more: raise --limit'}`
}

/** Shows the review queue. Throws UNAVAILABLE where there is no log. */
export const reviewList = async (options: ReviewListOptions): Promise<void> => {
  const { scene = null, all = false, limit = usualLimit, json } = options
  const list = await besideQueue(options, ({ log, queue }) =>
    queue.read(reader => listReviews(reader, createFacts(log), { all, scene, limit, after: null })),
  )
  await printResult(json, list, text)
}
