import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import { onEachRedis } from '../services/redis-suite.ts'
import { exactContract, hotTtlMs } from './exact.contract.ts'

onEachRedis((name, suite) =>
  exactContract(name, async () => {
    const prefix = suite().prefix()
    return {
      open: async (log, cold) => openRedisEntries({ redis: suite().redis(), log, hotTtlMs, cold, prefix }),
      dispose: async () => undefined,
    }
  }),
)
