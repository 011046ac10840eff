import { openEnvironment } from './environment.ts'
import type { Disk } from './journal/file.ts'
import { lockWriter } from './lock.ts'
import { type LmdbLog, type LogAndShake, logOver } from './log.ts'
import { makeUnkind } from './unkind.ts'

export type { LmdbLog } from './log.ts'

export interface LmdbLogOptions {
  /** Directory of the log's own; made when it is missing. */
  readonly dir: string
  /** Opens beside the process that writes. Reads see its records as they come; writes reject with LOG_UNAVAILABLE. */
  readonly readOnly?: boolean
  /** For tests: the disk below the journal. */
  readonly disk?: Disk
  /** For tests: as unkind as Kafka, see `makeUnkind`; the same for the same seed. */
  readonly unkind?: { readonly seed: number }
}

const openOver = async (dir: string, readOnly: boolean, disk?: Disk): Promise<LogAndShake> => {
  const environment = await openEnvironment(dir, readOnly)
  try {
    return logOver(environment, dir, disk)
  } catch (error) {
    await environment.root.close()
    throw error
  }
}

/**
 * Opens or creates the embedded log in `dir`. One process writes a directory: another one that tries is refused with
 * LOG_IN_USE, while any number may open it with `readOnly`. Throws UNAVAILABLE when there is no log to read, and
 * LOG_UNAVAILABLE when it cannot be opened or has a newer format.
 *
 * A resolved `append` or `commit` has been flushed to the disk, and only what has been flushed can be read, unless it is read
 * ahead. Records that lie in memory are given out as they are: nobody may change them, headers included.
 */
export const openLmdbLog = async ({ dir, readOnly = false, unkind, disk }: LmdbLogOptions): Promise<LmdbLog> => {
  const lock = readOnly ? null : lockWriter(dir)
  try {
    const { log, shake } = await openOver(dir, readOnly, disk)
    const locked: LmdbLog = {
      ...log,
      close: async () => {
        await log.close()
        lock?.release()
      },
    }
    return unkind ? makeUnkind(locked, unkind.seed, shake) : locked
  } catch (error) {
    lock?.release()
    throw error
  }
}
