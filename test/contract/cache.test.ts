import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache } from '../../infra/cache/embedded.ts'
import { cacheContract } from './cache.contract.ts'

cacheContract('the embedded cache', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-cache-'))
  return {
    open: (logId = 'log') => openCache({ dir, logId, dimensions: 384, searchable: 50_000 }),
    dispose: async () => rmSync(dir, { recursive: true }),
  }
})
