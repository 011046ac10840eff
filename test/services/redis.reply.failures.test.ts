import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openRedis } from '../../infra/redis/client.ts'
import { openRedisReplyChannel } from '../../infra/redis/reply/channel.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { eventually } from './eventually.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { startProxy } from './redis-proxy.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'
import { serverVersions } from './redis-suite.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server?.stop())

const open = async (url = server.url) => {
  const redis = openRedis(url)
  await redis.ready(10_000)
  const channel = openRedisReplyChannel(redis)
  onTestFinished(() => {
    channel.close()
    redis.close()
  })
  return { redis, channel }
}
type Channel = Awaited<ReturnType<typeof open>>['channel']
const token = (text: string): Reply => ({ kind: 'token', text })
const textOf = (heard: readonly Reply[]): string =>
  heard.map(reply => (reply.kind === 'token' ? reply.text : '!')).join('')

let turns = 0
/** Whether a fresh turn comes through. */
const comesThrough = async (gateway: Channel, worker: Channel): Promise<boolean> => {
  const turn = `fresh ${turns++}`
  const heard: Reply[] = []
  const leave = gateway.subscribe(turn, reply => heard.push(reply))
  await delay(100)
  for (const text of ['a', 'b', 'c']) worker.publish(turn, token(text))
  await delay(100)
  leave()
  return textOf(heard) === 'abc'
}

describe('replies over Redis', () => {
  it('go over a real one', async () => {
    const { redis } = await open()
    expect(await serverVersions(redis, server.url)).toEqual([expect.stringMatching(/^standalone (7|8)\.\d/)])
  })
  it('whose connection breaks in the middle are told up to a point, nothing out of place, and go on with the next turn', async () => {
    const proxy = await startProxy(server.port)
    onTestFinished(() => proxy.stop())
    const [gateway, worker] = await Promise.all([open(`redis://127.0.0.1:${proxy.port}`), open()])
    const heard: Reply[] = []
    gateway.channel.subscribe('t', reply => heard.push(reply))
    await delay(200)
    const whole = Array.from({ length: 200 }, (_, n) => `${n},`)
    for (const [n, text] of whole.entries()) {
      worker.channel.publish('t', token(text))
      if (n === 60) proxy.drop()
      await delay(5)
    }
    expect(textOf(heard)).not.toBe('')
    expect(whole.join('').startsWith(textOf(heard))).toBe(true)
    await eventually('the next turn comes through', () => comesThrough(gateway.channel, worker.channel))
  })
  it('after kill -9 of Redis are told up to a point, and go on with the next turn', async () => {
    const [gateway, worker] = await Promise.all([open(), open()])
    const heard: Reply[] = []
    gateway.channel.subscribe('t', reply => heard.push(reply))
    await delay(200)
    worker.channel.publish('t', token('a'))
    await eventually('it has come', () => heard.length === 1)
    await server.kill('SIGKILL')
    worker.channel.publish('t', token('b'))
    await delay(50)
    await server.start()
    await delay(500)
    worker.channel.publish('t', token('c'))
    await eventually('the next turn comes through', () => comesThrough(gateway.channel, worker.channel))
    expect(textOf(heard)).toBe('a')
  })
  it('keep what waits for a Redis that stands still within bounds', async () => {
    const { channel, redis } = await open()
    const before = await netInput(redis)
    await server.kill('SIGSTOP')
    const piece = token('x'.repeat(10_000))
    for (let n = 0; n < 3_000; n++) channel.publish(`wide ${n % 30}`, piece)
    await server.kill('SIGCONT')
    await eventually('Redis goes on', async () => (await redis.ask(commands => commands.ping())) === 'PONG')
    await delay(500)
    expect((await netInput(redis)) - before).toBeLessThan(6 * 2 ** 20)
  })
  it('in a cluster go on with the next turn after one of its nodes was killed', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    const [gateway, worker] = await Promise.all([open(cluster.url), open(cluster.url)])
    const all = async (): Promise<boolean> =>
      (await Promise.all(Array.from({ length: 12 }, () => comesThrough(gateway.channel, worker.channel)))).every(
        Boolean,
      )
    await eventually('all come through', all)
    await cluster.nodes[1]!.kill('SIGKILL')
    await delay(300)
    await cluster.nodes[1]!.start()
    await eventually('all come through again', all, 25_000)
  })
})

const netInput = async (redis: Awaited<ReturnType<typeof open>>['redis']): Promise<number> => {
  const info = await redis.run(commands => commands.info('stats'))
  return Number(/total_net_input_bytes:(\d+)/.exec(info)?.[1])
}
