import { turnstreamError } from '../../../processors/errors.ts'
import type { VerdictOutcome } from '../../review/verdicts.ts'
import type { ReviewDecideOptions } from '../commands/review.ts'
import { printResult } from '../output.ts'
import { readText } from '../read-text.ts'
import { withSystem } from '../with-system.ts'

const did: Readonly<Record<string, string>> = { restore: 'restored', edit: 'edited', delete: 'deleted' }

const text = ({ verdict, by, entry_id, closed, cached }: VerdictOutcome): string => {
  const others = closed.length > 1 ? `, with ${closed.length - 1} more of the same entry` : ''
  const there =
    cached === null ? 'the caches cannot say whether they have it' : `the caches ${cached ? '' : 'do not '}have it`
  return `${did[verdict] ?? verdict} by ${by}${others}${entry_id === null ? '' : `; ${entry_id}: ${there}`}`
}

/**
 * Gives a verdict on a review. Throws UNKNOWN_REVIEW, REVIEW_CLOSED where another one was given before, BAD_REQUEST where
 * there is nothing to bring back.
 */
export const reviewDecide = async (id: string, verdict: string, options: ReviewDecideOptions): Promise<void> => {
  const { reason = null, by = 'command', answer, block = null } = options
  if (verdict === 'edit' && answer === undefined)
    throw turnstreamError('USAGE', 'name the file with the answer: --answer; "-" reads stdin')
  const body = {
    verdict,
    // The line break that ends a file is not part of the answer.
    answer: answer === undefined ? null : readText(answer).replace(/\r?\n$/, ''),
    block,
    reason,
    by,
  }
  const path = `/v1/review/${encodeURIComponent(id)}`
  await withSystem(options, async ({ post }) =>
    printResult(options.json, (await post(path, body)) as VerdictOutcome, text),
  )
}
