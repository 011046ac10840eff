import type { Knowledge } from './rule.ts'

/** The group of an answer, by number: that of one that came before and is taken for the same, or a new one. */
export type Group = (answer: string) => number

/** A way to say which answers are the same, and its name. */
export interface Grouping {
  readonly name: string
  open(knowledge: Knowledge): Group
}

/** `alike` is 0 or less for answers that are not the same, else how much they are; the most alike counts. */
const groupedBy = (alike: (answer: string, other: string) => number): Group => {
  const groups = new Map<string, number>()
  return answer => {
    let best = { group: groups.size, alike: 0 }
    for (const [other, group] of groups) {
      const much = other === answer ? Number.POSITIVE_INFINITY : alike(answer, other)
      if (much > best.alike) best = { group, alike: much }
    }
    groups.set(answer, best.group)
    return best.group
  }
}

/** By what the answers were written for, which no cache knows: an upper bound. */
export const byLabel: Grouping = {
  name: 'labels',
  open: ({ truth }) => groupedBy((answer, other) => (truth.isSame(answer, other) ? 1 : 0)),
}

/** The same text; where a model chooses among existing answers that is the same answer. */
export const byText: Grouping = { name: 'same text', open: () => groupedBy(() => 0) }

/** With the most similar answer that was stored before, where its cosine is at least this. */
export const byCosine = (least: number): Grouping => ({
  name: `answers at ${least.toFixed(2)}`,
  open: ({ answerSimilarity }) =>
    groupedBy((answer, other) => {
      const similarity = answerSimilarity(answer, other)
      return similarity >= least ? similarity : 0
    }),
})
