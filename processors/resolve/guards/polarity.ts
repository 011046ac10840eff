import type { Slot } from '../../../schemas/types.ts'
import { oppositeOf } from '../../enrich/slots/polarity.ts'
import { difference } from './compare.ts'
import type { Guard } from './guard.ts'

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

/**
 * Refuses the opposite question: one side says enable where the other says disable, or they differ in negation. An action
 * that only one side names is no opposite: "sign up" and "become a new member" ask the same.
 */
export const polarity: Guard = {
  name: 'polarity',
  judge: (turn, candidate) => {
    const ours = actions(turn.slots)
    const theirs = actions(candidate.slots)
    const negation = ({ kind }: Slot): boolean => kind === 'negation'
    return (
      opposed(ours, theirs) ??
      opposed(theirs, ours) ??
      difference(turn.slots.filter(negation), candidate.slots.filter(negation))
    )
  },
}
