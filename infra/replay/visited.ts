/** Offsets that have been looked at, a bit for each. */
export interface Visited {
  add(row: string, offset: bigint): void
  /** Offsets from `begin` up to `end` that have not been added by the time they are reached. */
  missing(row: string, begin: bigint, end: bigint): Iterable<bigint>
  /** Can be sent to another thread. */
  readonly rows: ReadonlyMap<string, Uint8Array>
  addAll(rows: ReadonlyMap<string, Uint8Array>): void
}

/** A row is a topic, or a partition of one: whatever has offsets of its own. */
export const createVisited = (): Visited => {
  const rows = new Map<string, Uint8Array>()
  const rowOf = (name: string, bytes: number): Uint8Array => {
    const row = rows.get(name) ?? new Uint8Array(1_024)
    if (bytes <= row.length) {
      rows.set(name, row)
      return row
    }
    const longer = new Uint8Array(Math.max(row.length * 2, bytes))
    longer.set(row)
    rows.set(name, longer)
    return longer
  }
  return {
    rows,
    add: (name, offset) => {
      const at = Number(offset)
      rowOf(name, (at >>> 3) + 1)[at >>> 3]! |= 1 << (at & 7)
    },
    *missing(name, begin, end) {
      for (let at = Number(begin); at < Number(end); at++)
        if (!((rows.get(name)?.[at >>> 3] ?? 0) & (1 << (at & 7)))) yield BigInt(at)
    },
    addAll: others => {
      for (const [name, other] of others) {
        const row = rowOf(name, other.length)
        for (const [at, bits] of other.entries()) row[at]! |= bits
      }
    },
  }
}
