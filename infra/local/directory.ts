import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where downloads and the data of started services lie: TURNSTREAM_SERVICES_DIR, else a folder in the user's cache. Outside the
 * clone, so that a clean clone downloads nothing twice.
 */
export const servicesDirectory = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(
    env.TURNSTREAM_SERVICES_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'turnstream', 'services'),
  )
