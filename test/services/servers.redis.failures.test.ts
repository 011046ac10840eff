import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { unsteered } from '../../infra/bench/unsteered.ts'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { behindProxy, shared } from './needs.ts'
import { flushAll, forgetful } from './on-redis.ts'
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
  redis: behindProxy('redis', forgetful),
  elasticsearch: shared('elasticsearch'),
}

await describeOn('Two servers with a Redis that fails', needs, ({ kafka, redis, elasticsearch }) => {
  let servers: Servers
  let both: readonly [Serving, Serving]
  let told = 0
  const learnt = new Map<string, Answer>()
  const spare = [...pairs]
  const parts = ['redis', 'lease']
  const { proxy } = redis

  beforeAll(async () => {
    servers = await startServers(
      { kafka: kafka.address, redis: redis.address, elasticsearch: elasticsearch.address },
      // Below what the proxy adds, and above what a busy machine does.
      { ...unsteered, TURNSTREAM_REDIS_TIMEOUT_MS: '250' },
      // No two answers are the same, so an older one is known by its text.
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

  /** Exact and semantic hits on what was learnt before, from both; other words are asked once only, or they would be learnt. */
  const serveAsBefore = async (): Promise<void> => {
    const { words } = pairs[0]
    for (const server of both) await hits(server, words, 'exact', learnt.get(words)!.message)
    const { words: known, others } = spare.pop()!
    const { cached, message } = await ask(both[1], others, { user_id: customer })
    expect(message).toBe(learnt.get(known)!.message)
    expect(cached).toMatch(semantic)
  }
  const unhelpful = async ({ turn_id }: Answer): Promise<void> => {
    const response = await post(both[0], '/v1/feedback', { turn_id, helpful: false })
    expect(response.status, await response.text()).toBe(200)
  }

  it('answer everything when it forgets all, and have it all again by themselves', async () => {
    await expectAnsweredWhile(both, parts, async () => {
      // They heal in less than two seconds, so it is done again until it has been seen.
      const again = setInterval(() => void flushAll(redis.service.address), 1_000)
      await inTrouble(both, 'lease').finally(() => clearInterval(again))
    })
    await serveAsBefore()
    await expectRebuilt(servers, 'first', 'redis')
  }, 120_000)

  it('answer everything while it is gone, take marks and changes, and follow them when it is back, empty', async () => {
    const { marked, changed } = spoilt
    const asking = startLoad(both, [marked, changed])
    await asking.more(8)
    await redis.service.kill('SIGKILL')
    for (const part of parts) await inTrouble(both, part)
    await unhelpful(learnt.get(marked)!)
    const change = { match: { keywords: ['carpet'] }, reason: 'test', version: 'carpets-1' }
    const refused = await post(both[0], '/v1/policies', change)
    const { error } = (await refused.json()) as { error: { code: string; message: string } }
    expect([refused.status, error.code]).toEqual([503, 'UNAVAILABLE'])
    const epoch = Number(/^the change is on the log, epoch (\d+),/.exec(error.message)?.[1])
    const afterMs = performance.now()
    await asking.more(8)
    await redis.service.restart()
    await healed(both, parts)
    const accepted = await post(both[1], '/v1/policies', change)
    expect([accepted.status, await accepted.json()]).toEqual([200, { version: 'carpets-1', epoch }])
    await asking.more(24)
    await asking.end()
    expectAllAnswered(asking)
    for (const words of [marked, changed]) expectNeverTold(asking, learnt.get(words)!.message, afterMs)
    await serveAsBefore()
    await expectRebuilt(servers, 'second', 'redis')
  }, 180_000)

  it('follow a mark that was given while no connection to it held, though it still has what was marked', async () => {
    const words = spoilt.markedLater
    const asking = startLoad(both, [words])
    proxy.cut()
    for (const part of parts) await inTrouble(both, part)
    await unhelpful(learnt.get(words)!)
    const afterMs = performance.now()
    await asking.more(4)
    proxy.mend()
    await healed(both, parts)
    await asking.more(16)
    await asking.end()
    expectAllAnswered(asking)
    expectNeverTold(asking, learnt.get(words)!.message, afterMs)
    await serveAsBefore()
  }, 120_000)

  it('answer everything while it says nothing at all', async () => {
    await expectAnsweredWhile(both, parts, saysNothing(proxy, parts))
    await serveAsBefore()
  }, 120_000)

  it('answer everything while it takes half a second longer, exact keys from Elasticsearch', async () => {
    await expectAnsweredWhile(both, parts, takesLonger(proxy, 500, 'redis'))
    await serveAsBefore()
  }, 120_000)

  it('answer everything when connections to it break now and then', async () => {
    await expectAnsweredWhile(both, parts, breaksNowAndThen(proxy))
    await serveAsBefore()
  }, 120_000)

  it('lose nothing of it: a rebuild changes nothing, and every decision is decided again as recorded', async () => {
    for (const store of ['redis', 'elasticsearch']) await expectRebuilt(servers, 'first', store)
    await expectReplayed(servers, both)
  }, 120_000)
})
