import { difference } from './compare.ts'
import type { Guard } from './guard.ts'
import { polarityKinds } from './polarity.ts'

/** Numbers, amounts, dates, durations, identifiers, products, sizes and places must be the same on both sides. */
export const slots: Guard = {
  name: 'slots',
  judge: (turn, candidate) => {
    const plain = (slot: { kind: string }): boolean => !polarityKinds.has(slot.kind)
    return difference(turn.slots.filter(plain), candidate.slots.filter(plain))
  },
}
