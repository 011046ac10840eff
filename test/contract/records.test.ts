import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { openRecords } from '../../infra/records/open.ts'
import { shopTables } from '../../infra/records/shop.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { recordsContract } from './records.contract.ts'

const dir = mkdtempSync(join(tmpdir(), 'turnstream-records-'))
const file = join(dir, 'shop.db')
const database = new DatabaseSync(file)
for (const { name, columns, rows } of shopTables()) {
  database.exec(`CREATE TABLE ${name} (${columns.join(', ')})`)
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(...row)
}
database.exec(`CREATE TABLE tenanted (id, tenant, note);
  INSERT INTO tenanted VALUES ('1', 'default', 'ours'), ('1', 'other', 'theirs');
  CREATE VIEW endless AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT max(id) AS id, 1 AS note FROM n;`)
database.close()

const opened = (prefetch: object) => {
  const store = openRecords({ prefetch: configurationSchema.parse({ prefetch }).prefetch }, {})
  if (!store) throw new Error('expected a store')
  return store
}
const schema = join(import.meta.dirname, '../../data/shop/records.json')
const shop = opened({})
const own = opened({ store: 'sqlite', file, schema })
afterAll(async () => {
  await shop.close()
  await own.close()
  rmSync(dir, { recursive: true })
})

recordsContract('the shipped shop', () => shop)
recordsContract('a SQLite file', () => own)

const declared = (entities: object): string => {
  const path = join(dir, `${Math.random()}.json`)
  writeFileSync(path, JSON.stringify({ entities }))
  return path
}
const row = { identifier: { pattern: '\\d+' }, table: 'tenanted', key: 'id', show: ['note'] }
const { signal } = new AbortController()

describe('A SQLite file', () => {
  it('is never written, whatever the query', async () => {
    const write = { text: "UPDATE orders SET status = 'lost'", parameters: [] }
    await expect(own.find(write, signal)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('readonly'),
    })
    await expect(shop.find(write, signal)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
  it('shows a tenant its own rows where it says whose they are', async () => {
    const store = opened({ store: 'sqlite', file, schema: declared({ note: { ...row, tenant: 'tenant' } }) })
    const found = (tenant: string) =>
      store.find(store.statementOf({ entity: 'note', key: '1', tenant, userId: null }), signal)
    expect(await found('default')).toEqual([{ note: 'ours' }])
    expect(await found('nobody')).toEqual([])
    await store.close()
  })
  it('is left by a query that takes too long, which ends with its thread', async () => {
    const store = opened({ store: 'sqlite', file, schema: declared({ slow: { ...row, table: 'endless' }, note: row }) })
    const query = (entity: string) => store.statementOf({ entity, key: '1', tenant: 'default', userId: null })
    await expect(store.find(query('slow'), AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(await store.find(query('note'), signal)).toHaveLength(2)
    await store.close()
  })
  it('that has no such table is in trouble, and says so', async () => {
    const store = opened({ store: 'sqlite', file, schema: declared({ gone: { ...row, table: 'gone' } }) })
    const statement = store.statementOf({ entity: 'gone', key: '1', tenant: 'default', userId: null })
    await expect(store.find(statement, signal)).rejects.toThrow('no such table: gone')
    await store.close()
  })
})

describe('The configuration of records', () => {
  it.each<[string, object, string]>([
    [
      'a file that is not there',
      { store: 'sqlite', file: '/nowhere.db', schema },
      'prefetch.file names no file: /nowhere.db',
    ],
    ['a schema that is not there', { schema: '/nowhere.json' }, 'the schema of records /nowhere.json cannot be read'],
    [
      'a column that is none',
      { schema: declared({ a: { ...row, show: ['note; DROP TABLE x'] } }) },
      'must be a name of letters',
    ],
    [
      'a pattern that is none',
      { schema: declared({ a: { ...row, identifier: { pattern: '(' } } }) },
      'must be a regular expression',
    ],
    [
      'an owner that only a graph can have',
      {
        schema: declared({ a: { ...row, owner: { relationship: 'PLACED', label: 'Customer', key: 'id' } } }),
      },
      'has an owner by relationship for a, which tables do not have',
    ],
    ['a graph without an address', { store: 'neo4j', schema }, 'NEO4J_URL is not set: it must be bolt://'],
    [
      'an entity that nothing names',
      { schema: declared({ a: { ...row, identifier: undefined } }) },
      'must be given, or slot',
    ],
  ])('is refused for %s', (_title, prefetch, message) => {
    expect(() => opened(prefetch)).toThrow(message)
  })
  it('may be none', () => {
    expect(
      openRecords({ prefetch: configurationSchema.parse({ prefetch: { store: 'none' } }).prefetch }, {}),
    ).toBeNull()
    expect(configurationSchema.safeParse({ prefetch: { store: 'sqlite' } }).error?.issues[0]?.message).toContain(
      'must be given, and file',
    )
  })
})
