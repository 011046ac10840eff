import type { Cell } from './column.ts'

/** Takes bytes, one after another. */
export interface Target {
  /** Resolves when they are written; whoever calls does not use them before. */
  write(bytes: Uint8Array): Promise<void>
}

/** Takes rows in the format of a file. */
export interface Sink {
  write(rows: readonly (readonly Cell[])[]): Promise<void>
  /** Writes what must stand at the end. */
  end(): Promise<void>
}
