import type { FastifyInstance } from 'fastify'
import type { GatewayContext } from './context.ts'

/** GET /metrics, for Prometheus. */
export const metricsRoutes = (app: FastifyInstance, { metrics }: GatewayContext): void => {
  const endpoint = { tag: 'operations', summary: 'Metrics for Prometheus.', media: 'text/plain' } as const
  app.get('/metrics', { config: { whileDraining: true, endpoint } }, async (_request, reply) => {
    const { contentType, text } = await metrics.scrape()
    return reply.header('content-type', contentType).send(text)
  })
}
