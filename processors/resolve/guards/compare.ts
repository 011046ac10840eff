import type { Slot } from '../../../schemas/types.ts'

/** What one set of slots has and the other has not, as a text for people; null where both have the same. Order is ignored. */
export const difference = (ours: readonly Slot[], theirs: readonly Slot[]): string | null => {
  if (sameInOrder(ours, theirs)) return null
  const count = new Map<string, number>()
  const add = (by: number) => (slot: Slot) => {
    const name = `${slot.kind} ${slot.value}`
    count.set(name, (count.get(name) ?? 0) + by)
  }
  ours.forEach(add(1))
  theirs.forEach(add(-1))
  const unlike = [...count]
    .filter(([, n]) => n !== 0)
    .map(([name, n]) => `${n > 0 ? 'only asked' : 'only stored'}: ${name}`)
  return unlike.length === 0 ? null : unlike.join('; ')
}

/** The commonest case, told without counting. */
const sameInOrder = (ours: readonly Slot[], theirs: readonly Slot[]): boolean =>
  ours.length === theirs.length &&
  ours.every(({ kind, value }, at) => kind === theirs[at]!.kind && value === theirs[at]!.value)
