import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import { describeOnEachRedis } from '../services/on-redis.ts'
import { exactContract, hotTtlMs } from './exact.contract.ts'

await describeOnEachRedis('Exact entries', (name, on) =>
  exactContract(name, async () => {
    const prefix = on.prefix()
    return {
      open: async (log, cold) => openRedisEntries({ redis: on.redis(), log, hotTtlMs, cold, prefix }),
      dispose: async () => undefined,
    }
  }),
)
