import { kinds } from '../../infra/local/kinds.ts'
import type { ServiceName } from '../../infra/local/names.ts'
import { startProxy, type TroubledProxy } from '../../infra/local/proxy.ts'
import { type RedisCluster, startRedisCluster } from '../../infra/local/redis/cluster.ts'
import { type RunningService, type StartOptions, startService } from '../../infra/local/start-service.ts'
import { choose } from './choose.ts'

/** What a suite runs on. */
export interface Needed {
  readonly name: ServiceName
  readonly address: string
  stop(): Promise<void>
}

export type Need<T extends Needed> = () => Promise<T>

/** The server that all suites of the run use: name topics and indices so that suites cannot meet. Others rely on it: never stop it. */
export const shared =
  (name: ServiceName): Need<Needed> =>
  async () => ({ name, address: await choose(name), stop: async () => undefined })

/** A server of the suite's own on this machine, to be killed, stopped and started again. */
export const own =
  (name: ServiceName, options: StartOptions = {}): Need<RunningService> =>
  () =>
    startService(name, options)

export interface BehindProxy extends Needed {
  readonly proxy: TroubledProxy
  readonly service: RunningService
}

/** A server of the suite's own with a proxy before it; `address` is the proxy's. */
export const behindProxy =
  (name: ServiceName, options: StartOptions = {}): Need<BehindProxy> =>
  async () => {
    const proxy = await startProxy()
    const advertise = name === 'kafka' ? { advertise: proxy.address } : {}
    const service = await startService(name, { ...options, ...advertise }).catch(async (error: unknown) => {
      await proxy.stop()
      throw error
    })
    proxy.to(service.proxied ?? `127.0.0.1:${service.port}`)
    return {
      name,
      address: kinds[name].address(proxy.port, options.password),
      proxy,
      service,
      stop: async () => {
        await proxy.stop()
        await service.stop()
      },
    }
  }

/** A Redis Cluster of the suite's own. */
export const redisCluster =
  (nodes = 3): Need<RedisCluster & Needed> =>
  async () => ({ name: 'redis', ...(await startRedisCluster(nodes)) })
