import { hash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { open, type RootDatabase } from 'lmdb'
import { bootId } from '../cache/boot-id.ts'
import type { Cell } from './cells.ts'

/** Cells on disk, and how far each partition of cost.ledger is in them. */
export interface LedgerStore {
  /** Next offset to fold. */
  position(partition: number): bigint
  load(key: string): Cell | undefined
  /** Writes changed cells with the position that they lead to, both or neither. Visible when it returns. */
  save(cells: ReadonlyMap<string, Cell>, partition: number, next: bigint): void
  /** In an order that the log alone determines. */
  cells(): Cell[]
  /** SHA-256 over all cells: two stores that folded the same log have the same digest. */
  digest(): string
  clear(): void
  close(): Promise<void>
}

interface Meta {
  readonly layout: number
  readonly logId: string
  readonly boot: string
}

/** As it lies on the disk: a sum outgrows the 64 bits that a bigint may have there. */
type Stored = Omit<Cell, 'spentPicoUsd' | 'baselinePicoUsd'> & {
  readonly spentPicoUsd: string
  readonly baselinePicoUsd: string
}

/** Raised when a store of an older layout must be folded again. */
const layout = 1

const openTables = (dir: string) => {
  const root: RootDatabase<unknown, string> = open({ path: dir, noSync: true, maxDbs: 2 })
  return { root, table: root.openDB<Stored, string>('cells', {}) }
}

/** Names are of any length; keys of the store are not. */
const shortKey = (key: string): string => hash('sha256', key).slice(0, 32)

const toStored = (cell: Cell): Stored => ({
  ...cell,
  spentPicoUsd: String(cell.spentPicoUsd),
  baselinePicoUsd: String(cell.baselinePicoUsd),
})

const fromStored = (stored: Stored): Cell => ({
  ...stored,
  spentPicoUsd: BigInt(stored.spentPicoUsd),
  baselinePicoUsd: BigInt(stored.baselinePicoUsd),
})

/**
 * Opens the store in `dir`. It is a read model, so it is not synced: after a power cut, or where it belongs to another log
 * or an older layout, it opens empty.
 */
export const openLedgerStore = async (dir: string, logId: string): Promise<LedgerStore> => {
  await mkdir(dir, { recursive: true })
  let tables = openTables(dir)
  const expected: Meta = { layout, logId, boot: bootId() }
  const found = tables.root.get('meta') as Meta | undefined
  if (found && (found.layout !== layout || found.logId !== logId || found.boot !== expected.boot)) {
    await tables.root.close()
    await rm(dir, { recursive: true })
    await mkdir(dir, { recursive: true })
    tables = openTables(dir)
  }
  const { root, table } = tables
  root.putSync('meta', expected)
  const positions = new Map<number, bigint>()

  return {
    position: partition => {
      const known = positions.get(partition)
      if (known !== undefined) return known
      const stored = BigInt((root.get(`position/${partition}`) as string | undefined) ?? '0')
      positions.set(partition, stored)
      return stored
    },
    load: key => {
      const stored = table.get(shortKey(key))
      return stored && fromStored(stored)
    },
    save: (cells, partition, next) => {
      root.transactionSync(() => {
        for (const [key, cell] of cells) table.putSync(shortKey(key), toStored(cell))
        root.putSync(`position/${partition}`, String(next))
      })
      positions.set(partition, next)
    },
    cells: () => [...table.getRange()].map(({ value }) => fromStored(value)),
    digest: () => {
      const digest = [...table.getRange()].map(({ key, value }) => JSON.stringify([key, value]))
      return hash('sha256', digest.join('\n'))
    },
    clear: () => {
      root.transactionSync(() => {
        table.clearSync()
        for (const key of [...root.getKeys({ start: 'position/', end: 'position0' })]) root.removeSync(key)
      })
      positions.clear()
    },
    close: () => root.close(),
  }
}
