import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { DomainEvent } from '../../processors/event.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import type { Ports } from './export.ts'

/** A log in memory of one partition for each topic that the events are on. */
export const logOf = (events: readonly DomainEvent[]): Ports['log'] & { records(topic: string): StoredRecord[] } => {
  const topics = new Map<string, StoredRecord[]>()
  const byId = new Map<string, StoredRecord>()
  for (const event of events) {
    const record = toRecord(event, 1)
    const records = topics.get(record.topic) ?? []
    topics.set(record.topic, records)
    const stored = { ...record, offset: BigInt(records.length) }
    records.push(stored)
    byId.set(event.id, stored)
  }
  const recordsOf = (topic: string): StoredRecord[] => topics.get(topic) ?? []
  return {
    records: recordsOf,
    topics: async () =>
      [...topics.keys()].map(name => ({ name, partitions: 1, cleanup: 'delete' as const, retentionMs: null })),
    begin: async () => 0n,
    end: async ({ topic }) => BigInt(recordsOf(topic).length),
    offsetAt: async ({ topic }, timestampMs) => {
      const found = recordsOf(topic).findIndex(record => record.timestampMs >= timestampMs)
      return BigInt(found === -1 ? recordsOf(topic).length : found)
    },
    read: async ({ topic, offset }, limit) => recordsOf(topic).slice(Number(offset), Number(offset) + limit),
    find: id => byId.get(id) ?? null,
  }
}

/** A directory of a test's own. */
export const scratch = () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-export-'))
  return {
    file: (name: string): string => join(dir, name),
    files: (): readonly string[] => readdirSync(dir),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** The rows that DuckDB makes of a query, with values as JSON: decimals, times and large numbers are texts. */
export const query = async (sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
  }
}

/** Columns and their types, in order. */
export const typesIn = async (file: string): Promise<readonly { readonly name: string; readonly type: string }[]> =>
  (await query(`describe from '${file}'`)).map(row => ({ name: `${row.column_name}`, type: `${row.column_type}` }))
