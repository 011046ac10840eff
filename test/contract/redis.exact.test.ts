import { mirrorHot } from '../../infra/cache/mirror.ts'
import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import type { ExactEntries } from '../../processors/ports/exact.ts'
import { describeOnEachRedis } from '../services/on-redis.ts'
import { exactContract } from './exact.contract.ts'

await describeOnEachRedis('Exact entries', (name, on) => {
  const contract = (which: string, wrapped: (store: ExactEntries) => ExactEntries): void =>
    exactContract(which, async () => {
      const prefix = on.prefix()
      return {
        open: async (log, cold) => wrapped(openRedisEntries({ redis: on.redis(), log, cold, prefix })),
        dispose: async () => undefined,
      }
    })
  contract(name, store => store)
  contract(`${name} behind a mirror`, mirrorHot)
})
