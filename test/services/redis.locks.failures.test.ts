import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openRedis, type RedisStore } from '../../infra/redis/client.ts'
import { openRedisFlightLocks } from '../../infra/redis/locks.ts'
import { eventually } from './eventually.ts'
import { startProxy } from './redis-proxy.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'
import { serverVersions } from './redis-suite.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server?.stop())

const ttlMs = 900
const soon = (): AbortSignal => AbortSignal.timeout(10_000)
const worker = async (url = server.url) => {
  const redis: RedisStore = openRedis(url)
  onTestFinished(() => redis.close())
  await redis.ready(5_000)
  const lost: string[] = []
  const onLost = (callId: string, reason: string) => void lost.push(`${callId}: ${reason}`)
  const locks = openRedisFlightLocks({ redis, ttlMs, onLost })
  const lead = async (key: string, callId: string) => {
    const boarding = await locks.board(key, callId, 1)
    if (boarding.kind !== 'leader') throw new Error(`a leader was expected, not ${boarding.kind}`)
    return boarding.lock
  }
  return { redis, locks, lost, lead }
}

describe('locks on flights in Redis', () => {
  it('are in a real one', async () => {
    const { redis } = await worker()
    expect(await serverVersions(redis, server.url)).toEqual([expect.stringMatching(/^standalone (7|8)\.\d/)])
  })
  it('are held for as long as a call takes, and let go soon after the process that had one is gone', async () => {
    const [one, other] = await Promise.all([worker(), worker()])
    await one.lead('long', 'a')
    const following = await other.locks.board('long', 'b', 1)
    if (following.kind !== 'follower') throw new Error('a follower was expected')
    let over = false
    const gone = following.over(soon()).then(() => {
      over = true
    })
    await delay(2 * ttlMs)
    expect(over).toBe(false)
    one.redis.close()
    await gone
    expect((await other.locks.board('long', 'b', 1)).kind).toBe('leader')
    expect(other.lost).toEqual([])
  })
  it('forgotten by FLUSHALL cost one call more at most, and are reported', async () => {
    const [one, other, third] = await Promise.all([worker(), worker(), worker()])
    const first = await one.lead('flushed', 'a')
    await one.redis.run(commands => commands.flushall())
    const second = await other.lead('flushed', 'b')
    await eventually('the first knows', () => first.lost.aborted)
    expect(one.lost).toEqual(['a: another has it'])
    expect(await third.locks.board('flushed', 'c', 1)).toMatchObject({ kind: 'follower', leader: 'b' })
    await first.release(100)
    expect(await third.locks.board('flushed', 'c', 1)).toMatchObject({ kind: 'follower', leader: 'b' })
    await second.release(100)
    expect([other.lost, third.lost]).toEqual([[], []])
  })
  it('forgotten by FLUSHALL and by nobody taken are taken back, and reported', async () => {
    const [one, other] = await Promise.all([worker(), worker()])
    const lock = await one.lead('back', 'a')
    await one.redis.run(commands => commands.flushall())
    await eventually('it is reported', () => one.lost.length > 0)
    expect(one.lost).toEqual(['a: Redis had forgotten it; nobody else had it'])
    expect(lock.lost.aborted).toBe(false)
    expect((await other.locks.board('back', 'b', 1)).kind).toBe('follower')
  })
  it('behind 500 ms of delay are done without, quickly, and reported', async () => {
    const proxy = await startProxy(server.port)
    onTestFinished(() => proxy.stop())
    const far = await worker(`redis://127.0.0.1:${proxy.port}`)
    const near = await worker()
    proxy.delay(500)
    const start = performance.now()
    expect(await far.locks.board('slow', 'a', 1)).toMatchObject({ kind: 'alone' })
    expect(performance.now() - start).toBeLessThan(300)
    expect(far.lost).toHaveLength(1)
    // It was taken after all, and is given back.
    await eventually('another may lead', async () => (await near.locks.board('slow', 'b', 1)).kind === 'leader')
  })
  it('gone with Redis are done without, release followers in time, and heal', async () => {
    const [one, other] = await Promise.all([worker(), worker()])
    const lock = await one.lead('gone', 'a')
    const following = await other.locks.board('gone', 'b', 1)
    if (following.kind !== 'follower') throw new Error('a follower was expected')
    await server.kill('SIGKILL')
    const start = performance.now()
    expect((await other.locks.board('more', 'c', 1)).kind).toBe('alone')
    expect(performance.now() - start).toBeLessThan(300)
    expect(other.lost[0]).toMatch(/^c: /)
    await following.over(soon())
    await lock.release(100)
    await server.start()
    await eventually('locks are had again', async () => (await other.locks.board('again', 'd', 1)).kind === 'leader')
  })
})
