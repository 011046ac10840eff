import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { startProxy, type TroubledProxy } from '../../infra/local/proxy.ts'
import type { RunningService } from '../../infra/local/start-service.ts'
import { openRedis, type RedisStore, type RedisStoreOptions } from '../../infra/redis/client.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { type Needed, redisCluster, shared } from './needs.ts'

/** For a Redis that starts with nothing after a kill, or with what it was told to save before. */
export const forgetful = { args: ['--appendonly', 'no'] } as const

/** A store of the test at hand, which answers. */
export const connected = async (url: string, options?: RedisStoreOptions): Promise<RedisStore> => {
  const redis = openRedis(url, options)
  onTestFinished(() => redis.close())
  await redis.ready(10_000)
  return redis
}

/** Makes a Redis that only this suite uses forget all that it has. */
export const flushAll = async (url: string): Promise<void> => {
  const redis = openRedis(url)
  await redis.ready(10_000)
  await redis.run(commands => commands.flushall())
  redis.close()
}

/** A proxy of the test at hand before a Redis without a password; `url` leads through it. */
export const proxyTo = async ({ port }: RunningService): Promise<TroubledProxy & { readonly url: string }> => {
  const proxy = await startProxy({ target: `127.0.0.1:${port}` })
  onTestFinished(() => proxy.stop())
  return { ...proxy, url: `redis://${proxy.address}` }
}

/** How many connections a channel reaches. What is published says nothing that a reply channel could read. */
export const reached = async (redis: RedisStore, channel: string): Promise<number> =>
  Number(
    await redis.run<unknown>(commands =>
      redis.cluster ? commands.spublish(channel, '') : commands.publish(channel, ''),
    ),
  )

/** Resolves when somebody is subscribed to a channel. */
export const listenedTo = (redis: RedisStore, channel: string, withinMs?: number): Promise<void> =>
  eventually(`somebody listens to ${channel}`, async () => (await reached(redis, channel).catch(() => 0)) > 0, withinMs)

export interface OnRedis {
  redis(): RedisStore
  /** Unlike any other of this server. */
  prefix(): string
}

const useRedis = (service: Needed, mode: 'standalone' | 'cluster'): OnRedis => {
  let redis: RedisStore
  beforeAll(async () => {
    // A busy machine must not make a slow answer look like none.
    redis = openRedis(service.address, { lookupTimeoutMs: 2_000 })
    await redis.ready(10_000)
  })
  afterAll(() => redis?.close())
  it(`is ${mode}`, async () => {
    expect(await redis.run(commands => commands.info('server'))).toContain(`redis_mode:${mode}`)
  })
  return { redis: () => redis, prefix: () => `t${randomBytes(6).toString('hex')}:` }
}

/** A suite that runs on one Redis, which others use as well, and on a cluster; see describeOn. To be awaited. */
export const describeOnEachRedis = async (title: string, suite: (name: string, on: OnRedis) => void): Promise<void> => {
  await describeOn(`${title} on one Redis`, { redis: shared('redis') }, ({ redis }) =>
    suite('one Redis', useRedis(redis, 'standalone')),
  )
  await describeOn(`${title} on a Redis Cluster`, { redis: redisCluster() }, ({ redis }) =>
    suite('a Redis Cluster', useRedis(redis, 'cluster')),
  )
}
