import type { FastifyRequest } from 'fastify'
import type { GatewayContext } from './context.ts'
import { asTurnstreamError, type PublicError, publicError } from './errors.ts'
import { report } from './report.ts'

/** What a stream that has begun may tell of its failure; counted, and logged where it is not the client's doing alone. */
export const streamFailure = (
  context: GatewayContext,
  error: unknown,
  request: FastifyRequest,
  turnId: string,
): PublicError => {
  const known = asTurnstreamError(error)
  report(context, known, { requestId: request.id, turnId })
  return publicError(known)
}
