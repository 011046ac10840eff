import { openTurnstream, type Turnstream, type TurnstreamOptions } from '../runtime/turnstream.ts'
import { namingDataDir } from './in-use.ts'
import { logDirOf } from './log.ts'
import { makeDirectory } from './make-directory.ts'

/**
 * Opens the assembled system. Throws LOG_IN_USE that names the data directory and the process that has it, UNAVAILABLE where the
 * directory cannot be made.
 */
export const openSystem = async (options: TurnstreamOptions): Promise<Turnstream> => {
  makeDirectory(logDirOf(options.dataDir))
  return openTurnstream(options).catch((error: unknown) => {
    throw namingDataDir(error, options.dataDir)
  })
}
