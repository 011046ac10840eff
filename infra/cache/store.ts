import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RootDatabase } from 'lmdb'
import { decodeValue, encodeValue } from '../../schemas/codec.ts'
import type { EntryStored } from '../../schemas/types.ts'
import { openReadModelStore, type ReadModelStore } from '../runtime/read-model-store.ts'

/** Where a vector is to be searched, and until when it may be found. */
export interface Placed {
  readonly entryId: string
  readonly set: string
  readonly expiresAtMs: number
}

/** Entries that may be neighbours: those of one identity under one embedding model. */
export const setOf = (identity: string, embeddingModel: string): string => `${identity}/${embeddingModel}`

/** The tables of the cache on disk. Writes belong in a `transaction`, which is visible at once and flushed some time. */
export interface CacheStore extends Pick<ReadModelStore<unknown>, 'position' | 'putPosition'> {
  put(entry: EntryStored): void
  remove(entryId: string): void
  /** Without its vector, which few ask for. */
  plain(entryId: string): EntryStored | null
  whole(entryId: string): EntryStored | null
  /** Whole entries in the order of their ids. */
  page(after: string | null, limit: number): EntryStored[]
  /** Entries that wait for a reviewer. */
  readonly held: { has(entryId: string): boolean; add(entryId: string): void; remove(entryId: string): void }
  /** Until when entries live hot, ms since 1970; 0 for those that do not. */
  readonly hot: { untilMs(entryId: string): number; put(entryId: string, untilMs: number): void }
  /** Every vector's place, in no order that means anything. */
  placed(): Placed[]
  /** Little-endian floats, [dimensions]. */
  vector(entryId: string): Buffer | null
  /** Keys and bytes of all that the log determines, in a fixed order, as they are at the call. */
  contents(): AsyncIterable<string | Uint8Array>
  size(): number
  clear(): void
  transaction(work: () => void): void
  close(): Promise<void>
}

/** Raised when a store of an older layout must be folded again. */
const layout = 4

/** Rows passed before others have their turn. */
const stretch = 500

const openTables = (root: RootDatabase<unknown, string>) => ({
  entries: root.openDB<Buffer, string>('entries', { encoding: 'binary', compression: true }),
  /** Apart from the entries, because a start reads all of them and nothing else. */
  vectors: root.openDB<Buffer, string>('vectors', { encoding: 'binary' }),
  held: root.openDB<boolean, string>('held', {}),
  hot: root.openDB<number, string>('hot', {}),
})

/* A vector: f64 expiry, u16 length of the set's name, the name, then the floats. */
const expiryBytes = 8
const nameAt = expiryBytes + 2

const packVector = ({ identity, embeddingModel, expiresAtMs }: EntryStored, vector: Uint8Array): Buffer => {
  const name = Buffer.from(setOf(identity, embeddingModel))
  const head = Buffer.alloc(nameAt)
  head.writeDoubleLE(expiresAtMs)
  head.writeUInt16LE(name.length, expiryBytes)
  return Buffer.concat([head, name, vector])
}

const floatsOf = (bytes: Buffer): Buffer => bytes.subarray(nameAt + bytes.readUInt16LE(expiryBytes))

/** Opens the store in `dir`; see openReadModelStore for what outlives a crash. */
export const openCacheStore = async (dir: string, logId: string): Promise<CacheStore> => {
  const store = await openReadModelStore(dir, { layout, logId }, openTables)
  const { root } = store
  const { entries, vectors, held, hot } = store.tables

  const decode = (bytes: Buffer | undefined): EntryStored | null =>
    bytes ? (decodeValue(bytes).data as EntryStored) : null
  const withVector = (entry: EntryStored): EntryStored => {
    const bytes = vectors.get(entry.entryId)
    return bytes ? { ...entry, vector: floatsOf(bytes) } : entry
  }

  return {
    position: store.position,
    putPosition: store.putPosition,
    put: entry => {
      const { vector, ...rest } = entry
      entries.putSync(entry.entryId, encodeValue('EntryStored', { ...rest, vector: null }))
      if (vector) vectors.putSync(entry.entryId, packVector(entry, vector))
      else vectors.removeSync(entry.entryId)
    },
    remove: entryId => {
      entries.removeSync(entryId)
      vectors.removeSync(entryId)
      hot.removeSync(entryId)
    },
    plain: entryId => decode(entries.get(entryId)),
    whole: entryId => {
      const entry = decode(entries.get(entryId))
      return entry && withVector(entry)
    },
    page: (after, limit) =>
      [...entries.getRange({ ...(after === null ? {} : { start: after, exclusiveStart: true }), limit })].map(
        ({ value }) => withVector(decode(value)!),
      ),
    held: {
      has: entryId => held.doesExist(entryId),
      add: entryId => void held.putSync(entryId, true),
      remove: entryId => void held.removeSync(entryId),
    },
    hot: {
      untilMs: entryId => hot.get(entryId) ?? 0,
      put: (entryId, untilMs) => {
        if (untilMs > 0) hot.putSync(entryId, untilMs)
        else hot.removeSync(entryId)
      },
    },
    placed: () =>
      [...vectors.getRange()].map(({ key, value }) => ({
        entryId: key,
        set: value.toString('utf8', nameAt, nameAt + value.readUInt16LE(expiryBytes)),
        expiresAtMs: value.readDoubleLE(),
      })),
    vector: entryId => {
      const bytes = vectors.get(entryId)
      return bytes ? floatsOf(bytes) : null
    },
    contents: () => {
      // Begun at once, because the first step of a generator is not taken at the call.
      const transaction = root.useReadTransaction()
      return (async function* () {
        let passed = 0
        try {
          for (const table of [entries, vectors])
            for (const { key, value } of table.getRange({ transaction })) {
              yield key
              yield value
              if (++passed % stretch === 0) await nextTurn()
            }
          for (const key of held.getKeys({ transaction })) yield `held ${key}`
          for (const { key, value } of hot.getRange({ transaction })) yield `hot ${key} ${value}`
        } finally {
          transaction.done()
        }
      })()
    },
    size: () => entries.getCount(),
    clear: () => {
      root.transactionSync(() => {
        entries.clearSync()
        vectors.clearSync()
        held.clearSync()
        hot.clearSync()
        store.clearPositions()
      })
    },
    transaction: work => root.transactionSync(work),
    close: () => root.close(),
  }
}
