import type { Candidate } from '../../schemas/types.ts'
import { answerEvidence } from './answers.ts'
import { type Ground, weights } from './evidence-weights.ts'
import { wordEvidence } from './words.ts'

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

/** What is taken for the similarity of another answer where fewer entries than a neighbourhood have been stored yet; there may be nearer ones. */
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

/** What was asked, and of how many answers the neighbours are the nearest. */
export interface Setting {
  /** The question, normalised. */
  readonly asked: string
  readonly neighbours: readonly Candidate[]
  /** Answers that were learned before. */
  readonly learned: number
  /** Where questions come in an order, about every how many ms an answer is learned. */
  readonly learnedEveryMs: number
  readonly nowMs: number
}

/** Where much was learned, what is near is not just the nearest of few, and the right answer is there if there is one. */
const experience = ({ learned }: Setting): number => Math.log(learned + 1)

/** Which of the neighbours give an answer, which give others, and how near those are. */
const sidesOf = ({ group }: Backed, { neighbours }: Setting) => {
  const around = neighbours.slice(0, neighbourhood)
  const isBacker = (neighbour: Candidate): boolean => groupOf(neighbour) === group
  const rivals = around.filter(neighbour => !isBacker(neighbour))
  const beyond = around.length < neighbourhood ? unknownRival : around.at(-1)!.similarity
  return {
    supporters: around.filter(isBacker),
    rivals,
    rival: (n: number): number => rivals[n]?.similarity ?? beyond,
    /** Of the nearest so many. */
    share: (n: number): number => around.slice(0, n).filter(isBacker).length / n,
  }
}

/**
 * What speaks for an answer that neighbours agree on, in the order of its coefficients: similarities of the 1st, 2nd, 3rd and 5th backer,
 * of the two nearest neighbours that give other answers, the backers' share of the nearest 3, 5 and 10, the similarity
 * of the entry to be served, what the words of the question say for this answer (`wordEvidence`) and the answers themselves
 * (`answerEvidence`), and how much was learned.
 */
const agreementEvidence = (answer: Backed, served: Candidate, setting: Setting): readonly number[] => {
  const { supporters, rivals, rival, share } = sidesOf(answer, setting)
  const backer = (n: number): number => answer.backers[n]?.similarity ?? noBacker
  return [
    ...[backer(0), backer(1), backer(2), backer(4)],
    ...[rival(0), rival(1)],
    ...[share(3), share(5), share(10)],
    served.similarity,
    ...wordEvidence(setting.asked, supporters, rivals),
    ...answerEvidence(served, supporters, rivals),
    experience(setting),
  ]
}

/**
 * What speaks for an entry that stands by itself, since its wording was compared: its similarity, that of the nearest neighbour that
 * gives another answer, and how much was learned, for where much was, others should agree.
 */
const wordingEvidence = (answer: Backed, served: Candidate, setting: Setting): readonly number[] => [
  served.similarity,
  Math.max(unknownRival, sidesOf(answer, setting).rival(0)),
  experience(setting),
]

/** How many answers were learned since an entry, about. */
const newerThan = ({ storedAtMs }: Candidate, { nowMs, learnedEveryMs }: Setting): number =>
  Math.max(0, nowMs - storedAtMs) / learnedEveryMs

/**
 * The same where questions come in an order, and how new the nearest entry and the one to be served are: what is asked now is likely what was
 * asked last, and where the nearest are old ones a new kind of question has begun, which neighbours that agree know nothing of.
 */
const orderEvidence = (answer: Backed, served: Candidate, setting: Setting): readonly number[] => [
  ...agreementEvidence(answer, served, setting),
  ...[setting.neighbours[0]!, served].map(entry => Math.log(newerThan(entry, setting) + 1)),
]

/** The evidence for an entry to be served, by what it is served on. */
export const evidenceFor = {
  agreement: agreementEvidence,
  order: orderEvidence,
  wording: wordingEvidence,
} as const satisfies Record<Ground, (answer: Backed, served: Candidate, setting: Setting) => readonly number[]>

/** Probability, in [0, 1] to six digits, that the answer is right: logistic regression on labelled questions (docs/cache.md). */
export const confidenceOf = (evidence: readonly number[], ground: Ground): number => {
  const { intercept, coefficients } = weights[ground]
  const logit = evidence.reduce((sum, value, n) => sum + value * coefficients[n]!, intercept)
  return Math.round(1e6 / (1 + Math.exp(-logit))) / 1e6
}
