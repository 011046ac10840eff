import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../infra/local/ports.ts'
import type { StartOptions } from '../../infra/local/start-service.ts'
import { openRedis, type RedisStore, type RedisStoreOptions } from '../../infra/redis/client.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own, redisCluster } from './needs.ts'
import { forgetful, proxyTo } from './on-redis.ts'

const open = (url: string, options?: RedisStoreOptions): RedisStore => {
  const redis = openRedis(url, options)
  onTestFinished(() => redis.close())
  return redis
}
const get = (redis: RedisStore, key = 'k') => redis.ask(commands => commands.get(key))
/** How long a lookup took, ms, that had no answer. */
const unanswered = async (redis: RedisStore): Promise<number> => {
  const start = performance.now()
  expect(await get(redis)).toBeUndefined()
  return performance.now() - start
}
const answers = async (redis: RedisStore): Promise<boolean> =>
  (await get(redis)) !== undefined && redis.trouble() === null

/** Far below what a lookup waits that has no answer, however busy the machine is. */
const atOnceMs = 2_000
const patient: RedisStoreOptions = { lookupTimeoutMs: 10_000 }

await describeOn('The connection to Redis', { server: own('redis', forgetful) }, ({ server }) => {
  /** A server of the test at hand. */
  const another = async (options: StartOptions) => {
    const started = await own('redis', { ...forgetful, ...options })()
    onTestFinished(() => started.stop())
    return started
  }

  it('refused from the start makes no lookup wait, says so, and heals when the server comes', async () => {
    await server.kill('SIGKILL')
    const redis = open(server.address, patient)
    for (let times = 0; times < 20; times++) expect(await unanswered(redis)).toBeLessThan(atOnceMs)
    await eventually('the reason is known', async () => {
      await get(redis)
      return redis.trouble() === `Redis at 127.0.0.1:${server.port}: connect ECONNREFUSED 127.0.0.1:${server.port}`
    })
    await expect(redis.run(commands => commands.get('k'))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await server.restart()
    await eventually('Redis answers again', () => answers(redis))
  })
  it('broken by kill -9 makes no lookup wait, and heals by itself without being asked', async () => {
    const redis = open(server.address, patient)
    await redis.ready(5_000)
    await server.kill('SIGKILL')
    for (let times = 0; times < 20; times++) expect(await unanswered(redis)).toBeLessThan(atOnceMs)
    expect(redis.trouble()).not.toBeNull()
    await server.restart()
    await eventually('the trouble is over', () => redis.trouble() === null)
    expect(await get(redis)).toBeNull()
  })
  it('delayed makes a lookup wait its time and not longer, after a few none at all', async () => {
    const proxy = await proxyTo(server)
    const redis = open(proxy.url, { lookupTimeoutMs: 200 })
    await redis.ready(5_000)
    proxy.delay(2_000)
    const waits: number[] = []
    for (let times = 0; times < 20; times++) waits.push(await unanswered(redis))
    expect(Math.max(...waits)).toBeLessThan(1_500)
    expect(Math.min(...waits.slice(0, 5))).toBeGreaterThan(190)
    expect(waits.slice(5).toSorted((a, b) => a - b)[7]).toBeLessThan(100)
    proxy.delay(0)
    await eventually('lookups are answered again', () => answers(redis))
  })
  it('to a server that is stopped in its tracks, or cut in the middle, heals as well', async () => {
    const proxy = await proxyTo(server)
    const redis = open(proxy.url)
    await redis.ready(5_000)
    proxy.drop()
    await eventually('a new connection', () => answers(redis))
    await server.kill('SIGSTOP')
    expect(await unanswered(redis)).toBeLessThan(atOnceMs)
    await server.kill('SIGCONT')
    await eventually('Redis goes on', () => answers(redis))
  })

  it('neither errors nor troubles tell who logs in', async () => {
    const guarded = await another({ password: 'sesame' })
    const wrong = open(guarded.address.replace(':sesame@', 'mallory:open-up@'))
    const error = await wrong.ready(1_000).catch(caught => caught)
    const run = await wrong.run(commands => commands.auth('mallory', 'open-up')).catch(caught => caught)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('WRONGPASS') })
    for (const told of [inspect(error, { depth: 9 }), inspect(run, { depth: 9 }), String(wrong.trouble()), wrong.name])
      expect(told).not.toMatch(/open-up|mallory/)
    const right = open(guarded.address)
    await right.ready(5_000)
    expect(right.trouble()).toBeNull()
  })

  it('rediss:// is encrypted, and refused where the certificate is not trusted', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'turnstream-tls-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
    const self = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost']
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    await promisify(execFile)('openssl', ['req', ...self, ...names, '-keyout', key, '-out', certificate])
    const port = await freePort()
    const tls = ['--tls-port', `${port}`, '--tls-cert-file', certificate, '--tls-key-file', key]
    await another({ args: [...tls, '--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'] })
    const url = `rediss://127.0.0.1:${port}`
    const trusting = open(url, { tls: { ca: await readFile(certificate) } })
    await trusting.ready(5_000)
    expect(await get(trusting)).toBeNull()
    await expect(open(url).ready(500)).rejects.toMatchObject({ message: expect.stringContaining('self-signed') })
  })
})

await describeOn('The connection to a cluster', { cluster: redisCluster() }, ({ cluster }) => {
  it('that has lost a node finds what the others have, makes no lookup wait, and heals', async () => {
    const redis = open(cluster.address, patient)
    await redis.ready(10_000)
    const keys = Array.from({ length: 30 }, (_, n) => `k${n}`)
    await redis.run(commands => Promise.all(keys.map(key => commands.set(key, '1'))))
    const found = async (): Promise<number> =>
      (await Promise.all(keys.map(key => get(redis, key)))).filter(Boolean).length
    await eventually('all are found', async () => (await found()) === 30)
    await cluster.nodes[2]!.kill('SIGKILL')
    const start = performance.now()
    const left = await found()
    expect(performance.now() - start).toBeLessThan(atOnceMs)
    expect(left).toBeLessThan(30)
    await cluster.nodes[2]!.restart()
    await eventually('every node answers', async () => {
      const values = await Promise.all(keys.map(key => get(redis, key)))
      return values.every(value => value !== undefined) && redis.trouble() === null
    })
  })
})
