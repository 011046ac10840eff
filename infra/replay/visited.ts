/** Offsets that have been looked at, a bit for each. */
export interface Visited {
  add(topic: string, offset: bigint): void
  /** Offsets from `begin` up to `end` that have not been added by the time they are reached. */
  missing(topic: string, begin: bigint, end: bigint): Iterable<bigint>
}

export const createVisited = (): Visited => {
  const bits = new Map<string, Uint8Array>()
  return {
    add: (topic, offset) => {
      const at = Number(offset)
      let row = bits.get(topic) ?? new Uint8Array(1_024)
      if (at >>> 3 >= row.length) {
        const longer = new Uint8Array(Math.max(row.length * 2, (at >>> 3) + 1))
        longer.set(row)
        row = longer
      }
      row[at >>> 3]! |= 1 << (at & 7)
      bits.set(topic, row)
    },
    *missing(topic, begin, end) {
      for (let at = Number(begin); at < Number(end); at++)
        if (!((bits.get(topic)?.[at >>> 3] ?? 0) & (1 << (at & 7)))) yield BigInt(at)
    },
  }
}
