import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openRedisFlightLocks } from '../../infra/redis/locks.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own } from './needs.ts'
import { connected, forgetful, proxyTo } from './on-redis.ts'

const ttlMs = 1_500
const soon = (): AbortSignal => AbortSignal.timeout(10_000)
const workerOn = async (url: string) => {
  const redis = await connected(url)
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

await describeOn('Locks on flights in a Redis that fails', { server: own('redis', forgetful) }, ({ server }) => {
  const worker = (url = server.address) => workerOn(url)

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
  it('behind a delay are done without, quickly, and reported', async () => {
    const proxy = await proxyTo(server)
    const far = await worker(proxy.url)
    const near = await worker()
    proxy.delay(1_500)
    const start = performance.now()
    expect(await far.locks.board('slow', 'a', 1)).toMatchObject({ kind: 'alone' })
    expect(performance.now() - start).toBeLessThan(1_200)
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
    expect(performance.now() - start).toBeLessThan(1_200)
    expect(other.lost[0]).toMatch(/^c: /)
    await following.over(soon())
    await lock.release(100)
    await server.restart()
    await eventually('locks are had again', async () => (await other.locks.board('again', 'd', 1)).kind === 'leader')
  })
})
