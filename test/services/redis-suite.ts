import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRedis, type RedisStore } from '../../infra/redis/client.ts'
import { redisService } from './redis.ts'
import { startRedisCluster } from './redis-cluster.ts'

/** Versions that have all that is used. The suites were seen to pass on 7.0.15; nobody has run them on 8 yet. */
const known = /^(7|8)\.\d+\.\d+$/

export interface Suite {
  readonly url: string
  redis(): RedisStore
  /** Unlike any other of this server. */
  prefix(): string
}

/** The version of the server itself; with a cluster that of each node. */
export const serverVersions = async (redis: RedisStore, url: string): Promise<string[]> => {
  const nodes = redis.cluster ? url.split(',') : [url]
  return Promise.all(
    nodes.map(async node => {
      const one = openRedis(node)
      await one.ready(10_000)
      const info = await one.run(commands => commands.info('server'))
      one.close()
      const mode = /redis_mode:(\w+)/.exec(info)?.[1]
      return `${mode} ${/redis_version:(\S+)/.exec(info)?.[1]}`
    }),
  )
}

/** Runs a suite on one Redis and on a cluster of three nodes; each first says which server answers. */
export const onEachRedis = (body: (name: string, suite: () => Suite) => void): void => {
  const kinds = [
    ['one Redis', 'standalone', redisService],
    ['a Redis Cluster', 'cluster', startRedisCluster],
  ] as const
  for (const [name, mode, start] of kinds)
    describe(name, () => {
      let service: Awaited<ReturnType<typeof start>>
      let redis: RedisStore
      beforeAll(async () => {
        service = await start()
        // A busy machine must not make a slow answer look like none.
        redis = openRedis(service.url, { lookupTimeoutMs: 2_000 })
        await redis.ready(10_000)
      })
      afterAll(async () => {
        redis?.close()
        await service?.stop()
      })
      it('is what it says it is', async () => {
        for (const version of await serverVersions(redis, service.url)) {
          expect(version.split(' ')[0]).toBe(mode)
          expect(version.split(' ')[1]).toMatch(known)
        }
      })
      body(name, () => ({
        url: service.url,
        redis: () => redis,
        prefix: () => `t${randomBytes(6).toString('hex')}:`,
      }))
    })
}
