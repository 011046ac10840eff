import { createEntries } from '../../infra/redis/embedded/entries.ts'
import { exactContract, hotTtlMs } from './exact.contract.ts'

exactContract('the embedded store', async () => ({
  open: async (log, cold) => createEntries(log, { hotTtlMs, cold }),
  dispose: async () => undefined,
}))
