import { type DomainEvent, isType } from '../../processors/event.ts'
import { sqlTypes } from './column.ts'
import { csvTo } from './csv.ts'
import { eventsOf, type Range, type RangeLog, recordsIn } from './events.ts'
import type { Format } from './format.ts'
import { nothingToExport } from './nothing.ts'
import { parquetTo } from './parquet.ts'
import { openPartFile, type PartFile } from './part-file.ts'
import type { FoundIn, Table } from './table.ts'

const sinks: Readonly<Record<Format, typeof csvTo>> = { parquet: parquetTo, csv: csvTo }

export interface Export extends Range {
  readonly table: Table
  readonly file: string
  readonly format: Format
  /** One tenant's; null: everybody's. */
  readonly tenant: string | null
  /** With questions and answers, which are personal. */
  readonly texts: boolean
  /** Replaces a file that is there. */
  readonly force: boolean
}

export interface Ports {
  readonly log: RangeLog & FoundIn
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
  /** Hears of records that could not be read. */
  readonly onTrouble: (error: unknown) => void
}

/** The document of `turnstream export --json`. */
export interface Written {
  readonly file: string
  readonly format: Format
  readonly rows: number
  readonly bytes: number
  /** Times of the first and the last event among the rows, ISO 8601. */
  readonly first: string
  readonly last: string
  /** Records that are damaged, or did not decode, and are not among the rows. */
  readonly unreadable: number
  /** In the order of the file, with the types that DuckDB sees in Parquet. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

const iso = (ms: number): string => new Date(ms).toISOString()

const writeTo = async (part: PartFile, wanted: Export, ports: Ports): Promise<Written> => {
  const { table, format, tenant, texts } = wanted
  const { log, signal, onProgress } = ports
  let unreadable = 0
  const onTrouble = (error: unknown): void => {
    unreadable++
    ports.onTrouble(error)
  }
  const columns = table.columns(texts)
  const sink = sinks[format](part, columns)
  const cellsOf = table.cells(log, texts)
  const tenants = new Set<string>()
  let rows = 0
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

  const isWanted = (event: DomainEvent): boolean => {
    if (!isType(event, 'TurnAnswered', 'LedgerLine')) return false
    tenants.add(event.data.tenant)
    return tenant === null || event.data.tenant === tenant
  }
  for await (const records of recordsIn(log, table.topic, wanted, { onProgress, onTrouble })) {
    signal.throwIfAborted()
    const events = eventsOf(records, onTrouble).filter(isWanted)
    const cells = events.flatMap(event => {
      const row = cellsOf(event)
      if (row === null) return []
      firstMs = Math.min(firstMs, event.timeMs)
      lastMs = Math.max(lastMs, event.timeMs)
      return [row]
    })
    if (cells.length > 0) await sink.write(cells)
    rows += cells.length
  }
  signal.throwIfAborted()
  if (rows === 0) throw await nothingToExport(log, wanted, [...tenants])
  await sink.end()
  await part.keep()
  return {
    ...{ file: part.path, format, rows, bytes: part.bytes(), first: iso(firstMs), last: iso(lastMs), unreadable },
    columns: columns.map(({ name, kind }) => ({ name, type: sqlTypes[kind] })),
  }
}

/**
 * Writes a table of a range of the log to a file, in memory for a part of it only. The file is there whole or not at all. Throws USAGE where it
 * may not be written, UNAVAILABLE where it cannot be, or where the range has no row, and the signal's reason.
 */
export const exportTable = async (wanted: Export, ports: Ports): Promise<Written> => {
  const part = await openPartFile(wanted.file, wanted.force)
  try {
    return await writeTo(part, wanted, ports)
  } finally {
    await part.drop()
  }
}
