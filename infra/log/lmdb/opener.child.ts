import { setTimeout as sleep } from 'node:timers/promises'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { openLmdbLog } from './open.ts'

/* Tries to open a log for writing; prints `open`, and keeps it for a minute, or the error's code and message. */
const [dir] = process.argv.slice(2)
try {
  await openLmdbLog({ dir: dir! })
  process.stdout.write('open\n')
  await sleep(60_000)
} catch (error) {
  if (!isTurnstreamError(error)) throw error
  process.stdout.write(`${error.code} ${error.message}\n`)
}
