import type { FastifyInstance } from 'fastify'
import type { DetailedLogger } from '../telemetry/logger.ts'
import { roundMs } from './chat-body.ts'

/** Writes a line for each answer that went out, where such lines are wanted: metrics tell the same in sum for less. */
export const accessLines = (app: FastifyInstance, write: DetailedLogger['debug']): void => {
  app.addHook('onResponse', (request, reply, next) => {
    // The hook is there all the same: Fastify takes the time of a request only where one looks at its end.
    if (!write) return next()
    const turnId = reply.getHeader('x-turnstream-turn')
    const fields = {
      requestId: request.id,
      ...(turnId ? { turnId } : {}),
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: roundMs(reply.elapsedTime),
    }
    write(fields, 'answered')
    next()
  })
}
