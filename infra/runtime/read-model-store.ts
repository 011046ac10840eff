import { mkdir, rm } from 'node:fs/promises'
import { open, type RootDatabase } from 'lmdb'
import { bootId } from './boot-id.ts'

/** The environment of a read model, with how far it has folded each partition beside its tables. */
export interface ReadModelStore<Tables> {
  readonly root: RootDatabase<unknown, string>
  readonly tables: Tables
  /** Next offset to fold. */
  position(partition: number): bigint
  /** To be called within the transaction that folds. */
  putPosition(partition: number, next: bigint): void
  /** Positions start again from 0; to be called within the transaction that empties the tables. */
  clearPositions(): void
}

interface Meta {
  readonly layout: number
  readonly logId: string
  /** The boot it was written under: unsynced pages of an earlier boot may be torn. */
  readonly boot: string
}

const isSame = (a: Meta, b: Meta): boolean => a.layout === b.layout && a.logId === b.logId && a.boot === b.boot

const positionKey = (partition: number): string => `position/${partition}`

/**
 * Opens the store of a read model in `dir`. It is not synced, for it can be folded again: after a power cut, or where it
 * belongs to another log or has another `layout`, it opens empty.
 */
export const openReadModelStore = async <Tables>(
  dir: string,
  { layout, logId }: Omit<Meta, 'boot'>,
  openTables: (root: RootDatabase<unknown, string>) => Tables,
): Promise<ReadModelStore<Tables>> => {
  const openRoot = async (): Promise<RootDatabase<unknown, string>> => {
    await mkdir(dir, { recursive: true })
    return open({ path: dir, noSubdir: false, noSync: true, maxDbs: 4 })
  }
  const expected: Meta = { layout, logId, boot: bootId() }
  let root = await openRoot()
  const found = root.get('meta') as Meta | undefined
  if (found && !isSame(found, expected)) {
    await root.close()
    await rm(dir, { recursive: true })
    root = await openRoot()
  }
  const tables = openTables(root)
  root.putSync('meta', expected)
  return {
    root,
    tables,
    position: partition => BigInt((root.get(positionKey(partition)) as string | undefined) ?? '0'),
    putPosition: (partition, next) => void root.putSync(positionKey(partition), String(next)),
    clearPositions: () => {
      for (const key of [...root.getKeys({ start: 'position/', end: 'position0' })]) root.removeSync(key)
    },
  }
}
