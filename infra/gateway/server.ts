import Fastify, { type FastifyInstance } from 'fastify'
import { ledgerGauge } from '../ledger/gauge.ts'
import type { Replays } from '../replays/queue.ts'
import type { Turnstream } from '../runtime/turnstream.ts'
import type { DetailedLogger } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { accessLines } from './access-lines.ts'
import { cacheRoutes } from './cache.ts'
import { chatRoutes } from './chat.ts'
import { roundMs } from './chat-body.ts'
import { chatStreamRoutes } from './chat-stream.ts'
import { createConnections } from './connections.ts'
import { consoleRoutes } from './console.ts'
import type { GatewayContext } from './context.ts'
import { costRoutes } from './costs.ts'
import { documentRoutes } from './documents.ts'
import { type Draining, drainable } from './draining.ts'
import type { EventStreamOptions } from './event-stream.ts'
import { experimentRoutes } from './experiments.ts'
import { explainRoutes } from './explanations.ts'
import { failures, frameworkFailure } from './failures.ts'
import { feedbackRoutes } from './feedback.ts'
import { healthRoutes } from './health.ts'
import { onlyKnownHosts } from './hosts.ts'
import { internalRoutes } from './internal.ts'
import { jsonBodies } from './json-body.ts'
import { metricsRoutes } from './metrics.ts'
import { modelRoutes } from './models.ts'
import { openaiRoutes } from './openai.ts'
import { openapiRoutes } from './openapi.ts'
import { policyRoutes } from './policies.ts'
import { policyListRoutes } from './policy-list.ts'
import { poolRoutes } from './pools.ts'
import { createRefusals } from './refusals.ts'
import { replayRoutes } from './replays.ts'
import { requestIdOf } from './request-id.ts'
import { reviewRoutes } from './reviews.ts'
import { routerRoutes } from './routers.ts'
import { type TurnEventsOptions, turnEventRoutes } from './turn-events.ts'

export interface GatewayOptions {
  readonly turnstream: Turnstream
  readonly logger: DetailedLogger
  readonly version: string
  /** Opens `/internal` to commands on this machine that send it; without one those paths do not exist. */
  readonly internalToken?: string
  /** Where replays run; without, /v1/replays does not exist. */
  readonly replays?: Replays
  /** How streams treat silence and slow readers. */
  readonly streams?: EventStreamOptions & TurnEventsOptions
  /** Other limits than the usual ones. */
  readonly arrival?: Partial<ArrivalLimits>
}

/** How long a request may take to arrive, ms; it is answered 408 then. */
export interface ArrivalLimits {
  readonly headersMs: number
  /** Headers and body. */
  readonly wholeMs: number
  /** How often that is looked at. */
  readonly checkMs: number
}

const arrivalLimits: ArrivalLimits = { headersMs: 15_000, wholeMs: 60_000, checkMs: 5_000 }

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
  replays,
  streams,
  arrival,
}: GatewayOptions): FastifyInstance => {
  const { server } = turnstream.configuration
  const metrics = createMetrics(version, {
    entries: async () => (await turnstream.caches.size()) ?? Number.NaN,
    parts: turnstream.parts,
    locksLost: turnstream.locksLost,
    moves: turnstream.moves,
    poolCalls: () => new Map([...turnstream.pools()].map(([name, { ended }]) => [name, ended])),
    waiting: () => turnstream.desk.waiting(),
    reviews: turnstream.reviews.open,
    ledger: () => ledgerGauge(turnstream.costs, turnstream.configuration, Date.now()),
    policyEpoch: () => turnstream.views.current().versions.policyEpoch,
    ready: () => !draining.active() && refusals.recent() === null && turnstream.trouble() === null,
  })
  const { headersMs, wholeMs, checkMs } = { ...arrivalLimits, ...arrival }
  const refusals = createRefusals(() => performance.now())
  const context: GatewayContext = { turnstream, logger, metrics, version, refusals }
  const connections = createConnections(context)
  const app = Fastify({
    logger: false,
    bodyLimit: server.bodyLimitBytes,
    connectionTimeout: server.answerTimeoutMs + idleBeyondAnswerMs,
    // A client that sends a byte now and then would else hold its connection for ever.
    requestTimeout: wholeMs,
    http: { headersTimeout: headersMs, requestTimeout: wholeMs, connectionsCheckingInterval: checkMs },
    requestIdHeader: false,
    genReqId: requestIdOf,
    // Connections are ended once requests are done: one that a client has opened ahead of use would hold `close` up.
    forceCloseConnections: true,
    return503OnClosing: false,
    frameworkErrors: frameworkFailure(context),
    clientErrorHandler: connections.broken,
  })
  jsonBodies(app)
  const draining = drainable(app, metrics.requested)
  connections.watch(app)
  app.decorate('drain', draining.drain)
  app.addHook('preClose', async () => {
    await draining.drain(server.drainMs)
  })
  app.addHook('onSend', (request, reply, payload, next) => {
    reply.header('x-request-id', request.id).header('x-response-time-ms', roundMs(reply.elapsedTime))
    next(null, payload)
  })
  accessLines(app, logger.debug)
  onlyKnownHosts(app, server)
  failures(app, context)
  openapiRoutes(app, version)
  consoleRoutes(app, context)
  chatRoutes(app, context)
  chatStreamRoutes(app, context, streams)
  openaiRoutes(app, context, streams)
  modelRoutes(app, context)
  poolRoutes(app, context)
  feedbackRoutes(app, context)
  policyRoutes(app, context)
  policyListRoutes(app, context)
  reviewRoutes(app, context)
  routerRoutes(app, context)
  explainRoutes(app, context)
  turnEventRoutes(app, context, draining, streams)
  cacheRoutes(app, context)
  documentRoutes(app, context)
  costRoutes(app, context)
  experimentRoutes(app, context)
  if (replays) replayRoutes(app, context, replays)
  healthRoutes(app, context, draining)
  metricsRoutes(app, context)
  if (internalToken) internalRoutes(app, context, internalToken)
  return app
}
