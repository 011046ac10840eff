import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LmdbLog, openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { steeredDisk } from '../../infra/log/lmdb/scratch.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { eventLogContract } from './log.contract.ts'

const lmdb =
  (unkind?: { seed: number }): LogFactory =>
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-log-'))
    const disk = steeredDisk()
    let log: LmdbLog
    const open = async () => {
      log = await openLmdbLog({ dir, unkind, disk: disk.disk })
      return log
    }
    return {
      label: 'lmdb',
      disk,
      open,
      reopen: async () => {
        await log.close()
        return open()
      },
      dispose: async () => {
        await log.close()
        rmSync(dir, { recursive: true })
      },
    }
  }

eventLogContract('lmdb', lmdb(), { failingDisk: true })
for (const seed of [1, 2, 3]) eventLogContract(`lmdb, unkind with seed ${seed}`, lmdb({ seed }), { failingDisk: true })
