import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { type LeaseOptions, openRedisLeases } from '../../infra/redis/leases.ts'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own } from './needs.ts'
import { connected, flushAll, forgetful, proxyTo } from './on-redis.ts'

const leaseMs = 1_500
/** Of a lease that is not the matter of a test: none waits for it, and none loses it on a busy machine. */
const long = { leaseMs: 20_000, rules: { quarantine: false } } as const
const soon = (): AbortSignal => AbortSignal.timeout(10_000)

await describeOn('Serving leases in a Redis that fails', { server: own('redis', forgetful) }, ({ server }) => {
  const gateway = async (epoch: number, url = server.address, options: Partial<LeaseOptions> = {}) => {
    const leases: ServingLeases = openRedisLeases({
      redis: await connected(url),
      now: () => performance.now(),
      ...options,
    })
    onTestFinished(() => leases.close())
    leases.applied(epoch)
    await eventually('the lease is held', () => leases.held())
    return leases
  }
  const lasting = (epoch: number, url?: string) => gateway(epoch, url, long)
  beforeEach(() => flushAll(server.address))

  it('a change settles as soon as all gateways have applied it', async () => {
    const [one, other] = await Promise.all([lasting(1), lasting(1)])
    one.applied(2)
    const settled = one.settled(2, soon())
    await delay(100)
    other.applied(2)
    await settled
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
    const late = openRedisLeases({ redis: await connected(server.address), now: () => performance.now() })
    onTestFinished(() => late.close())
    late.applied(4)
    await delay(500)
    expect([one.held(), late.held()]).toEqual([true, false])
    late.applied(5)
    await eventually('it serves', () => late.held())
  })
  it('one that leaves is not waited for', async () => {
    const [one, other] = await Promise.all([lasting(1), lasting(1)])
    await other.close()
    one.applied(2)
    await one.settled(2, soon())
  })
  it('after FLUSHALL a change settles only when every lease that was forgotten has ended', async () => {
    const [one, stuck] = await Promise.all([gateway(1), gateway(1)])
    await (await connected(server.address)).run(commands => commands.flushall())
    one.applied(2)
    await one.settled(2, soon())
    expect(stuck.held()).toBe(false)
    await eventually('the other serves on', () => one.held())
    expect(stuck.held()).toBe(false)
  })
  it('without the quarantine it would settle while the forgotten lease is held', async () => {
    const proxy = await proxyTo(server)
    const [one, stuck] = await Promise.all([lasting(1), lasting(1, proxy.url)])
    proxy.delay(5_000)
    await (await connected(server.address)).run(commands => commands.flushall())
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
    await server.restart()
    await eventually('both serve again', () => one.held() && other.held())
    one.applied(2)
    other.applied(2)
    await one.settled(2, soon())
  })
  it('behind 500 ms of delay they are held all the same, and never longer than Redis knows', async () => {
    const proxy = await proxyTo(server)
    const [near, far] = await Promise.all([gateway(1), gateway(1, proxy.url)])
    proxy.delay(500)
    // By then what it had before the delay has ended.
    await delay(leaseMs)
    await eventually('it is held', () => far.held())
    near.applied(2)
    await near.settled(2, soon())
    expect(far.held()).toBe(false)
  })
  /** What a gateway served after the acknowledgement of a change during which it was stopped for longer than its lease. */
  const servedByOneThatWasStopped = async (...broken: readonly string[]): Promise<readonly number[]> => {
    const one = await gateway(1)
    const child = spawn(process.execPath, ['test/services/redis-lease.fixture.ts', server.address, '1', ...broken])
    onTestFinished(() => void child.kill('SIGKILL'))
    const looks: { readonly serves: boolean; readonly atMs: number }[] = []
    createInterface({ input: child.stdout }).on('line', line => {
      const [what, at] = line.split(' ')
      looks.push({ serves: what === 'serves', atMs: Number(at) })
    })
    const served = () => looks.filter(({ serves }) => serves).map(({ atMs }) => atMs)
    await eventually('the other process serves', () => served().length > 50)
    child.kill('SIGSTOP')
    one.applied(2)
    await one.settled(2, soon())
    const acknowledgedAt = Date.now()
    await delay(2 * leaseMs)
    child.kill('SIGCONT')
    const since = () => looks.filter(({ atMs }) => atMs > acknowledgedAt)
    await eventually('the other process goes on', () => since().length > 50)
    return served().filter(atMs => atMs > acknowledgedAt)
  }
  it('a gateway stopped in its tracks for longer than its lease, a change meanwhile: it serves nothing after the acknowledgement', async () => {
    expect(await servedByOneThatWasStopped()).toEqual([])
  })
  it('one that ignores its lease is found to serve after the acknowledgement', async () => {
    expect(await servedByOneThatWasStopped('ignores its lease')).not.toEqual([])
  })
})
