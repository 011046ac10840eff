import { existsSync } from 'node:fs'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { RecordStore } from '../../processors/ports/records.ts'
import { readDeclared } from './declared.ts'
import { shopSchema, shopTables } from './shop.ts'
import { openSqliteRecords } from './sqlite.ts'

/** The store of records that is configured; null for none. Throws CONFIG_INVALID where its schema or file will not do. */
export const openRecords = ({ prefetch }: Pick<Configuration, 'prefetch'>): RecordStore | null => {
  const { store, schema, file, tenants, timeoutMs, rows } = prefetch
  const common = { tenants, timeoutMs, rows }
  if (store === 'none') return null
  if (store === 'shop')
    return openSqliteRecords({
      ...common,
      declared: readDeclared(schema || shopSchema),
      data: { file: null, tables: shopTables() },
    })
  if (!existsSync(file))
    throw turnstreamError('CONFIG_INVALID', `prefetch.file names no file: ${file}`, { details: { file } })
  return openSqliteRecords({ ...common, declared: readDeclared(schema), data: { file, tables: [] } })
}
