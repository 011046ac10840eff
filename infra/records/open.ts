import { existsSync } from 'node:fs'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { RecordStore } from '../../processors/ports/records.ts'
import { readDeclared } from './declared.ts'
import { openNeo4jRecords } from './neo4j.ts'
import { shopSchema, shopTables } from './shop.ts'
import { openSqliteRecords } from './sqlite.ts'

/** The store of records that is configured, NEO4J_URL of the environment; null for none. Throws CONFIG_INVALID where its schema, file or address will not do. */
export const openRecords = (
  { prefetch }: Pick<Configuration, 'prefetch'>,
  env: Readonly<Record<string, string | undefined>>,
): RecordStore | null => {
  const { store, schema, file, database, tenants, timeoutMs, rows } = prefetch
  const common = { tenants, timeoutMs, rows }
  if (store === 'none') return null
  if (store === 'shop')
    return openSqliteRecords({
      ...common,
      declared: readDeclared(schema || shopSchema),
      data: { file: null, tables: shopTables() },
    })
  if (store === 'neo4j') {
    const { NEO4J_URL: url, NEO4J_USER: user, NEO4J_PASSWORD: password } = env
    if (!/^(bolt|neo4j)(\+s|\+ssc)?:\/\/./.test(url ?? ''))
      throw turnstreamError(
        'CONFIG_INVALID',
        `prefetch.store is neo4j, and NEO4J_URL ${url ? 'is no address of it' : 'is not set'}: it must be bolt://host:7687 or neo4j://host:7687`,
      )
    return openNeo4jRecords({ ...common, declared: readDeclared(schema), url: url!, user, password, database })
  }
  if (!existsSync(file))
    throw turnstreamError('CONFIG_INVALID', `prefetch.file names no file: ${file}`, { details: { file } })
  return openSqliteRecords({ ...common, declared: readDeclared(schema), data: { file, tables: [] } })
}
