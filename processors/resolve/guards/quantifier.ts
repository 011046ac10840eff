import type { Guard } from './guard.ts'
import { readingOf } from './reading.ts'

/** What one list has and the other has not, as a text for people; null where they are the same. */
export const unlike = (ours: readonly string[], theirs: readonly string[]): string | null => {
  const asked = ours.filter(name => !theirs.includes(name))
  const stored = theirs.filter(name => !ours.includes(name))
  const parts = [
    ...(asked.length > 0 ? [`only asked: ${asked.join(', ')}`] : []),
    ...(stored.length > 0 ? [`only stored: ${stored.join(', ')}`] : []),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}

/** All, only, at least: a question about some of them is not answered with what holds for all. */
export const quantifier: Guard = {
  name: 'quantifier',
  judge: (turn, candidate) =>
    unlike(
      readingOf(turn.normalised, turn.language).quantifiers,
      readingOf(candidate.question, turn.language).quantifiers,
    ),
}
