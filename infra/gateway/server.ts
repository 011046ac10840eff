import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger, Turnstream } from '../runtime/turnstream.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { cacheRoutes } from './cache.ts'
import { chatRoutes } from './chat.ts'
import { roundMs } from './chat-body.ts'
import { chatStreamRoutes } from './chat-stream.ts'
import type { GatewayContext } from './context.ts'
import { type Draining, drainable } from './draining.ts'
import type { EventStreamOptions } from './event-stream.ts'
import { explainRoutes } from './explanations.ts'
import { brokenConnection, failures, frameworkFailure } from './failures.ts'
import { feedbackRoutes } from './feedback.ts'
import { healthRoutes } from './health.ts'
import { homeRoutes } from './home.ts'
import { internalRoutes } from './internal.ts'
import { metricsRoutes } from './metrics.ts'
import { modelRoutes } from './models.ts'
import { openaiRoutes } from './openai.ts'
import { openapiRoutes } from './openapi.ts'
import { policyRoutes } from './policies.ts'
import { requestIdOf } from './request-id.ts'

export interface GatewayOptions {
  readonly turnstream: Turnstream
  readonly logger: Logger
  readonly version: string
  /** Opens `/internal` to commands on this machine that send it; without one those paths do not exist. */
  readonly internalToken?: string
  /** How streams treat silence and slow readers. */
  readonly streams?: EventStreamOptions
}

declare module 'fastify' {
  interface FastifyInstance {
    /** See Draining; call it before the Turnstream is drained, and `close` after, which drains within `server.drainMs` first. */
    drain: Draining['drain']
  }
}

/** Beyond the longest wait for an answer: a connection on which nothing moves for longer is dropped. */
const idleBeyondAnswerMs = 30_000

/**
 * The HTTP gateway of a running Turnstream; listens when its `listen` is called. Every response has X-Request-ID and
 * X-Response-Time-Ms (ms to the headers), every failure a structured body.
 */
export const createGateway = ({
  turnstream,
  logger,
  version,
  internalToken,
  streams,
}: GatewayOptions): FastifyInstance => {
  const { server } = turnstream.configuration
  const metrics = createMetrics(version, {
    entries: () => turnstream.cache.size(),
    waiting: () => turnstream.desk.waiting(),
    policyEpoch: () => turnstream.views.current().versions.policyEpoch,
    ready: () => !draining.active() && turnstream.trouble() === null,
  })
  const context: GatewayContext = { turnstream, logger, metrics, version }
  const app = Fastify({
    logger: false,
    bodyLimit: server.bodyLimitBytes,
    connectionTimeout: server.answerTimeoutMs + idleBeyondAnswerMs,
    requestIdHeader: false,
    genReqId: requestIdOf,
    // Connections are ended once requests are done: one that a client has opened ahead of use would hold `close` up.
    forceCloseConnections: true,
    return503OnClosing: false,
    frameworkErrors: frameworkFailure(context),
    clientErrorHandler: brokenConnection(context),
  })
  app.removeContentTypeParser('text/plain')
  const draining = drainable(app, metrics.requested)
  app.decorate('drain', draining.drain)
  app.addHook('preClose', async () => {
    await draining.drain(server.drainMs)
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-response-time-ms', roundMs(reply.elapsedTime))
  })
  app.addHook('onResponse', async (request, reply) => {
    const turnId = reply.getHeader('x-turnstream-turn')
    const fields = {
      requestId: request.id,
      ...(turnId ? { turnId } : {}),
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: roundMs(reply.elapsedTime),
    }
    logger.info(fields, 'answered')
  })
  failures(app, context)
  openapiRoutes(app, version)
  homeRoutes(app, version)
  chatRoutes(app, context)
  chatStreamRoutes(app, context, streams)
  openaiRoutes(app, context, streams)
  modelRoutes(app, context)
  feedbackRoutes(app, context)
  policyRoutes(app, context)
  explainRoutes(app, context)
  cacheRoutes(app, context)
  healthRoutes(app, context, draining)
  metricsRoutes(app, context)
  if (internalToken) internalRoutes(app, context, internalToken)
  return app
}
