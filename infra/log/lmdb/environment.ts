import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { isTurnstreamError, turnstreamError } from '../../../processors/errors.ts'

/**
 * Raised when a newer layout cannot be read by an older program. 1 has no journal; a log of that format is taken over as it
 * is, and a program that knows no other must not write beside a journal.
 */
const FORMAT = 2

/**
 * Reserved address space, not disk. With it LMDB never has to move its map, neither here nor under a reader in another
 * process.
 */
const MAP_BYTES = 2 ** 40

export type Table = Database<Buffer, Buffer>

/** One LMDB environment and its tables; a transaction spans them all. */
export interface Environment {
  readonly id: string
  readonly readOnly: boolean
  readonly root: RootDatabase<Buffer, Buffer>
  readonly records: Table
  readonly times: Table
  readonly ids: Table
  readonly subjects: Table
  readonly meta: Table
  readonly state: Table
}

const binary = { keyEncoding: 'binary', encoding: 'binary' } as const

const openTables = (dir: string, readOnly: boolean) => {
  const root = open<Buffer, Buffer>({
    ...binary,
    path: dir,
    noSubdir: false,
    maxDbs: 8,
    mapSize: MAP_BYTES,
    // Pages would be zeroed only to be overwritten.
    noMemInit: true,
    // Commits are flushed before they are visible. Overlapping the two measured no faster here, acknowledges no sooner,
    // and after a failed flush would leave records readable that were never acknowledged.
    overlappingSync: false,
    // The writer makes its own batches. With this on, lmdb-js keeps a promise of its own for each turn of the event loop,
    // which nobody can handle when the disk is full.
    eventTurnBatching: false,
    readOnly,
  })
  const table = (name: string): Table => {
    const opened: Table | undefined = root.openDB<Buffer, Buffer>(name, binary)
    if (opened) return opened
    throw turnstreamError('UNAVAILABLE', `${dir} holds no log yet`, { details: { dir } })
  }
  return {
    root,
    records: table('records'),
    times: table('times'),
    ids: table('ids'),
    subjects: table('subjects'),
    meta: table('meta'),
    state: table('state'),
  }
}

const identify = (tables: ReturnType<typeof openTables>, dir: string, readOnly: boolean): string => {
  const { root, meta } = tables
  const format = meta.getBinary(Buffer.from('format'))?.toString()
  if (format !== undefined && Number(format) > FORMAT)
    throw turnstreamError(
      'LOG_UNAVAILABLE',
      `${dir} has log format ${format}; this program knows formats up to ${FORMAT}: use a newer one`,
      { details: { dir, format: Number(format) } },
    )
  const known = meta.getBinary(Buffer.from('log-id'))?.toString()
  if (known !== undefined) {
    if (!readOnly && Number(format) < FORMAT) meta.putSync(Buffer.from('format'), Buffer.from(String(FORMAT)))
    return known
  }
  if (readOnly) throw turnstreamError('UNAVAILABLE', `${dir} holds no log yet`, { details: { dir } })
  const id = randomUUID()
  root.transactionSync(() => {
    meta.putSync(Buffer.from('format'), Buffer.from(String(FORMAT)))
    meta.putSync(Buffer.from('log-id'), Buffer.from(id))
  })
  return id
}

/**
 * Opens or creates the environment in `dir`. Throws UNAVAILABLE when there is nothing to read, LOG_UNAVAILABLE when it
 * cannot be opened or was written in a newer format.
 */
export const openEnvironment = async (dir: string, readOnly: boolean): Promise<Environment> => {
  if (readOnly && !existsSync(join(dir, 'data.mdb')))
    throw turnstreamError('UNAVAILABLE', `${dir} holds no log yet`, { details: { dir } })
  let tables: ReturnType<typeof openTables>
  try {
    tables = openTables(dir, readOnly)
  } catch (cause) {
    if (isTurnstreamError(cause)) throw cause
    throw turnstreamError('LOG_UNAVAILABLE', `the log in ${dir} cannot be opened`, { cause, details: { dir } })
  }
  try {
    return { id: identify(tables, dir, readOnly), readOnly, ...tables }
  } catch (error) {
    await tables.root.close()
    throw error
  }
}
