import { expect, it } from 'vitest'
import { openRedis } from '../../infra/redis/client.ts'
import { createLimits } from '../../infra/redis/embedded/limits.ts'
import { openRedisEmbeddings } from '../../infra/redis/embeddings.ts'
import { openRedisLimits } from '../../infra/redis/limits.ts'
import type { RateLimits } from '../../processors/ports/limits.ts'
import { describeOnEachRedis } from '../services/on-redis.ts'
import { embeddingMemoryContract } from './embedding-memory.contract.ts'
import { limitsContract } from './limits.contract.ts'

const own = (): RateLimits => createLimits(() => performance.now())

await describeOnEachRedis('Embeddings and rate limits', (name, on) => {
  embeddingMemoryContract(name, ttlMs => openRedisEmbeddings(on.redis(), { ttlMs, prefix: on.prefix() }))
  limitsContract(name, () => openRedisLimits(on.redis(), own(), on.prefix()))

  it('processes count together', async () => {
    const prefix = on.prefix()
    const [one, other] = [0, 1].map(() => openRedisLimits(on.redis(), own(), prefix))
    const rule = { limit: 2, windowMs: 10_000 }
    const states = [await one!.take('s', rule), await other!.take('s', rule), await one!.take('s', rule)]
    expect(states.map(({ allowed }) => allowed)).toEqual([true, true, false])
  })
})

it('without Redis each process counts for itself, and nothing is recalled', async () => {
  const redis = openRedis('redis://127.0.0.1:1')
  const limits = openRedisLimits(redis, own())
  const rule = { limit: 1, windowMs: 10_000 }
  expect([(await limits.take('s', rule)).allowed, (await limits.take('s', rule)).allowed]).toEqual([true, false])
  const memory = openRedisEmbeddings(redis, { ttlMs: 1_000 })
  memory.remember('m', 'a', { vector: Float32Array.of(1), tokens: 1 })
  expect(await memory.recall('m', 'a')).toBeNull()
  redis.close()
})
