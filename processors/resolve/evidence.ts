import type { Candidate } from '../../schemas/types.ts'
import { type Grouping, weights } from './evidence-weights.ts'

/** An answer that neighbours of a question give, in one wording or in several. */
export interface Backed {
  readonly group: string
  /** The neighbours that give it, nearest first; at least one. */
  readonly backers: readonly Candidate[]
}

/** Which answers are taken for the same. */
export const groupOf = ({ answerGroup, answerHash }: Pick<Candidate, 'answerGroup' | 'answerHash'>): string =>
  answerGroup || answerHash

/** The nearest entries that count; what lies beyond them changes nothing that can be measured (docs/cache.md). */
export const neighbourhood = 12

/** A neighbour counts e times as much as one that is this much less similar. */
const bandwidth = 0.055

/** What is taken for the similarity of a backer that an answer does not have. */
const noBacker = 0.3

/** What is taken for the similarity of another answer where fewer entries than a neighbourhood have been stored yet. */
const unknownRival = 0.5

/** Answers by what speaks for them, most first: the sum of their backers' weights, which fall exponentially with distance. */
export const answersOf = (neighbours: readonly Candidate[]): readonly Backed[] => {
  const byAnswer = Map.groupBy(neighbours.slice(0, neighbourhood), groupOf)
  return [...byAnswer]
    .map(([group, backers]) => ({
      group,
      backers,
      weight: backers.reduce((sum, { similarity }) => sum + Math.exp((similarity - 1) / bandwidth), 0),
    }))
    .sort((a, b) => b.weight - a.weight)
}

/**
 * What the model of confidence looks at, in the order of its coefficients: similarities of the 1st, 2nd, 3rd and 5th backer,
 * of the two nearest neighbours that give other answers, the backers' share of the nearest 3, 5 and 10, and the similarity
 * of the entry to be served.
 */
export const evidenceFor = (
  { group, backers }: Backed,
  served: Candidate,
  neighbours: readonly Candidate[],
): readonly number[] => {
  const around = neighbours.slice(0, neighbourhood)
  const rivals = around.filter(neighbour => groupOf(neighbour) !== group)
  const beyond = around.length < neighbourhood ? unknownRival : around.at(-1)!.similarity
  const backer = (n: number): number => backers[n]?.similarity ?? noBacker
  const rival = (n: number): number => rivals[n]?.similarity ?? beyond
  const share = (n: number): number => around.slice(0, n).filter(neighbour => groupOf(neighbour) === group).length / n
  return [
    ...[backer(0), backer(1), backer(2), backer(4)],
    ...[rival(0), rival(1)],
    ...[share(3), share(5), share(10)],
    served.similarity,
  ]
}

/** Probability, in [0, 1] to six digits, that the answer is right: logistic regression on labelled questions (docs/cache.md). */
export const confidenceOf = (evidence: readonly number[], grouping: Grouping): number => {
  const { intercept, coefficients } = weights[grouping]
  const logit = evidence.reduce((sum, value, n) => sum + value * coefficients[n]!, intercept)
  return Math.round(1e6 / (1 + Math.exp(-logit))) / 1e6
}
