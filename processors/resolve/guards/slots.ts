import type { Slot } from '../../../schemas/types.ts'
import { difference } from './compare.ts'
import type { Guard } from './guard.ts'
import { polarityKinds } from './polarity.ts'

/** 48 hours are two days, and 60 minutes an hour, to whoever asks a customer service. */
const usual = (slot: Slot): Slot => {
  const [, count = '', unit] = slot.kind === 'duration' ? (/^PT(\d+)([HM])$/.exec(slot.value) ?? []) : []
  const [per, written] = unit === 'H' ? [24, (days: number) => `P${days}D`] : [60, (hours: number) => `PT${hours}H`]
  return unit && Number(count) % per === 0 ? { ...slot, value: written(Number(count) / per) } : slot
}

/** The details that this guard compares. Which way something goes has a guard of its own. */
export const details = (slots: readonly Slot[]): readonly Slot[] =>
  slots.filter(({ kind }) => !polarityKinds.has(kind) && kind !== 'direction').map(usual)

/** Numbers, amounts, dates, durations, identifiers, products, sizes and places must be the same on both sides. */
export const slots: Guard = {
  name: 'slots',
  judge: (turn, candidate) => difference(details(turn.slots), details(candidate.slots)),
}
