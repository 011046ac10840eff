import type { Grouping } from './grouping.ts'
import type { Entry, Knowledge, NamedRule, Neighbour, Rule } from './rule.ts'

/** A neighbour, and the group of the answer that it votes for. */
interface Vote extends Neighbour {
  readonly group: number
}

/** As near as this an entry is taken outright. */
const outright = 0.97

/** A rule under which neighbours vote for the group of their answer. */
const voting = (grouping: Grouping, knowledge: Knowledge, elect: (votes: readonly Vote[]) => Entry | null): Rule => {
  const groupOf = grouping.open(knowledge)
  const groups = new Map<Entry, number>()
  return {
    judge: (_question, nearest) => elect(nearest.map(each => ({ ...each, group: groups.get(each.entry)! }))),
    learn: missed => {
      groups.set(missed, groupOf(missed.answer))
      return true
    },
  }
}

/** The nearest entry answers where it is taken outright, or where so many nearest give one answer and each is near enough. */
export const agreement = (count: number, least: number, grouping: Grouping): NamedRule => ({
  name: `${count} agree from ${least.toFixed(2)} (${grouping.name})`,
  open: knowledge =>
    voting(grouping, knowledge, votes => {
      const [nearest] = votes
      if (nearest === undefined) return null
      if (nearest.similarity >= outright) return nearest.entry
      const electors = votes.slice(0, count)
      const agrees = ({ group, similarity }: Vote): boolean => group === nearest.group && similarity >= least
      return electors.length === count && electors.every(agrees) ? nearest.entry : null
    }),
})

/** An entry counts e times as much as one that is this much less similar; as the product has it. */
const bandwidth = 0.055
/** Where nothing is near the vote of an unknown answer outweighs it: one that would be this similar. */
const unknownSimilarity = 0.7

const weightOf = (similarity: number): number => Math.exp((similarity - 1) / bandwidth)

/** Neighbours vote with a weight that falls exponentially with distance; an answer is served at this share of all votes. */
export const kernelVote = (share: number, grouping: Grouping): NamedRule => ({
  name: `kernel vote ${share.toFixed(2)} (${grouping.name})`,
  open: knowledge =>
    voting(grouping, knowledge, votes => {
      const weights = new Map<number, number>()
      let total = weightOf(unknownSimilarity)
      for (const { group, similarity } of votes) {
        const weight = weightOf(similarity)
        weights.set(group, (weights.get(group) ?? 0) + weight)
        total += weight
      }
      // At a share above one half there is one at most.
      const elected = votes.find(({ group }) => weights.get(group)! >= share * total)
      return elected?.entry ?? null
    }),
})
