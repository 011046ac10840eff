import type { Candidate } from '../../schemas/types.ts'

/** What is taken where no embedding of an answer is known: what was seen on average in the questions that the weights were fitted on. */
const usual = { served: 0.5, backers: 0.5, rivals: 0.48, difference: 0.09 } as const

/** What is taken for the similarity of another answer where there is none. */
const noRival = 0.2

/** As many rivals, the nearest, are compared with the backers. */
const compared = 2

const known = (candidates: readonly Candidate[]): readonly number[] =>
  candidates.flatMap(({ answerSimilarity }) => (answerSimilarity === null ? [] : [answerSimilarity]))

const average = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * How near the answers themselves are to the question: the one of the entry to be served, the backers' on average, the
 * nearest of the rivals', and how much nearer the backers' are on average than those of the two nearest rivals.
 */
export const answerEvidence = (
  served: Candidate,
  backers: readonly Candidate[],
  rivals: readonly Candidate[],
): readonly number[] => {
  const ours = average(known(backers))
  const others = rivals.length === 0 ? [noRival] : known(rivals)
  const nearest = rivals.length === 0 ? noRival : average(known(rivals.slice(0, compared)))
  return [
    served.answerSimilarity ?? usual.served,
    ours ?? usual.backers,
    others.length === 0 ? usual.rivals : Math.max(...others),
    ours === null || nearest === null ? usual.difference : ours - nearest,
  ]
}
