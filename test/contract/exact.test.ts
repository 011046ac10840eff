import { mirrorHot } from '../../infra/cache/mirror.ts'
import { createEntries } from '../../infra/redis/embedded/entries.ts'
import { exactContract } from './exact.contract.ts'

exactContract('the embedded store behind a mirror', async () => ({
  open: async (log, cold) => mirrorHot(createEntries(log, { cold })),
  dispose: async () => undefined,
}))

exactContract('the embedded store', async () => ({
  open: async (log, cold) => createEntries(log, { cold }),
  dispose: async () => undefined,
}))
