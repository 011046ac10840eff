import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { own, shared } from './needs.ts'
import {
  expectAllAnswered,
  expectRebuilt,
  expectReplayed,
  healed,
  hits,
  learn,
  pairs,
  startLoad,
} from './servers.trouble.ts'
import { type Answer, type Servers, startServers } from './servers.ts'

const needs = {
  kafka: own('kafka'),
  registry: own('registry'),
  redis: shared('redis'),
  elasticsearch: shared('elasticsearch'),
}

await describeOn('Two servers with a broker and a registry that fail', needs, services => {
  const { kafka, registry, redis, elasticsearch } = services
  const [{ words }] = pairs
  const parts = ['redis', 'elasticsearch', 'lease', 'analytics']
  let servers: Servers
  let both: readonly [Serving, Serving]
  let learnt: Answer

  beforeAll(async () => {
    servers = await startServers({
      kafka: kafka.address,
      registry: registry.address,
      redis: redis.address,
      elasticsearch: elasticsearch.address,
    })
    both = [await servers.start('first'), await servers.start('second')]
    await healed(both, parts)
    learnt = await learn(both, words)
  }, 300_000)
  afterAll(() => servers?.stop())

  it('go on without the registry, also one that starts again, from the ids it has noted; a new one says what it lacks', async () => {
    const [first, second] = both
    const asking = startLoad([first])
    await asking.more(4)
    await registry.kill('SIGKILL')
    await asking.more(8)
    expect(await second.kill('SIGTERM')).toBe(0)
    both = [first, await servers.start('second')]
    await healed(both, parts)
    await hits(both[1], words, 'exact', learnt.message)
    await expect(servers.start('third')).rejects.toThrow(/registry/)
    await asking.end()
    expectAllAnswered(asking)
    await registry.restart()
  }, 180_000)

  it('go on by themselves when the broker was killed and is back; meanwhile nobody waits for ever', async () => {
    const asking = startLoad(both)
    await asking.more(8)
    await kafka.kill('SIGKILL')
    await asking.more(4)
    await kafka.restart()
    await healed(both, parts)
    for (const server of both) await hits(server, words, 'exact', learnt.message)
    const back = asking.told.length
    await asking.more(16)
    await asking.end()
    // The log is the truth: without it no turn is taken, and whoever asks is told so.
    for (const { failure } of asking.told) if (failure !== null) expect(failure).toMatch(/^503 .*UNAVAILABLE/)
    expect(asking.told.slice(back + 8).flatMap(({ failure }) => failure ?? [])).toEqual([])
  }, 180_000)

  it('lose nothing of it: a rebuild changes nothing, and every decision is decided again as recorded', async () => {
    for (const store of ['redis', 'elasticsearch']) await expectRebuilt(servers, 'first', store)
    await expectReplayed(servers, both)
  }, 120_000)
})
