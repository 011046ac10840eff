import { turnstreamError } from '../../processors/errors.ts'
import type { RecordRow } from '../../processors/ports/records.ts'
import type { DeclaredEntities } from './declared.ts'

/** Throws INTERNAL where a record belongs to a customer and nobody says to whom: such a query is never sent. */
export const expectOwner = (entity: string, owned: boolean, userId: string | null): void => {
  if (owned && userId === null)
    throw turnstreamError('INTERNAL', `records of ${entity} belong to a customer, and nobody says to whom`)
}

export const jsonColumns = (declared: DeclaredEntities): ReadonlySet<string> =>
  new Set([...declared.values()].flatMap(entity => entity.json))

/** Columns that hold JSON are shown as what they say. */
export const readJson = (row: RecordRow, columns: ReadonlySet<string>): RecordRow =>
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
