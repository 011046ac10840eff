import { difference } from './compare.ts'
import type { Guard } from './guard.ts'

export const polarityKinds: ReadonlySet<string> = new Set(['negation', 'polarity'])

/** Negations and opposite actions (enable or disable, before or after) must be the same on both sides. */
export const polarity: Guard = {
  name: 'polarity',
  judge: (turn, candidate) => {
    const polar = (slot: { kind: string }): boolean => polarityKinds.has(slot.kind)
    return difference(turn.slots.filter(polar), candidate.slots.filter(polar))
  },
}
