import { LRUCache } from 'lru-cache'
import type { Candidate } from '../../schemas/types.ts'

/**
 * So many first letters stand for a word: inflection and slips of the pen mostly come after them, in any language that is written
 * in letters. A list of stems says no more for this use (docs/decisions/020).
 */
const lettersOfWord = 4

const word = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:'[\p{L}\p{M}\p{N}]+)?/gu

/** Neighbours of one question are those of the next: most texts are compared again and again. */
const known = new LRUCache<string, ReadonlySet<string>>({
  max: 5_000,
  maxSize: 500_000,
  sizeCalculation: (_words, normalised) => normalised.length + 1,
})

/** The words of a normalised text, each once, as far as two texts are compared by them. */
export const wordsOf = (normalised: string): ReadonlySet<string> => {
  const before = known.get(normalised)
  if (before) return before
  const words = new Set(normalised.match(word)?.map(text => text.slice(0, lettersOfWord)))
  known.set(normalised, words)
  return words
}

/** What is added to the count of those that say a word and of those that do not, so that no few of them are certain. */
const unseen = 0.5

const questionsOf = (candidates: readonly Candidate[]): readonly ReadonlySet<string>[] =>
  candidates.map(({ question }) => wordsOf(question))

const sharesOf = (name: string, backers: readonly ReadonlySet<string>[], rivals: readonly ReadonlySet<string>[]) => {
  const [ours, theirs] = [backers, rivals].map(questions => questions.filter(words => words.has(name)).length)
  const likely = (count: number, of: number): number => (count + unseen) / (of + 2 * unseen)
  return {
    logRatio: Math.log(likely(ours!, backers.length) / likely(theirs!, rivals.length)),
    difference: ours! / Math.max(1, backers.length) - theirs! / Math.max(1, rivals.length),
  }
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * What the words of a normalised question say for the answer that `backers` give, against that of `rivals`: of each word the log
 * of how much more likely a backer says it than a rival, as a naive Bayes classifier of these few would add them up, and the difference of
 * the shares that say it. Seven numbers: sum, mean, least and most of the first, mean, least and most of the second; zeros of no words.
 */
export const wordEvidence = (
  asked: string,
  backers: readonly Candidate[],
  rivals: readonly Candidate[],
): readonly number[] => {
  const [ours, theirs] = [questionsOf(backers), questionsOf(rivals)]
  const shares = [...wordsOf(asked)].map(name => sharesOf(name, ours, theirs))
  if (shares.length === 0) return [0, 0, 0, 0, 0, 0, 0]
  const ratios = shares.map(({ logRatio }) => logRatio)
  const differences = shares.map(({ difference }) => difference)
  return [
    ...[ratios.length * average(ratios), average(ratios), Math.min(...ratios), Math.max(...ratios)],
    ...[average(differences), Math.min(...differences), Math.max(...differences)],
  ]
}
