import type { FastifyRequest } from 'fastify'
import type { GatewayContext } from './context.ts'
import { asTurnstreamError, type PublicError, publicError } from './errors.ts'

/** What a stream that has begun may tell of its failure; counted, and logged where it is Turnstream's own doing. */
export const streamFailure = (
  { metrics, logger }: GatewayContext,
  error: unknown,
  request: FastifyRequest,
  turnId: string,
): PublicError => {
  const known = asTurnstreamError(error)
  const told = publicError(known)
  metrics.failed(told.code)
  if (told.status >= 500)
    logger.error({ requestId: request.id, turnId, code: told.code, err: known.cause ?? known }, 'stream failed')
  return told
}
