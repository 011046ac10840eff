import type { Truth } from '../truth.ts'

/** A question with the answer that a rule has stored, or may store. */
export interface Entry {
  /** Place of its question in the stream. */
  readonly row: number
  readonly question: string
  readonly answer: string
}

export interface Neighbour {
  readonly entry: Entry
  /** Cosine of its question and the one that is asked. */
  readonly similarity: number
}

/** A rule at work on one stream, with what it has learned so far. */
export interface Rule {
  /** The entry whose answer is served, of the nearest stored ones (nearest first); null calls the model. */
  judge(question: string, nearest: readonly Neighbour[]): Entry | null
  /** Told of what the model answered to a miss. Says whether it is stored. */
  learn(missed: Entry, nearest: readonly Neighbour[]): boolean
}

/** What rules may be told that a cache on its own does not know: some ask for labels, to show what they are worth. */
export interface Knowledge {
  readonly truth: Truth
  /** Cosine of two answers of the stream. */
  answerSimilarity(answer: string, other: string): number
}

/** A rule with its parameters set. */
export interface NamedRule {
  readonly name: string
  /** Opens it on an empty cache. */
  open(knowledge: Knowledge): Rule
}

/** A share as names of rules have it. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
