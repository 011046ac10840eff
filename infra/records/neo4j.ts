import type { Driver } from 'neo4j-driver'
import { turnstreamError } from '../../processors/errors.ts'
import type { RecordQuery, RecordRow, RecordStore, Statement } from '../../processors/ports/records.ts'
import { type DeclaredEntities, entityOf } from './declared.ts'
import { expectOwner, jsonColumns, readJson } from './rows.ts'

export interface Neo4jRecordsOptions {
  readonly declared: DeclaredEntities
  readonly tenants: readonly string[]
  readonly timeoutMs: number
  /** Rows at most of one lookup. */
  readonly rows: number
  /** bolt:// or neo4j://, +s for TLS. */
  readonly url: string
  readonly user: string | undefined
  readonly password: string | undefined
  /** That of the server's own choice where empty. */
  readonly database: string
}

const quoted = (name: string): string => `\`${name}\``

/** What a lookup may wait for, where it is not one of a customer's: the first query of each kind is planned, which takes a second. */
const warmMs = 10_000

/** A value as JSON can say it: times, durations and points as Neo4j writes them. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
    : String(value)
}

const connect = async ({ url, user, password, timeoutMs }: Neo4jRecordsOptions): Promise<Driver> => {
  // Loaded where it is needed alone.
  const { default: neo4j } = await import('neo4j-driver')
  return neo4j.driver(url, user === undefined ? undefined : neo4j.auth.basic(user, password ?? ''), {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: 16,
    connectionAcquisitionTimeout: Math.max(timeoutMs, 1_000),
    connectionTimeout: Math.max(timeoutMs, 1_000),
    maxTransactionRetryTime: 0,
  })
}

/**
 * Records in Neo4j, over Bolt: nodes of a label, by a property. The server is not waited for. Rejects with CONFIG_INVALID for an address that
 * is none at the first lookup.
 */
export const openNeo4jRecords = (options: Neo4jRecordsOptions): RecordStore => {
  const { declared, tenants, timeoutMs, rows, database } = options
  const connected = connect(options)
  // Whoever looks something up is told.
  connected.catch(() => undefined)
  const json = jsonColumns(declared)

  const statementOf = ({ entity, key, tenant, userId }: RecordQuery): Statement => {
    const { table, key: keyed, owner, tenant: tenanted, show } = declared.get(entity)!
    expectOwner(entity, owner !== undefined, userId)
    const parameters: string[] = []
    const is = (property: string, value: string): string => `${property} = $p${parameters.push(value)}`
    const record = (name: string): string => `record.${quoted(name)}`
    const related = (): string => {
      if (typeof owner !== 'object') return ''
      const { relationship, direction, label } = owner
      const [from, to] = direction === 'in' ? ['<-', '-'] : ['-', '->']
      return `${from}[:${quoted(relationship)}]${to}(owner:${quoted(label)})`
    }
    const conditions = [
      is(record(keyed), key),
      ...(owner === undefined
        ? []
        : [is(typeof owner === 'object' ? `owner.${quoted(owner.key)}` : record(owner), userId!)]),
      ...(tenanted === undefined ? [] : [is(record(tenanted), tenant)]),
    ]
    const shown = show.map(name => `${record(name)} AS ${quoted(name)}`).join(', ')
    return {
      text: `MATCH (record:${quoted(table)})${related()} WHERE ${conditions.join(' AND ')} RETURN ${shown} LIMIT ${rows}`,
      parameters,
    }
  }

  const run = async (
    { text, parameters }: Statement,
    ms: number,
    signal: AbortSignal,
  ): Promise<readonly RecordRow[]> => {
    const driver = await connected
    signal.throwIfAborted()
    const session = driver.session({ defaultAccessMode: 'READ', ...(database === '' ? {} : { database }) })
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      const named = Object.fromEntries(parameters.map((value, n) => [`p${n + 1}`, value]))
      const { records } = await Promise.race([session.run(text, named, { timeout: ms }), aborted])
      return records.map(record => plain(record.toObject()) as RecordRow)
    } finally {
      signal.removeEventListener('abort', abort)
      // A query that still runs is ended by this. A server that says nothing would hold whoever waited for it up.
      void session.close().catch(() => undefined)
    }
  }
  const warm = async (): Promise<void> => {
    for (const entity of declared.keys()) {
      const statement = statementOf({ entity, key: '', tenant: '', userId: '' })
      await run(statement, warmMs, AbortSignal.timeout(warmMs)).catch(() => undefined)
    }
  }
  void warm()

  return {
    name: 'neo4j',
    entities: new Map([...declared].map(([name, entity]) => [name, entityOf(entity)])),
    tenants,
    timeoutMs,
    statementOf,
    find: async (statement, signal) => {
      try {
        return (await run(statement, timeoutMs, signal)).map(row => readJson(row, json))
      } catch (cause) {
        if (signal.aborted) throw signal.reason
        throw turnstreamError('UNAVAILABLE', `Neo4j: ${(cause as Error).message}`, { cause })
      }
    },
    close: async () => {
      const driver = await connected.catch(() => null)
      await driver?.close()
    },
  }
}
