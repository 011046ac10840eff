import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { RedisStore } from '../../infra/redis/client.ts'
import { openRedisReplyChannel } from '../../infra/redis/reply/channel.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own, redisCluster } from './needs.ts'
import { connected, forgetful, listenedTo, proxyTo } from './on-redis.ts'

const open = async (url: string) => {
  const redis = await connected(url)
  const channel = openRedisReplyChannel(redis)
  onTestFinished(() => channel.close())
  return { redis, channel }
}
type Process = Awaited<ReturnType<typeof open>>
const token = (text: string): Reply => ({ kind: 'token', text })
const textOf = (heard: readonly Reply[]): string =>
  heard.map(reply => (reply.kind === 'token' ? reply.text : '!')).join('')

let turns = 0
/** Whether a fresh turn comes through. */
const comesThrough = async (gateway: Process, worker: Process): Promise<boolean> => {
  const turn = `fresh ${turns++}`
  const heard: Reply[] = []
  const leave = gateway.channel.subscribe(turn, reply => heard.push(reply))
  try {
    await listenedTo(worker.redis, `reply:${turn}`, 1_000)
    for (const text of ['a', 'b', 'c']) worker.channel.publish(turn, token(text))
    await eventually('all has come', () => textOf(heard) === 'abc', 1_000)
    return true
  } catch {
    return false
  } finally {
    leave()
  }
}

await describeOn('Replies over a Redis that fails', { server: own('redis', forgetful) }, ({ server }) => {
  it('whose connection breaks in the middle are told up to a point, nothing out of place, and go on with the next turn', async () => {
    const proxy = await proxyTo(server)
    const [gateway, worker] = await Promise.all([open(proxy.url), open(server.address)])
    const heard: Reply[] = []
    gateway.channel.subscribe('t', reply => heard.push(reply))
    await listenedTo(worker.redis, 'reply:t')
    const whole = Array.from({ length: 200 }, (_, n) => `${n},`)
    for (const [n, text] of whole.entries()) {
      worker.channel.publish('t', token(text))
      if (n === 60) {
        await eventually('some has come', () => heard.length > 0)
        proxy.drop()
      }
      await delay(5)
    }
    expect(textOf(heard)).not.toBe('')
    expect(whole.join('').startsWith(textOf(heard))).toBe(true)
    await eventually('the next turn comes through', () => comesThrough(gateway, worker))
  })
  it('after kill -9 of Redis are told up to a point, and go on with the next turn', async () => {
    const [gateway, worker] = await Promise.all([open(server.address), open(server.address)])
    const heard: Reply[] = []
    gateway.channel.subscribe('t', reply => heard.push(reply))
    await listenedTo(worker.redis, 'reply:t')
    worker.channel.publish('t', token('a'))
    await eventually('it has come', () => heard.length === 1)
    await server.kill('SIGKILL')
    worker.channel.publish('t', token('b'))
    await eventually('the worker notices', () => worker.redis.trouble() !== null)
    await server.restart()
    await listenedTo(worker.redis, 'reply:t')
    worker.channel.publish('t', token('c'))
    await eventually('the next turn comes through', () => comesThrough(gateway, worker))
    expect(textOf(heard)).toBe('a')
  })
  it('keep what waits for a Redis that stands still within bounds', async () => {
    const { channel, redis } = await open(server.address)
    const before = await netInput(redis)
    await server.kill('SIGSTOP')
    const piece = token('x'.repeat(10_000))
    for (let n = 0; n < 3_000; n++) channel.publish(`wide ${n % 30}`, piece)
    await server.kill('SIGCONT')
    // Goes the same way behind them.
    await eventually('all has been taken', () =>
      redis
        .run(commands => commands.ping())
        .then(
          () => true,
          () => false,
        ),
    )
    expect((await netInput(redis)) - before).toBeLessThan(6 * 2 ** 20)
  })
})

await describeOn('Replies over a cluster that fails', { cluster: redisCluster() }, ({ cluster }) => {
  it('go on with the next turn after one of its nodes was killed', async () => {
    const [gateway, worker] = await Promise.all([open(cluster.address), open(cluster.address)])
    const all = async (): Promise<boolean> =>
      (await Promise.all(Array.from({ length: 12 }, () => comesThrough(gateway, worker)))).every(Boolean)
    await eventually('all come through', all)
    await cluster.nodes[1]!.kill('SIGKILL')
    await eventually('some do not', async () => !(await all()))
    await cluster.nodes[1]!.restart()
    await eventually('all come through again', all, 25_000)
  })
})

const netInput = async (redis: RedisStore): Promise<number> => {
  const info = await redis.run(commands => commands.info('stats'))
  return Number(/total_net_input_bytes:(\d+)/.exec(info)?.[1])
}
