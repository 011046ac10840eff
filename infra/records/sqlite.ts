import { turnstreamError } from '../../processors/errors.ts'
import type { RecordQuery, RecordRow, RecordStore, Statement } from '../../processors/ports/records.ts'
import { type DeclaredEntities, entityOf } from './declared.ts'
import { createSqliteThread, type SqliteData } from './sqlite-thread.ts'

export interface SqliteRecordsOptions {
  readonly declared: DeclaredEntities
  readonly tenants: readonly string[]
  readonly timeoutMs: number
  /** Rows at most of one lookup. */
  readonly rows: number
  readonly data: SqliteData
}

const quoted = (name: string): string => `"${name}"`

/** Columns that hold JSON are shown as what they say. */
const readJson = (row: RecordRow, columns: ReadonlySet<string>): RecordRow =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (!columns.has(column) || typeof value !== 'string') return [column, value]
      try {
        return [column, JSON.parse(value)]
      } catch {
        return [column, value]
      }
    }),
  )

/** Records in SQLite: a file that is opened to be read, or tables in memory. */
export const openSqliteRecords = (options: SqliteRecordsOptions): RecordStore => {
  const { declared, tenants, timeoutMs, rows, data } = options
  const thread = createSqliteThread(data)
  const json = new Set([...declared.values()].flatMap(entity => entity.json))

  const statementOf = ({ entity, key, tenant, userId }: RecordQuery): Statement => {
    const { table, key: keyed, owner, tenant: tenanted, show } = declared.get(entity)!
    if (owner !== undefined && userId === null)
      throw turnstreamError('INTERNAL', `records of ${entity} belong to a customer, and nobody says to whom`)
    const conditions: readonly (readonly [column: string, value: string])[] = [
      [keyed, key],
      ...(owner === undefined ? [] : [[owner, userId!] as const]),
      ...(tenanted === undefined ? [] : [[tenanted, tenant] as const]),
    ]
    const where = conditions.map(([column]) => `${quoted(column)} = ?`).join(' AND ')
    return {
      text: `SELECT ${show.map(quoted).join(', ')} FROM ${quoted(table)} WHERE ${where} LIMIT ${rows}`,
      parameters: conditions.map(([, value]) => value),
    }
  }

  return {
    name: 'sqlite',
    entities: new Map([...declared].map(([name, entity]) => [name, entityOf(entity)])),
    tenants,
    timeoutMs,
    statementOf,
    find: async ({ text, parameters }, signal) =>
      (await thread.ask(text, parameters, signal)).map(row => readJson(row, json)),
    close: thread.close,
  }
}
