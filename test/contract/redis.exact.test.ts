import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import { describeOnEachRedis } from '../services/on-redis.ts'
import { exactContract } from './exact.contract.ts'

await describeOnEachRedis('Exact entries', (name, on) =>
  exactContract(name, async () => {
    const prefix = on.prefix()
    return {
      open: async (log, cold) => openRedisEntries({ redis: on.redis(), log, cold, prefix }),
      dispose: async () => undefined,
    }
  }),
)
