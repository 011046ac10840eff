import { Cluster, Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import { behindProxy, own, redisCluster } from './needs.ts'

await describeOn('A Redis of its own', { redis: own('redis'), broken: behindProxy('redis') }, ({ redis, broken }) => {
  test('a value is there after kill -9', async () => {
    const client = new Redis(redis.address)
    client.on('error', () => undefined)
    onTestFinished(() => client.disconnect())
    await client.set('survives', 'yes')
    await redis.kill('SIGKILL')
    await redis.restart()
    expect(await client.get('survives')).toBe('yes')
  })

  test('a client whose connections are cut comes back when they are mended', async () => {
    const client = new Redis(broken.address, { maxRetriesPerRequest: null })
    client.on('error', () => undefined)
    onTestFinished(() => client.disconnect())
    await client.set('key', 'value')
    broken.proxy.cut()
    const answer = client.get('key')
    await new Promise(resolve => setTimeout(resolve, 100))
    broken.proxy.mend()
    expect(await answer).toBe('value')
  })
})

await describeOn('A Redis Cluster of three', { cluster: redisCluster() }, ({ cluster }) => {
  test('keys lie on all nodes, and a transaction over two of them is refused unless they share a hash tag', async () => {
    const client = new Cluster(cluster.address.split(','))
    onTestFinished(() => client.disconnect())
    await Promise.all(Array.from({ length: 100 }, (_, index) => client.set(`key-${index}`, index)))
    const sizes = await Promise.all(
      cluster.nodes.map(async ({ address }) => {
        const node = new Redis(address)
        onTestFinished(() => node.disconnect())
        return node.dbsize()
      }),
    )
    expect(sizes.reduce((sum, size) => sum + size)).toBe(100)
    expect(Math.min(...sizes)).toBeGreaterThan(10)
    await expect(client.mget('key-1', 'key-2', 'key-3')).rejects.toThrow('CROSSSLOT')
    await client.mset('{tag}:a', '1', '{tag}:b', '2')
    expect(await client.mget('{tag}:a', '{tag}:b')).toEqual(['1', '2'])
  })
})
