import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openRedis, type RedisStore } from '../../infra/redis/client.ts'
import { type LeaseOptions, openRedisLeases } from '../../infra/redis/leases.ts'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import { eventually } from './eventually.ts'
import { startProxy } from './redis-proxy.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'
import { serverVersions } from './redis-suite.ts'

const leaseMs = 1_500
const soon = (): AbortSignal => AbortSignal.timeout(10_000)

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server?.stop())

const connected = async (url = server.url): Promise<RedisStore> => {
  const redis = openRedis(url)
  onTestFinished(() => redis.close())
  await redis.ready(5_000)
  return redis
}
const gateway = async (epoch: number, url?: string, options: Partial<LeaseOptions> = {}): Promise<ServingLeases> => {
  const leases = openRedisLeases({ redis: await connected(url), now: () => performance.now(), ...options })
  onTestFinished(() => leases.close())
  leases.applied(epoch)
  await eventually('the lease is held', () => leases.held())
  return leases
}
const elapsed = async (work: Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work
  return performance.now() - start
}

describe('serving leases in Redis', () => {
  beforeEach(async () => {
    const redis = openRedis(server.url)
    await redis.ready(5_000)
    await redis.run(commands => commands.flushall())
    redis.close()
  })

  it('are in a real one', async () => {
    expect(await serverVersions(await connected(), server.url)).toEqual([
      expect.stringMatching(/^standalone (7|8)\.\d/),
    ])
  })
  it('a change settles as soon as all gateways have applied it', async () => {
    const [one, other] = await Promise.all([gateway(1), gateway(1)])
    one.applied(2)
    const settled = one.settled(2, soon())
    await delay(100)
    other.applied(2)
    expect(await elapsed(settled)).toBeLessThan(1_000)
    expect([one.held(), other.held()]).toEqual([true, true])
  })
  it('a gateway that does not apply it loses its lease, and only then the change settles', async () => {
    const [one, other] = await Promise.all([gateway(1), gateway(1)])
    one.applied(2)
    await one.settled(2, soon())
    expect([one.held(), other.held()]).toEqual([true, false])
    await delay(500)
    expect(other.held()).toBe(false)
    expect(other.trouble()).toContain('later policy epoch')
    other.applied(2)
    await eventually('it serves again', () => other.held())
  })
  it('one that comes later has no lease before it has applied what others have', async () => {
    const one = await gateway(5)
    const late = openRedisLeases({ redis: await connected(), now: () => performance.now() })
    onTestFinished(() => late.close())
    late.applied(4)
    await delay(500)
    expect([one.held(), late.held()]).toEqual([true, false])
    late.applied(5)
    await eventually('it serves', () => late.held())
  })
  it('one that leaves is not waited for', async () => {
    const [one, other] = await Promise.all([gateway(1), gateway(1)])
    await other.close()
    one.applied(2)
    expect(await elapsed(one.settled(2, soon()))).toBeLessThan(1_000)
  })
  it('after FLUSHALL a change settles only when every lease that was forgotten has ended', async () => {
    const [one, stuck] = await Promise.all([gateway(1), gateway(1)])
    await (await connected()).run(commands => commands.flushall())
    one.applied(2)
    await one.settled(2, soon())
    expect(stuck.held()).toBe(false)
    await eventually('the other serves on', () => one.held())
    expect(stuck.held()).toBe(false)
  })
  it('without the quarantine it would settle while the forgotten lease is held', async () => {
    const rules = { quarantine: false }
    const proxy = await startProxy(server.port)
    onTestFinished(() => proxy.stop())
    const [one, stuck] = await Promise.all([
      gateway(1, undefined, { rules }),
      gateway(1, `redis://127.0.0.1:${proxy.port}`, { rules }),
    ])
    proxy.delay(5_000)
    await (await connected()).run(commands => commands.flushall())
    one.applied(2)
    await one.settled(2, soon())
    expect(stuck.held()).toBe(true)
  })
  it('gone with Redis: no hit is served, nothing settles, and all heals', async () => {
    const [one, other] = await Promise.all([gateway(1), gateway(1)])
    await server.kill('SIGKILL')
    const giveUp = AbortSignal.timeout(2_500)
    await expect(one.settled(1, giveUp)).rejects.toMatchObject({ name: 'TimeoutError' })
    expect([one.held(), other.held()]).toEqual([false, false])
    expect(one.trouble()).toContain('no serving lease: Redis at 127.0.0.1')
    await server.start()
    await eventually('both serve again', () => one.held() && other.held())
    one.applied(2)
    other.applied(2)
    await one.settled(2, soon())
  })
  it('behind 500 ms of delay they are held all the same, and never longer than Redis knows', async () => {
    const proxy = await startProxy(server.port)
    onTestFinished(() => proxy.stop())
    const [near, far] = await Promise.all([gateway(1), gateway(1, `redis://127.0.0.1:${proxy.port}`)])
    proxy.delay(500)
    await delay(2_000)
    expect(far.held()).toBe(true)
    near.applied(2)
    await near.settled(2, soon())
    expect(far.held()).toBe(false)
  })
  it('a gateway stopped in its tracks for 10 s, a change meanwhile: it serves nothing after the acknowledgement', async () => {
    const one = await gateway(1)
    const child = spawn(process.execPath, ['test/services/redis-lease.fixture.ts', server.url, '1'])
    onTestFinished(() => void child.kill('SIGKILL'))
    const served: number[] = []
    let waits = 0
    createInterface({ input: child.stdout }).on('line', line => {
      const [what, at] = line.split(' ')
      if (what === 'serves') served.push(Number(at))
      else waits++
    })
    await eventually('the other process serves', () => served.length > 50)
    child.kill('SIGSTOP')
    one.applied(2)
    const waited = await elapsed(one.settled(2, soon()))
    const acknowledgedAt = Date.now()
    expect(waited).toBeLessThan(leaseMs + 1_500)
    await delay(10_000)
    child.kill('SIGCONT')
    const before = waits
    await eventually('the other process says that it waits', () => waits > before + 50)
    expect(served.filter(at => at > acknowledgedAt)).toEqual([])
  })
})
