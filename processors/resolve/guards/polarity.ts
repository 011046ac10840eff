import type { Slot } from '../../../schemas/types.ts'
import { oppositeOf } from '../../enrich/slots/polarity.ts'
import type { Guard } from './guard.ts'
import { type Reading, readingOf, type Said } from './reading.ts'
import { unlike } from './wording.ts'

export const polarityKinds: ReadonlySet<string> = new Set(['negation', 'polarity'])

const actions = (slots: readonly Slot[]): ReadonlySet<string> =>
  new Set(slots.filter(({ kind }) => kind === 'polarity').map(({ value }) => value))

/** An action of one side whose opposite the other side has; null where there is none. */
const opposed = (ours: ReadonlySet<string>, theirs: ReadonlySet<string>): string | null => {
  for (const action of ours) {
    const opposite = oppositeOf(action)
    if (opposite !== null && theirs.has(opposite) && !theirs.has(action)) return `${action} against ${opposite}`
  }
  return null
}

const speaksOf = ({ items }: Said, name: string): boolean => items.some(item => item.name === name)

/** Something that one side negates and the other says, where that negates another thing; null where there is none. */
const moved = (ours: Said, theirs: Said): string | null => {
  for (const name of ours.negations) {
    if (name === null || theirs.negations.includes(name) || !speaksOf(theirs, name)) continue
    const other = theirs.negations.find(negated => negated !== null && speaksOf(ours, negated))
    if (other) return `not ${name} against not ${other}`
  }
  return null
}

const negatedOtherwise = (ours: Said, theirs: Said): string | null => {
  const [asked, stored] = [ours.negations.length, theirs.negations.length]
  if (asked === stored) return asked === 0 ? null : moved(ours, theirs)
  return asked > stored ? `only asked: not ${ours.negations[0] ?? ''}` : `only stored: not ${theirs.negations[0] ?? ''}`
}

/** Phrases may hold a negation ("not covered", which is excluded) where both sides then say the same. */
const negated = (ours: Reading, theirs: Reading): string | null => {
  if (negatedOtherwise(ours, theirs) === null && unlike(ours, theirs) === null) return null
  return negatedOtherwise(ours.plain(), theirs.plain())
}

/**
 * Refuses the opposite question: one side says enable where the other says disable, or one negates what the other does not.
 * An action that only one side names is no opposite: "sign up" and "become a new member" ask the same. To do without
 * something is not to have it.
 */
export const polarity: Guard = {
  name: 'polarity',
  judge: (turn, candidate) => {
    const ours = actions(turn.slots)
    const theirs = actions(candidate.slots)
    const isNegated = ({ kind }: Slot): boolean => kind === 'negation'
    const opposite = opposed(ours, theirs) ?? opposed(theirs, ours)
    if (opposite !== null || !(turn.slots.some(isNegated) || candidate.slots.some(isNegated))) return opposite
    return negated(readingOf(turn.normalised, turn.language), readingOf(candidate.question, turn.language))
  },
}
