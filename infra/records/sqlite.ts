import { turnstreamError } from '../../processors/errors.ts'
import type { RecordQuery, RecordStore, Statement } from '../../processors/ports/records.ts'
import { type DeclaredEntities, type DeclaredEntity, entityOf } from './declared.ts'
import { expectOwner, jsonColumns, readJson } from './rows.ts'
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

/** The column of the customer. Throws CONFIG_INVALID where it is none. */
const ownerColumn = (entity: string, { owner }: DeclaredEntity): string | undefined => {
  if (typeof owner !== 'object') return owner
  throw turnstreamError(
    'CONFIG_INVALID',
    `the schema of records has an owner by relationship for ${entity}, which tables do not have: name the column of the customer`,
  )
}

/**
 * Records in SQLite: a file that is opened to be read, or tables in memory. Throws CONFIG_INVALID for a schema that only a graph can have.
 */
export const openSqliteRecords = (options: SqliteRecordsOptions): RecordStore => {
  const { declared, tenants, timeoutMs, rows, data } = options
  const owners = new Map([...declared].map(([entity, each]) => [entity, ownerColumn(entity, each)]))
  const thread = createSqliteThread(data)
  const json = jsonColumns(declared)

  const statementOf = ({ entity, key, tenant, userId }: RecordQuery): Statement => {
    const { table, key: keyed, tenant: tenanted, show } = declared.get(entity)!
    const owner = owners.get(entity)
    expectOwner(entity, owner !== undefined, userId)
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
