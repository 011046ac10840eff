import type { TurnstreamError } from '../../processors/errors.ts'
import type { GatewayContext } from './context.ts'
import { publicError } from './errors.ts'

/**
 * Counts a failure, and logs it with `fields`: as an error what is Turnstream's own doing, as information that a client
 * has left; what a client did wrong is told to the client alone.
 */
export const report = (
  { metrics, logger, refusals }: GatewayContext,
  error: TurnstreamError,
  fields: Readonly<Record<string, string>>,
): void => {
  metrics.failed(error.code)
  if (error.code === 'LOG_UNAVAILABLE') refusals.note()
  const { status } = publicError(error)
  if (status >= 500) logger.error({ ...fields, code: error.code, err: error.cause ?? error }, 'request failed')
  else if (error.code === 'CLIENT_CLOSED') logger.info({ ...fields, why: error.message }, 'client gone')
}
