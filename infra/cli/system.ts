import { openTurnstream, type Turnstream, type TurnstreamOptions } from '../runtime/turnstream.ts'
import { namingDataDir } from './in-use.ts'

/** Opens the assembled system. Throws LOG_IN_USE that names the data directory and the process that has it. */
export const openSystem = (options: TurnstreamOptions): Promise<Turnstream> =>
  openTurnstream(options).catch((error: unknown) => {
    throw namingDataDir(error, options.dataDir)
  })
