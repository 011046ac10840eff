import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { lockWriter } from '../log/lmdb/lock.ts'

/** Says that a directory holds nothing but what a demo left, and may be wiped by the next one. */
const mark = 'demo.json'

/**
 * An empty data directory for the demo. What an earlier demo left is wiped; anything else is not: throws USAGE where the
 * directory holds other data, LOG_IN_USE where another process writes it.
 */
export const emptyDirectory = (dir: string): void => {
  const found = existsSync(dir) ? readdirSync(dir) : []
  if (found.length > 0 && !found.includes(mark))
    throw turnstreamError('USAGE', `${dir} holds data that is not of a demo: name another directory with --data-dir`, {
      details: { dir },
    })
  const log = join(dir, 'log')
  if (existsSync(log)) lockWriter(log).release()
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, mark), JSON.stringify({ by: 'npm run demo' }))
}
