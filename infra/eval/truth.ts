import { chanceOf, pickBy } from './chance.ts'
import type { CacheRow, GroupAnswers } from './rows.ts'

/** What the evaluator knows and the system under test must not: which answer is right for which row. */
export interface Truth {
  /** The answer that a model that errs in nothing writes to a row. */
  answerTo(row: CacheRow): string
  /**
   * Whether an answer learned from a question is right for a row: its text was written for the row's group, and it crosses
   * no identifiers. It does where either the text served or the one that would have been written names an order or
   * customer number of its question, and the other does not.
   */
  isRight(row: CacheRow, answer: string, learnedFrom: string): boolean
  /** Whether two answers were written for one group. */
  isSame(answer: string, other: string): boolean
}

/** Numbers of orders, invoices and customers: five digits or more, or the demo shop's FH-… */
const identifier = /\bFH-\d+\b|\d{5,}/gi

const identifiersOf = (text: string): readonly string[] =>
  (text.match(identifier) ?? []).map(found => found.toUpperCase())

/** The identifiers of a question that its answer names. */
const dependence = (question: string, answer: string): string => {
  const named = new Set(identifiersOf(answer))
  return [...new Set(identifiersOf(question))]
    .filter(name => named.has(name))
    .sort()
    .join(' ')
}

/**
 * The truth of a set of rows. A row is answered with its own answer, else with a wording of its group, picked by hash of
 * its text; a group without wordings gets an answer of its own, which does not give away its name.
 */
export const truthOf = (rows: readonly CacheRow[], answers: GroupAnswers = {}): Truth => {
  const written = new Map<string, Set<string>>()
  const answerTo = (row: CacheRow): string => {
    const wordings = answers[row.group]
    return (
      row.answer ??
      (wordings
        ? pickBy(wordings, 'wording', row.text)
        : `Answer ${chanceOf('answer', row.group).toString(36).slice(2)}.`)
    )
  }
  const write = (group: string, answer: string): void => {
    const groups = written.get(answer) ?? new Set()
    written.set(answer, groups.add(group))
  }
  for (const row of rows) write(row.group, answerTo(row))
  return {
    answerTo,
    isRight: (row, answer, learnedFrom) =>
      (written.get(answer)?.has(row.group) ?? false) &&
      dependence(learnedFrom, answer) === dependence(row.text, answerTo(row)),
    isSame: (answer, other) => [...(written.get(answer) ?? [])].some(group => written.get(other)?.has(group)),
  }
}
