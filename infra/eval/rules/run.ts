import { neighbourhood } from '../../../processors/resolve/evidence.ts'
import { chooseAnswer } from '../choice.ts'
import type { CacheRow } from '../rows.ts'
import type { Truth } from '../truth.ts'
import type { Entry, Neighbour, Rule } from './rule.ts'

/** What became of the rows that a rule has seen. */
export interface Counts {
  readonly requests: number
  readonly hits: number
  readonly wrongHits: number
  /** The model was shown existing answers, and chose wrongly. */
  readonly wrongOnMiss: number
}

/** A rule, or the product, on a stream. */
export interface RuleRun {
  /** Takes the next row. Similarities are those of its text to the texts of all rows before. */
  take(row: CacheRow, similarities: Float32Array): void | Promise<void>
  counts(): Counts
  close(): Promise<void>
}

/** The stored entries nearest to a row, nearest first; of equals the older one. */
const nearestOf = (entries: readonly Entry[], similarities: Float32Array): readonly Neighbour[] => {
  const nearest: Neighbour[] = []
  for (const entry of entries) {
    const similarity = similarities[entry.row]!
    if (nearest.length === neighbourhood && similarity <= nearest.at(-1)!.similarity) continue
    let at = nearest.length
    while (at > 0 && nearest[at - 1]!.similarity < similarity) at--
    nearest.splice(at, 0, { entry, similarity })
    if (nearest.length > neighbourhood) nearest.pop()
  }
  return nearest
}

/**
 * Runs a rule on an empty cache of its own: what it does not serve the model answers, and the rule is told. With a judge error the model is
 * shown the answers of the nearest entries and chooses, as in `eval cache`.
 */
export const openRuleRun = (rule: Rule, truth: Truth, judgeError: number | undefined): RuleRun => {
  const entries: Entry[] = []
  const counts = { requests: 0, hits: 0, wrongHits: 0, wrongOnMiss: 0 }
  return {
    take: (row, similarities) => {
      const { text } = row
      const nearest = nearestOf(entries, similarities)
      const served = rule.judge(text, nearest)
      const index = counts.requests++
      if (served !== null) {
        counts.hits++
        if (!truth.isRight(row, served.answer, served.question)) counts.wrongHits++
        return
      }
      const shown = judgeError === undefined ? [] : [...new Set(nearest.map(({ entry }) => entry.answer))]
      const answer = chooseAnswer(row, shown, truth, judgeError ?? 0)
      if (!truth.isRight(row, answer, text)) counts.wrongOnMiss++
      const missed: Entry = { row: index, question: text, answer }
      if (rule.learn(missed, nearest)) entries.push(missed)
    },
    counts: () => ({ ...counts }),
    close: async () => undefined,
  }
}
