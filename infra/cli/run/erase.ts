import type { Erased } from '../../privacy/erase.ts'
import type { EraseOptions } from '../commands/erase.ts'
import { exitCodes } from '../exit.ts'
import { openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'
import { withSystem } from '../with-system.ts'

const text = ({ user, tenant, turns, entries, reviews, unsealed, durationMs }: Erased): string =>
  [
    `erased ${user} of tenant ${tenant} in ${(durationMs / 1_000).toFixed(1)} s: ${turns} turns, ${entries} entries of the caches, ${reviews} open reviews`,
    ...(unsealed === 0
      ? []
      : [`${unsealed} turns were recorded before privacy.shred was on: they lie on the log as they are`]),
  ].join('\n')

/** Erases a user, through the server where one runs. Exit code 1 where some of their turns stay readable. Throws CONFLICT, UNKNOWN_USER, UNAVAILABLE. */
export const erase = async (options: EraseOptions): Promise<void> => {
  const { user, tenant, json } = options
  // Opened for reading first, so that a mistyped directory is reported, not created.
  await (await openLogToRead(options)).close()
  await withSystem(options, async asked => {
    const erased = (await asked.post('/internal/erase', { user, ...(tenant ? { tenant } : {}) })) as Erased
    if (erased.unsealed > 0) process.exitCode = exitCodes.checkFailed
    await printResult(json, erased, text)
  })
}
