/** Uses are counted by slots of this length: what a window holds is exact to one of them. */
export const slotMs = 600_000

/** The longest window in which uses can be counted. */
export const longestWindowMs = 86_400_000

const mostSlots = longestWindowMs / slotMs

/** Hits by slot of event time. */
export interface Uses {
  /** Number of the slot that `hits` begins with. */
  readonly newest: number
  /** Of the newest slot and those before it. */
  readonly hits: readonly number[]
}

export const noUses: Uses = { newest: 0, hits: [] }

export const slotOf = (timeMs: number): number => Math.floor(timeMs / slotMs)

/** Adds hits to the slot of their time, in whatever order they come; what is older than the longest window is forgotten. */
export const withHits = ({ newest, hits }: Uses, count: number, timeMs: number): Uses => {
  const slot = slotOf(timeMs)
  if (hits.length === 0) return { newest: slot, hits: [count] }
  const last = Math.max(newest, slot)
  const before = Array.from({ length: Math.min(last - newest, mostSlots) }, () => 0)
  const all = [...before, ...hits].slice(0, mostSlots)
  const at = last - slot
  if (at >= mostSlots) return { newest: last, hits: all }
  while (all.length <= at) all.push(0)
  all[at] = all[at]! + count
  return { newest: last, hits: all }
}

/** Hits within a window that ends at `nowMs`. */
export const hitsWithin = ({ newest, hits }: Uses, windowMs: number, nowMs: number): number => {
  const from = slotOf(nowMs - windowMs) + 1
  const to = slotOf(nowMs)
  return hits.reduce((sum, count, n) => (newest - n >= from && newest - n <= to ? sum + count : sum), 0)
}
