import type { z } from 'zod'
import type { ReviewItem } from '../../review/item.ts'
import type { verdictOutcome } from '../../review/verdicts.ts'
import { announce } from './announce.ts'
import { json } from './api.ts'
import { confirmed } from './confirm.ts'
import { plural } from './format.ts'

export interface Verdict {
  readonly verdict: ReviewItem['verdicts'][number]
  readonly answer?: string
  readonly block?: boolean
}

const reaches = ({ entry_id, marks }: ReviewItem): string =>
  entry_id === null || marks === 1 ? '' : ` It closes ${plural(marks, 'mark')} on this answer.`

const questionOf = (review: ReviewItem, { verdict, block }: Verdict): string => {
  const own: Readonly<Record<Verdict['verdict'], string>> = {
    restore: 'The answer will be served again, as it was.',
    edit: 'What you have written will be served to everybody who asks this.',
    delete:
      review.entry_id === null
        ? 'The review will be closed. No cache has this answer.'
        : block
          ? 'The answer stays out, and no other answer to this question is learned again. Every time a model will be asked.'
          : 'The answer stays out. The next answer of a model to this question may be learned.',
  }
  return `${own[verdict]}${reaches(review)} This cannot be taken back.`
}

const deeds: Readonly<Record<Verdict['verdict'], string>> = {
  restore: 'Restore',
  edit: 'Put in place',
  delete: 'Delete',
}

const said: Readonly<Record<Verdict['verdict'], string>> = {
  restore: 'The answer is served again.',
  edit: 'Your answer is served from now on.',
  delete: 'The review is closed, and the answer stays out.',
}

/** Gives a verdict, after asking; false where it was left. Throws a Failure. */
export const giveVerdict = async (review: ReviewItem, verdict: Verdict): Promise<boolean> => {
  const deed = verdict.block ? 'Delete and block' : deeds[verdict.verdict]
  if (!(await confirmed(questionOf(review, verdict), deed))) return false
  const path = `/v1/review/${encodeURIComponent(review.review_id)}`
  await json<z.infer<typeof verdictOutcome>>(path, { body: { ...verdict, by: 'console' } })
  announce(said[verdict.verdict])
  return true
}
