import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SqliteTable } from './sqlite-thread.ts'

const folder = resolve(import.meta.dirname, '../../data/shop')

/** The declared schema of the shipped shop. */
export const shopSchema = resolve(folder, 'records.json')

type Row = Readonly<Record<string, unknown>>

const stored = (value: unknown): string | number | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string' || typeof value === 'number'
      ? value
      : JSON.stringify(value)

const tableOf = (name: string, rows: readonly Row[]): SqliteTable => {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  return { name, columns, rows: rows.map(row => columns.map(column => stored(row[column]))) }
}

const read = (file: string): readonly Row[] => JSON.parse(readFileSync(resolve(folder, file), 'utf8'))

/** Orders and products of the shipped shop. Names are looked for in lower case, as details of a message have them. */
export const shopTables = (): readonly SqliteTable[] => [
  tableOf('orders', read('orders.json')),
  tableOf(
    'products',
    read('products.json').map(product => ({ ...product, lower_name: String(product.name).toLowerCase() })),
  ),
]
