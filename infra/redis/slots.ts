import { Command } from 'ioredis'

/** Slots of a cluster. */
const slots = 16_384

/** The slot of a key. */
export const slotOf = (key: string): number => new Command('get', [key]).getSlot() as number

/**
 * One key for each of `count` equal ranges of slots, by range: `prefix{tag}` lies in its range. A node that owns a range has
 * the key of it, and loses it together with what else it loses.
 */
export const keysOfRanges = (prefix: string, count: number): readonly string[] => {
  const keys = new Array<string>(count)
  for (let tag = 0, missing = count; missing > 0; tag++) {
    const key = `${prefix}{${tag}}`
    const range = rangeOf(slotOf(key), count)
    if (keys[range] !== undefined) continue
    keys[range] = key
    missing--
  }
  return keys
}

export const rangeOf = (slot: number, count: number): number => Math.trunc((slot * count) / slots)
