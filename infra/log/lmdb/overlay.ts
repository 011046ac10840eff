import type { WrittenTable } from './journal/format.ts'

/** A write by key beside records, on its way to the tables. `value: null` removes. */
export interface Write {
  readonly table: WrittenTable
  /** Well-formed text. */
  readonly key: string
  readonly value: Uint8Array | null
}

interface Entry {
  readonly value: Buffer | null
  /** Number of the block that wrote it. */
  readonly block: number
}

/** What one block wrote, and what was there before. */
export interface Overlaid {
  readonly table: WrittenTable
  readonly key: string
  before: Entry | undefined
}

/** The last value of each key that has been written and is not in the tables yet. */
export interface Overlay {
  /** Undefined where the table has it; null where it is removed. */
  get(table: WrittenTable, key: string): Buffer | null | undefined
  /** All keys with this prefix, as they are now. */
  withPrefix(table: WrittenTable, prefix: string): Map<string, Buffer | null>
  put(table: WrittenTable, key: string, value: Buffer | null, block: number): Overlaid
  /** Puts back what was there before; newest first. `merged` is the number of the last block in the tables. */
  undo(overlaid: readonly Overlaid[], merged: number): void
  /** Forgets what this block wrote, for it is in the tables. */
  drop(overlaid: readonly Overlaid[], block: number): void
}

export const createOverlay = (): Overlay => {
  const entries: Record<WrittenTable, Map<string, Entry>> = { meta: new Map(), state: new Map() }
  return {
    get: (table, key) => entries[table].get(key)?.value,
    withPrefix: (table, prefix) =>
      new Map(
        [...entries[table]].filter(([key]) => key.startsWith(prefix)).map(([key, { value }]) => [key, value] as const),
      ),
    put: (table, key, value, block) => {
      const before = entries[table].get(key)
      entries[table].set(key, { value, block })
      return { table, key, before }
    },
    undo: (overlaid, merged) => {
      for (const { table, key, before } of overlaid.toReversed())
        if (before !== undefined && before.block > merged) entries[table].set(key, before)
        else entries[table].delete(key)
    },
    drop: (overlaid, block) => {
      for (const { table, key } of overlaid) if (entries[table].get(key)?.block === block) entries[table].delete(key)
    },
  }
}
