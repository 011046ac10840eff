import { hash } from 'node:crypto'

/** Uniform in [0, 1), the same for the same parts: chance that does not depend on what was drawn before. */
export const chanceOf = (...parts: readonly (string | number)[]): number =>
  Number.parseInt(hash('sha256', JSON.stringify(parts)).slice(0, 13), 16) / 2 ** 52

/** One of the items, by hash of the parts. */
export const pickBy = <T>(items: readonly T[], ...parts: readonly (string | number)[]): T =>
  items[Math.floor(chanceOf(...parts) * items.length)]!
