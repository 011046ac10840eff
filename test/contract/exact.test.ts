import { createEntries } from '../../infra/redis/embedded/entries.ts'
import { exactContract } from './exact.contract.ts'

exactContract('the embedded store', async () => ({
  open: async (log, cold) => createEntries(log, { cold }),
  dispose: async () => undefined,
}))
