import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import { type RunningService, startService } from '../start-service.ts'
import { redisCommand } from './resp.ts'

export interface RedisCluster {
  readonly nodes: readonly RunningService[]
  /** `redis://` URLs of the nodes, divided by commas. */
  readonly address: string
  readonly version: string
  stop(): Promise<void>
}

const slots = 16_384
const agreedWithinMs = 30_000
const pollMs = 50

/** Masters without replicas, the slots divided evenly among them, once all of them say that the cluster is whole. */
const join = async (nodes: readonly RunningService[]): Promise<void> => {
  for (const [index, node] of nodes.entries()) {
    const from = Math.floor((slots * index) / nodes.length)
    const to = Math.floor((slots * (index + 1)) / nodes.length) - 1
    await redisCommand(node.address, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    await redisCommand(node.address, 'CLUSTER', 'ADDSLOTSRANGE', from, to)
    if (index > 0) await redisCommand(nodes[0]!.address, 'CLUSTER', 'MEET', '127.0.0.1', node.port, node.ports.bus!)
  }
  const deadline = performance.now() + agreedWithinMs
  for (const node of nodes) {
    for (;;) {
      const info = await redisCommand(node.address, 'CLUSTER', 'INFO')
      if (info.includes('cluster_state:ok') && info.includes(`cluster_size:${nodes.length}`)) break
      if (performance.now() > deadline) {
        throw turnstreamError('UNAVAILABLE', `the Redis Cluster is not whole after ${agreedWithinMs} ms: ${info}`)
      }
      await sleep(pollMs)
    }
  }
}

/** Starts a Redis Cluster of masters on this machine. UNAVAILABLE where it cannot be had. */
export const startRedisCluster = async (count = 3): Promise<RedisCluster> => {
  const nodes: RunningService[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map(node => node.stop()))
  }
  try {
    while (nodes.length < count) nodes.push(await startService('redis', { cluster: true }))
    await join(nodes)
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes, address: nodes.map(({ address }) => address).join(','), version: nodes[0]!.version, stop }
}
