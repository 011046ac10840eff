import type { Random } from '../runtime/simulation/random.ts'

/** Draws items by a Zipf law: the item of rank r, counted from 1, with a probability in proportion to r^-exponent. */
export const zipf = <T>(items: readonly T[], exponent: number, random: Random): (() => T) => {
  let sum = 0
  const cumulative = items.map((_, index) => {
    sum += (index + 1) ** -exponent
    return sum
  })
  return () => {
    const at = random.next() * sum
    const index = cumulative.findIndex(bound => at < bound)
    return items[index === -1 ? items.length - 1 : index]!
  }
}
