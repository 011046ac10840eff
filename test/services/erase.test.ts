import { Client } from '@elastic/elasticsearch'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Serving } from '../chaos/serving.ts'
import { holds } from '../privacy/canary.ts'
import { describeOn } from './describe-on.ts'
import { shared } from './needs.ts'
import { type Answer, ask, post, type Servers, startServers } from './servers.ts'

const asked = 'zebraquagga'
const told = 'okapinarwhal'
const bobs = 'wombatibex'

await describeOn(
  'Erasing a user, with caches on Redis and Elasticsearch',
  { redis: shared('redis'), elasticsearch: shared('elasticsearch') },
  ({ redis, elasticsearch }) => {
    let servers: Servers
    let server: Serving
    let store: Redis
    let client: Client
    let adas: Answer

    beforeAll(async () => {
      servers = await startServers(
        { redis: redis.address, elasticsearch: elasticsearch.address },
        { TURNSTREAM_PRIVACY_SHRED: 'true', TURNSTREAM_ELASTICSEARCH_TEXTS: 'true' },
        {
          answer: messages => {
            const { content } = messages.at(-1)!
            return content.includes(asked) ? `Use a ${told} brush, and cold water.` : `Leave the ${bobs} alone.`
          },
        },
      )
      server = await servers.start('one')
      store = new Redis(redis.address)
      client = new Client({ node: elasticsearch.address })
    }, 120_000)
    afterAll(async () => {
      store?.disconnect()
      await client?.close()
      await servers?.stop()
    })

    const embeddings = (): Promise<string[]> => store.keys(`${servers.env.TURNSTREAM_REDIS_PREFIX}embedding:*`)
    /** Keys of Redis that hold a text, also compressed; embeddings are numbers, and to look through those takes seconds. */
    const keysWith = async (text: string): Promise<readonly string[]> => {
      const found: string[] = []
      const numbers = new Set(await embeddings())
      for (const key of await store.keys(`${servers.env.TURNSTREAM_REDIS_PREFIX}*`)) {
        if (numbers.has(key)) continue
        const values: Buffer[] = []
        const type = await store.type(key)
        if (type === 'string') values.push((await store.getBuffer(key))!)
        if (type === 'hash') values.push(...Object.values(await store.hgetallBuffer(key)))
        if (values.some(value => holds(value, text, true))) found.push(key)
      }
      return found
    }
    /** Documents of Elasticsearch that hold a text, also compressed, and how many are deleted and not merged away. */
    const documentsWith = async (text: string): Promise<{ found: readonly string[]; deleted: number }> => {
      const index = `${servers.env.TURNSTREAM_ELASTICSEARCH_ANALYTICS}*`
      await client.indices.refresh({ index, expand_wildcards: 'all' })
      const { hits } = await client.search({ index, expand_wildcards: 'all', size: 1_000 })
      const found = hits.hits.flatMap(({ _index, _id, _source }) => {
        const texts = [
          JSON.stringify(_source),
          ...Object.values(_source as object).filter(each => typeof each === 'string'),
        ]
        return texts.some(each => holds(Buffer.from(each), text, true)) ? [`${_index}/${_id}`] : []
      })
      const { _all } = await client.indices.stats({ index, metric: 'docs', expand_wildcards: 'all' })
      return { found, deleted: _all.primaries?.docs?.deleted ?? 0 }
    }
    const entriesIn = async (): Promise<number> =>
      ((await (await fetch(`${server.url}/v1/cache`)).json()) as { entries: number }).entries

    test('what she asked and was told is in both before', async () => {
      adas = await ask(server, `How do I clean a ${asked} rug?`, { user_id: 'ada' })
      expect(adas.message).toContain(told)
      await ask(server, `How do I feed a ${bobs}?`, { user_id: 'bob' })
      await post(server, '/v1/feedback', { turn_id: adas.turn_id, helpful: true, comment: asked })
      await expect.poll(entriesIn).toBe(2)
      await expect.poll(() => keysWith(told)).not.toEqual([])
      await expect.poll(async () => (await documentsWith(told)).found.length).toBeGreaterThan(1)
    }, 60_000)

    test('and in neither afterwards', async () => {
      expect(await embeddings()).not.toEqual([])
      const { code, stderr, stdout } = await servers.run(['erase', '--user', 'ada', '--json'], 'one')
      expect([code, stderr]).toEqual([0, ''])
      expect(JSON.parse(stdout)).toMatchObject({ turns: 1, entries: 1 })
      for (const canary of [asked, told]) {
        expect([canary, await keysWith(canary)]).toEqual([canary, []])
        expect([canary, (await documentsWith(canary)).found]).toEqual([canary, []])
      }
      expect(await embeddings()).toEqual([])
      const turns = `${servers.env.TURNSTREAM_ELASTICSEARCH_ANALYTICS}-turns`
      const { _all } = await client.indices.stats({ index: turns, metric: 'docs' })
      expect(_all.primaries?.docs).toMatchObject({ count: 2, deleted: 0 })
    }, 150_000)

    test("another's turn is whole, and is a hit", async () => {
      expect((await documentsWith(bobs)).found.length).toBeGreaterThan(1)
      expect((await ask(server, `How do I feed a ${bobs}?`, { user_id: 'cleo' })).cached).toBe('exact')
      const verified = await servers.run(['replay', '--verify', '--json'], 'one')
      expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, redacted: 1 })
    }, 60_000)
  },
)
