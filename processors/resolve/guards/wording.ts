import type { Guard } from './guard.ts'
import { type Item, type Reading, readingOf, type Said } from './reading.ts'
import { goesWithoutSaying } from './words/implied.ts'
import { isMisspelling } from './words/misspelling.ts'

const spoken = (items: readonly Item[]): readonly Item[] => items.filter(({ slot }) => !slot)

const namesOf = (items: readonly Item[]): ReadonlySet<string> => new Set(items.map(({ name }) => name))

/** What one side speaks of and the other does not, each once. */
const leftOf = (ours: readonly Item[], theirs: readonly Item[]): readonly Item[] => {
  const names = namesOf(theirs)
  return ours.filter(
    ({ name }, at) =>
      !names.has(name) && !goesWithoutSaying(name, names) && ours.findIndex(item => item.name === name) === at,
  )
}

/** Unknown words, run together; null where the vocabulary knows one of them, which then means something else. */
const joined = (items: readonly Item[]): string | null =>
  items.length === 0 || items.some(({ known }) => known) ? null : items.map(({ form }) => form).join('')

/** What is left of one side once words that the other side only writes otherwise are gone. */
const unmatched = (ours: readonly Item[], theirs: readonly Item[]): readonly Item[] =>
  ours.filter(one => !theirs.some(other => (!one.known || !other.known) && isMisspelling(one.form, other.form)))

const listed = (items: readonly Item[]): string => items.map(({ name }) => name).join(', ')

/** The same of what two texts say read in one way. */
export const unlike = (ours: Said, theirs: Said): string | null => {
  const onlyOurs = leftOf(spoken(ours.items), spoken(theirs.items))
  const onlyTheirs = leftOf(spoken(theirs.items), spoken(ours.items))
  // "e-book" and "ebook", "wall mount" and "wallmount".
  const together = joined(onlyOurs)
  if (together !== null && together === joined(onlyTheirs)) return null
  const asked = listed(unmatched(onlyOurs, onlyTheirs))
  const stored = listed(unmatched(onlyTheirs, onlyOurs))
  const parts = [...(asked ? [`only asked: ${asked}`] : []), ...(stored ? [`only stored: ${stored}`] : [])]
  return parts.length === 0 ? null : parts.join('; ')
}

/**
 * What each of two questions speaks of and the other does not; null where both speak of the same. A phrase may be one thing
 * on both sides, or its words on both.
 */
export const difference = (ours: Reading, theirs: Reading): string | null => {
  const said = unlike(ours, theirs)
  if (said === null || !(ours.hasPhrases || theirs.hasPhrases)) return said
  return unlike(ours.plain(), theirs.plain()) === null ? null : said
}

/**
 * Both must speak of the same things, whatever their words: one that only one side names may be what the answer depends
 * on. Synonyms, filler, inflection and misspellings are seen through as far as the vocabulary of the language goes; where it
 * ends, nothing is sure, and that is a miss.
 */
export const wording: Guard = {
  name: 'wording',
  alone: true,
  judge: (turn, candidate) =>
    difference(readingOf(turn.normalised, turn.language), readingOf(candidate.question, turn.language)),
}
