import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { unsteered } from '../../infra/bench/unsteered.ts'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { behindProxy, shared } from './needs.ts'
import { breaksNowAndThen, expectAnsweredWhile, saysNothing, takesLonger } from './servers.connection.ts'
import {
  customer,
  expectAllAnswered,
  expectNeverTold,
  expectRebuilt,
  expectReplayed,
  healed,
  hits,
  inTrouble,
  learn,
  pairs,
  semantic,
  spoilt,
  startLoad,
} from './servers.trouble.ts'
import { type Answer, ask, post, type Servers, startServers } from './servers.ts'

const needs = {
  kafka: shared('kafka'),
  redis: shared('redis'),
  elasticsearch: behindProxy('elasticsearch'),
}

await describeOn('Two servers with an Elasticsearch that fails', needs, ({ kafka, redis, elasticsearch }) => {
  let servers: Servers
  let both: readonly [Serving, Serving]
  let told = 0
  const learnt = new Map<string, Answer>()
  const spare = [...pairs]
  const parts = ['elasticsearch', 'analytics', 'redis', 'lease']
  const { proxy } = elasticsearch

  beforeAll(async () => {
    servers = await startServers(
      { kafka: kafka.address, redis: redis.address, elasticsearch: elasticsearch.address },
      unsteered,
      { answer: messages => `Answer ${told++}: ${messages.at(-1)!.content.slice(0, 60)}` },
    )
    both = [await servers.start('first'), await servers.start('second')]
    await healed(both, parts)
    const known = [...pairs.map(({ words }) => words), ...Object.values(spoilt)]
    await Promise.all(known.map(async words => learnt.set(words, await learn(both, words))))
  }, 300_000)
  afterEach(() => {
    proxy.delay(0)
    proxy.mend()
  })
  afterAll(() => servers?.stop())

  const exactAsBefore = async (): Promise<void> => {
    const { words } = pairs[0]
    for (const server of both) await hits(server, words, 'exact', learnt.get(words)!.message)
  }
  /** What was learnt before is found again by the same words, and by others, which are asked once only, or they would be learnt. */
  const serveAsBefore = async (): Promise<void> => {
    await exactAsBefore()
    const { words, others } = spare.pop()!
    const { cached, message } = await ask(both[1], others, { user_id: customer })
    expect(message).toBe(learnt.get(words)!.message)
    expect(cached).toMatch(semantic)
  }
  const deleteIndex = async (): Promise<void> => {
    const url = `http://127.0.0.1:${elasticsearch.service.port}`
    const alias = servers.env.TURNSTREAM_ELASTICSEARCH_INDEX!
    const response = await fetch(`${url}/${alias}`)
    if (!response.ok) return
    for (const index of Object.keys((await response.json()) as object))
      await fetch(`${url}/${index}`, { method: 'DELETE' })
  }

  it('answer everything while it is gone, serve the same words, take marks and changes, and follow them when it is back', async () => {
    const { marked, changed } = spoilt
    const asking = startLoad(both, [marked, changed])
    await asking.more(8)
    await elasticsearch.service.kill('SIGKILL')
    for (const part of ['elasticsearch', 'analytics']) await inTrouble(both, part)
    await exactAsBefore()
    const { turn_id } = learnt.get(marked)!
    expect((await post(both[0], '/v1/feedback', { turn_id, helpful: false })).status).toBe(200)
    const change = { match: { keywords: ['carpet'] }, reason: 'test' }
    expect((await post(both[0], '/v1/policies', change)).status).toBe(200)
    const afterMs = performance.now()
    await asking.more(16)
    await elasticsearch.service.restart()
    await healed(both, parts)
    await asking.more(24)
    await asking.end()
    expectAllAnswered(asking)
    for (const words of [marked, changed]) expectNeverTold(asking, learnt.get(words)!.message, afterMs)
    await serveAsBefore()
    await expectRebuilt(servers, 'second', 'elasticsearch')
  }, 180_000)

  it('answer everything when the index is deleted, and fold it again by themselves', async () => {
    await expectAnsweredWhile(both, parts, async () => {
      // It is there again within a moment, so it is done again until it has been seen.
      const again = setInterval(() => void deleteIndex(), 2_000)
      await inTrouble(both, 'elasticsearch').finally(() => clearInterval(again))
    })
    await serveAsBefore()
    await expectRebuilt(servers, 'first', 'elasticsearch')
  }, 120_000)

  it('answer everything while it says nothing at all', async () => {
    await expectAnsweredWhile(both, parts, saysNothing(proxy, ['elasticsearch']))
    await serveAsBefore()
  }, 120_000)

  it('answer everything while it takes longer, and without it where it takes longer than a lookup waits', async () => {
    const befalling = [takesLonger(proxy, 500, null), takesLonger(proxy, 2_500, 'elasticsearch')]
    await expectAnsweredWhile(both, parts, ...befalling)
    await serveAsBefore()
  }, 120_000)

  it('answer everything when connections to it break now and then', async () => {
    await expectAnsweredWhile(both, parts, breaksNowAndThen(proxy))
    await exactAsBefore()
  }, 120_000)

  it('end when they are told to and start while it is gone, though a change waits to be cleaned up behind', async () => {
    proxy.cut()
    await inTrouble(both, 'elasticsearch')
    expect((await post(both[0], '/v1/policies', { match: { keywords: ['marble'] }, reason: 'test' })).status).toBe(200)
    for (const server of both) expect(await server.kill('SIGTERM')).toBe(0)
    both = [await servers.start('first'), await servers.start('second')]
    await inTrouble(both, 'elasticsearch')
    await exactAsBefore()
    proxy.mend()
    await healed(both, parts)
    await serveAsBefore()
  }, 120_000)

  it('lose nothing of it: a rebuild changes nothing, and every decision is decided again as recorded', async () => {
    for (const store of ['redis', 'elasticsearch']) await expectRebuilt(servers, 'first', store)
    await expectReplayed(servers, both)
  }, 120_000)
})
