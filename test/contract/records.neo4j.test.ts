import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import neo4j, { type Driver } from 'neo4j-driver'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRecords } from '../../infra/records/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { RecordStore } from '../../processors/ports/records.ts'
import { openSystem } from '../gateway/system.ts'
import { describeOn } from '../services/describe-on.ts'
import { eventually } from '../services/eventually.ts'
import { behindProxy } from '../services/needs.ts'
import { recordsContract } from './records.contract.ts'

const shop = (file: string): Record<string, unknown>[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../data/shop', file), 'utf8'))

const order = {
  ...{ identifier: { pattern: 'FH(\\d{6})', key: 'FH-$1' }, table: 'Order', key: 'id' },
  owner: { relationship: 'PLACED', label: 'Customer', key: 'id' },
}
const entities = {
  order: {
    ...order,
    show: ['id', 'placed_at', 'status', 'items', 'total_gbp', 'carrier', 'tracking', 'delivered_at'],
    json: ['items'],
  },
  shipment: {
    ...order,
    ...{ identifier: { pattern: 'PW\\d{8}GB' }, key: 'tracking', show: ['id', 'status', 'carrier', 'placed_at'] },
  },
  product: {
    ...{ slot: 'product', words: ['price', 'how much'], table: 'Product', key: 'lower_name' },
    show: ['sku', 'name', 'price_gbp', 'colours'],
  },
  note: { identifier: { pattern: 'N\\d+' }, table: 'Note', key: 'id', tenant: 'tenant', show: ['text', 'at', 'times'] },
}

await describeOn('Records in Neo4j', { graph: behindProxy('neo4j') }, ({ graph }) => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-neo4j-'))
  const schema = join(dir, 'records.json')
  const { signal } = new AbortController()
  /** What is promised here is what is found, not how soon: a busy machine takes seconds to plan the first queries. */
  const prefetch = { store: 'neo4j', schema, timeoutMs: 20_000 }
  let driver: Driver
  let store: RecordStore
  const open = (timeoutMs: number): RecordStore => {
    const configuration = configurationSchema.parse({ prefetch: { ...prefetch, timeoutMs } })
    return openRecords(configuration, { NEO4J_URL: graph.address })!
  }
  const answers = async (): Promise<boolean> =>
    (await store.find(query('order', 'FH-104180'), signal).catch(() => [])).length === 1
  const query = (entity: string, key: string, userId: string | null = 'u-001', tenant = 'default') =>
    store.statementOf({ entity, key, userId, tenant })

  beforeAll(async () => {
    writeFileSync(schema, JSON.stringify({ entities }))
    driver = neo4j.driver(graph.service.address)
    const session = driver.session()
    const orders = shop('orders.json').map(({ items, ...rest }) => ({ ...rest, items: JSON.stringify(items) }))
    const products = shop('products.json').map(({ sku, name, price_gbp, colours }) => ({
      ...{ sku, name, price_gbp, colours },
      lower_name: String(name).toLowerCase(),
    }))
    await session.run(
      'UNWIND $orders AS row CREATE (o:Order) SET o = row MERGE (c:Customer {id: row.user_id}) CREATE (c)-[:PLACED]->(o)',
      { orders },
    )
    await session.run('UNWIND $products AS row CREATE (p:Product) SET p = row', { products })
    await session.run(`CREATE (:Note {id: 'N1', tenant: 'default', text: 'ours', at: date('2026-11-23'), times: 3}),
      (:Note {id: 'N1', tenant: 'other', text: 'theirs'})`)
    await session.close()
    store = open(20_000)
    await eventually('it answers', answers)
  }, 120_000)
  afterAll(async () => {
    await driver?.close()
    await store?.close()
    rmSync(dir, { recursive: true })
  })

  recordsContract('the graph', () => store)

  it('is asked in Cypher of names that were declared, and of parameters', () => {
    expect(query('order', 'FH-1')).toEqual({
      text: 'MATCH (record:`Order`)<-[:`PLACED`]-(owner:`Customer`) WHERE record.`id` = $p1 AND owner.`id` = $p2 RETURN record.`id` AS `id`, record.`placed_at` AS `placed_at`, record.`status` AS `status`, record.`items` AS `items`, record.`total_gbp` AS `total_gbp`, record.`carrier` AS `carrier`, record.`tracking` AS `tracking`, record.`delivered_at` AS `delivered_at` LIMIT 5',
      parameters: ['FH-1', 'u-001'],
    })
  })

  it('shows a tenant its own, times and numbers as JSON has them', async () => {
    expect(await store.find(query('note', 'N1'), signal)).toEqual([{ text: 'ours', at: '2026-11-23', times: 3 }])
    expect(await store.find(query('note', 'N1', null, 'nobody'), signal)).toEqual([])
  })

  it('is never written, whatever the query', async () => {
    const write = { text: "MATCH (o:Order) SET o.status = 'lost'", parameters: [] }
    await expect(store.find(write, signal)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('Writing in read access mode not allowed'),
    })
  })

  it('ends a query that takes too long, and answers the next', async () => {
    const slow = { text: 'UNWIND range(1, 1000000000) AS n RETURN max(n) AS n', parameters: [] }
    await expect(store.find(slow, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' })
    const hasty = open(300)
    await expect(hasty.find(slow, signal)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await hasty.close()
    expect(await answers()).toBe(true)
  })

  it('that says nothing costs a lookup its time and no more, and is asked again once it speaks', async () => {
    graph.proxy.stall()
    for (let times = 0; times < 3; times++)
      await expect(store.find(query('order', 'FH-104180'), AbortSignal.timeout(200))).rejects.toMatchObject({
        name: 'TimeoutError',
      })
    graph.proxy.mend()
    await eventually('it answers', answers)
  })

  it('grounds a turn through the whole system, is told of while it is gone, and no replay needs it', async () => {
    const opened = await openSystem(
      { answer: messages => messages.find(({ content }) => content.startsWith('Records'))?.content ?? 'nothing' },
      { configuration: { prefetch }, env: { NEO4J_URL: graph.address } },
    )
    const ask = async (message: string, user_id: string) =>
      (await (await opened.post('/v1/chat', { message, user_id })).json()) as { turn_id: string; message: string }
    const found = async () => (await ask('Is FH-104180 complete?', 'u-001')).message.includes('"status":"delivered"')
    await eventually('the record is in the prompt', found)
    const { turn_id, message } = await ask('Is FH-104180 complete?', 'u-002')
    expect(message).toContain('no such record of this customer')
    const explained = (await (await opened.get(`/v1/explain/${turn_id}`)).json()) as {
      prompt: { lookups: readonly object[] }
    }
    expect(explained.prompt.lookups).toMatchObject([
      { store: 'neo4j', query: expect.stringMatching(/^MATCH /), parameters: ['FH-104180', 'u-002'], outcome: 'none' },
    ])

    await graph.service.kill('SIGKILL')
    await eventually('it is gone', async () => {
      const { message: told } = await ask('Is FH-104180 complete?', 'u-001')
      return told.includes('cannot be looked up at the moment')
    })
    await graph.service.restart()
    await eventually('it is back', found, 60_000)
    await opened.turnstream.settled()
    expect(await verifyLog({ log: opened.turnstream.log })).toMatchObject({ identical: true, dead: 0 })
    await opened.close()
  }, 120_000)
})
