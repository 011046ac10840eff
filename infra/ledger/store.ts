import { hash } from 'node:crypto'
import { openReadModelStore } from '../runtime/read-model-store.ts'
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

/** As it lies on the disk: a sum outgrows the 64 bits that a bigint may have there. */
type Stored = Omit<Cell, Money> & { readonly [name in Money]: string }

type Money = (typeof money)[number]

const money = [
  'ownPicoUsd',
  'spentPicoUsd',
  'baselinePicoUsd',
  'unclaimedPicoUsd',
  'offerPicoUsd',
  'choicePicoUsd',
] as const

/** Raised when a store of an older layout must be folded again. */
const layout = 5

/** Names are of any length; keys of the store are not. */
const shortKey = (key: string): string => hash('sha256', key).slice(0, 32)

const toStored = (cell: Cell): Stored => ({
  ...cell,
  ...(Object.fromEntries(money.map(name => [name, String(cell[name])])) as Record<Money, string>),
})

const fromStored = (stored: Stored): Cell => ({
  ...stored,
  ...(Object.fromEntries(money.map(name => [name, BigInt(stored[name])])) as Record<Money, bigint>),
})

/** Opens the store in `dir`. */
export const openLedgerStore = async (dir: string, logId: string): Promise<LedgerStore> => {
  const store = await openReadModelStore(dir, { layout, logId }, root => root.openDB<Stored, string>('cells', {}))
  const { root, tables: table } = store
  return {
    position: store.position,
    load: key => {
      const stored = table.get(shortKey(key))
      return stored && fromStored(stored)
    },
    save: (cells, partition, next) => {
      root.transactionSync(() => {
        for (const [key, cell] of cells) table.putSync(shortKey(key), toStored(cell))
        store.putPosition(partition, next)
      })
    },
    cells: () => [...table.getRange()].map(({ value }) => fromStored(value)),
    digest: () => {
      const digest = [...table.getRange()].map(({ key, value }) => JSON.stringify([key, value]))
      return hash('sha256', digest.join('\n'))
    },
    clear: () => {
      root.transactionSync(() => {
        table.clearSync()
        store.clearPositions()
      })
    },
    close: () => root.close(),
  }
}
