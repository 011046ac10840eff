import { afterAll, beforeAll, expect, it } from 'vitest'
import { unsteered } from '../../infra/bench/unsteered.ts'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { redisCluster, shared } from './needs.ts'
import { customer, expectRebuilt, expectReplayed, healed, hits, learn, pairs, semantic } from './servers.trouble.ts'
import { ask, askStreaming, metricOf, post, readyOf, type Servers, startServers } from './servers.ts'

const needs = { kafka: shared('kafka'), redis: redisCluster(), elasticsearch: shared('elasticsearch') }

await describeOn('Two servers with a Redis Cluster of three nodes', needs, ({ kafka, redis, elasticsearch }) => {
  const parts = ['redis', 'elasticsearch', 'lease', 'analytics']
  let servers: Servers
  let both: readonly [Serving, Serving]
  let told = 0

  beforeAll(async () => {
    servers = await startServers(
      { kafka: kafka.address, redis: redis.address, elasticsearch: elasticsearch.address },
      unsteered,
      {
        perTokenMs: 20,
        firstTokenMs: 100,
        answer: messages => `Answer ${told++}, what to do: ${messages.at(-1)!.content.slice(0, 80)}`,
      },
    )
    both = [await servers.start('first'), await servers.start('second')]
    await healed(both, parts)
  }, 300_000)
  afterAll(() => servers?.stop())

  it('serve what the other has learnt, from whichever node has it', async () => {
    await Promise.all(pairs.map(({ words }) => learn(both, words)))
    const { cached } = await ask(both[1], pairs[0].others, { user_id: customer })
    expect(cached).toMatch(semantic)
  }, 120_000)

  it('stream tokens to whoever asked, whichever of them makes the call', async () => {
    const streams = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        askStreaming(both[n % 2]!, `What about shelf number ${n}?`, { conversation_id: `s${n}` }),
      ),
    )
    for (const [n, { tokens, done }] of streams.entries()) {
      expect(tokens.length, `stream ${n}`).toBeGreaterThan(3)
      expect(tokens.join('')).toBe(done.message)
    }
  }, 120_000)

  it('make one call of identical questions that come to both at once', async () => {
    const before = servers.stub.invoice().length
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => ask(both[n % 2]!, 'Do you repair scratched tables?', { user_id: `u${n}` })),
    )
    let lost = 0
    for (const server of both) lost += (await metricOf(server, 'turnstream_flight_locks_lost_total'))!
    expect(servers.stub.invoice().length - before).toBeLessThanOrEqual(1 + lost)
  }, 120_000)

  it('follow a policy change and an unhelpful mark', async () => {
    const [changed, marked] = pairs
    const { message: older } = await ask(both[0], changed.words, { user_id: customer })
    const { turn_id } = await ask(both[0], marked!.words, { user_id: customer })
    const response = await post(both[0], '/v1/policies', { match: { keywords: ['velvet'] }, reason: 'test' })
    expect(response.status, await response.text()).toBe(200)
    expect((await post(both[0], '/v1/feedback', { turn_id, helpful: false })).status).toBe(200)
    for (const server of both) {
      expect((await ask(server, changed.words, { user_id: customer })).message).not.toBe(older)
      expect((await ask(server, marked!.words, { user_id: customer })).cached).toBeNull()
    }
  }, 120_000)

  it('lose nothing of it, and never ask a node for what another has', async () => {
    for (const server of both) expect((await readyOf(server)).degraded).toEqual({})
    for (const store of ['redis', 'elasticsearch']) await expectRebuilt(servers, 'first', store)
    await healed(both, parts)
    await hits(both[1], pairs[3]!.words, 'exact', (await ask(both[0], pairs[3]!.words, { user_id: customer })).message)
    for (const server of both) expect(server.stderr()).not.toMatch(/CROSSSLOT|MOVED/)
    await expectReplayed(servers, both)
  }, 120_000)
})
