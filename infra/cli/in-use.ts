import { isTurnstreamError, turnstreamError } from '../../processors/errors.ts'

/** LOG_IN_USE as a sentence about the data directory, which is what the user has chosen; other errors as they are. */
export const namingDataDir = (error: unknown, dataDir: string): unknown => {
  if (!isTurnstreamError(error, 'LOG_IN_USE')) return error
  const pid = error.details?.pid
  return turnstreamError(
    'LOG_IN_USE',
    `the data directory ${dataDir} is in use by process ${pid}: stop it, or name another with --data-dir`,
    { details: { dataDir, pid } },
  )
}
