import type { Guard } from './guard.ts'
import { unlike } from './quantifier.ts'
import { readingOf } from './reading.ts'

/** Unless, before, after, even if. `if` and `when` are in most questions and say the same: what they introduce is wording. */
export const condition: Guard = {
  name: 'condition',
  judge: (turn, candidate) =>
    unlike(
      readingOf(turn.normalised, turn.language).conditions,
      readingOf(candidate.question, turn.language).conditions,
    ),
}
