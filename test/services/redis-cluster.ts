import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type RedisServer, startRedisServer } from './redis-server.ts'

export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** Addresses, separated by commas. */
  readonly url: string
  stop(): Promise<void>
}

const slots = 16_384

/** A cluster of three masters that share the slots evenly; resolves when it takes commands. */
export const startRedisCluster = async (args: readonly string[] = []): Promise<RedisCluster> => {
  const options = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', ...args]
  const nodes = await Promise.all([0, 1, 2].map(() => startRedisServer(options)))
  const clients = nodes.map(({ port }) => new Redis({ port }))
  try {
    for (const [index, client] of clients.entries()) {
      const first = Math.ceil((index * slots) / nodes.length)
      const last = Math.ceil(((index + 1) * slots) / nodes.length) - 1
      await client.call('CLUSTER', 'ADDSLOTSRANGE', first, last)
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
      for (const { port } of nodes) if (index === 0) await client.call('CLUSTER', 'MEET', '127.0.0.1', port)
    }
    for (const client of clients)
      while (!/cluster_state:ok[\s\S]*cluster_known_nodes:3/.test(String(await client.call('CLUSTER', 'INFO'))))
        await delay(50)
  } finally {
    for (const client of clients) client.disconnect()
  }
  return {
    nodes,
    url: nodes.map(({ url }) => url).join(','),
    stop: async () => {
      await Promise.all(nodes.map(node => node.stop()))
    },
  }
}
