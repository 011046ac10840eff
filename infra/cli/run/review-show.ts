import { explainText } from '../../replay/explain-text.ts'
import { type ReviewShown, showReview } from '../../review/show.ts'
import { createFacts } from '../../runtime/facts.ts'
import { followViews } from '../../runtime/views.ts'
import type { CommonOptions } from '../common.ts'
import { printResult } from '../output.ts'
import { besideQueue } from '../review-queue.ts'

const text = (review: ReviewShown): string => {
  const { review_id, state, reason, comment, opened_at, entry_id, scene, marks, verdicts, closed, chain } = review
  const lines = [
    `Review ${review_id}, ${state}, opened ${opened_at}: ${reason}${comment === null ? '' : `, “${comment}”`}.`,
    entry_id === null ? 'No cache may have the answer.' : `Entry ${entry_id}, scene ${scene}.`,
    state === 'open' && marks > 1 ? `${marks} marks on it wait; one verdict closes all of them.` : null,
    closed &&
      `Closed ${closed.at} by ${closed.by}: ${closed.verdict}${closed.block ? ', blocked' : ''}${closed.reason === null ? '' : `, “${closed.reason}”`}.`,
    closed?.answer == null ? null : `The answer since: “${closed.answer}”`,
    state === 'open' ? `It can be decided: ${verdicts.join(', ')}.` : null,
    chain && `\n${explainText(chain)}`,
  ]
  return lines.filter(line => line !== null).join('\n')
}

/** Shows an answer under review with all that led to it. Throws UNKNOWN_REVIEW, UNAVAILABLE where there is no log. */
export const reviewShow = async (id: string, options: CommonOptions): Promise<void> => {
  const shown = await besideQueue(options, async ({ log, queue, partitions }) => {
    const views = await followViews(log)
    views.stop()
    return showReview(id, { reviews: queue, facts: createFacts(log), log, views, partitions })
  })
  await printResult(options.json, shown, text)
}
