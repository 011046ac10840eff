import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { steeredDisk } from '../../infra/log/lmdb/scratch.ts'
import { type SealableLog, sealedLog } from '../../infra/privacy/log.ts'
import { openVault } from '../../infra/privacy/vault.ts'
import type { LogFactory } from './log.contract.kit.ts'
import { eventLogContract } from './log.contract.ts'

const sealed =
  (unkind?: { seed: number }): LogFactory =>
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-sealed-'))
    const disk = steeredDisk()
    let log: SealableLog
    const open = async () => {
      const below = await openLmdbLog({ dir: join(dataDir, 'log'), unkind, disk: disk.disk })
      log = sealedLog(below, openVault(dataDir), true)
      return log
    }
    return {
      label: 'sealed',
      disk,
      open,
      reopen: async () => {
        await log.close()
        return open()
      },
      dispose: async () => {
        await log.close()
        rmSync(dataDir, { recursive: true })
      },
    }
  }

eventLogContract('sealed, over lmdb', sealed(), { failingDisk: true })
eventLogContract('sealed, over an unkind lmdb', sealed({ seed: 1 }), { failingDisk: true })
