import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { GatewayContext } from './context.ts'
import type { Draining } from './draining.ts'

const health = z.object({ status: z.literal('ok'), version: z.string(), uptime_s: z.number() })
const readiness = z.object({
  ready: z.boolean(),
  reasons: z.array(z.string()).describe('Why no turns are taken.'),
  degraded: z
    .record(z.string(), z.string())
    .describe('What turns do without, slower or at a higher cost, by part, with the reason.'),
})

/** GET /health: the process runs. GET /ready: it takes turns; 503 with the reasons where it does not. */
export const healthRoutes = (
  app: FastifyInstance,
  { turnstream, version, refusals }: GatewayContext,
  draining: Draining,
): void => {
  app.get(
    '/health',
    {
      config: {
        whileDraining: true,
        endpoint: { tag: 'operations', summary: 'Whether the process runs.', answer: health },
      },
    },
    async () => ({ status: 'ok', version, uptime_s: Math.round(process.uptime()) }),
  )
  app.get(
    '/ready',
    {
      config: {
        whileDraining: true,
        endpoint: {
          tag: 'operations',
          summary: 'Whether turns are taken; 503 with reasons where not.',
          answer: readiness,
        },
      },
    },
    async (_request, reply) => {
      const reasons = [
        draining.active() ? 'draining: requests that run are being finished' : null,
        refusals.recent(),
        turnstream.trouble(),
      ].filter(reason => reason !== null)
      const degraded = Object.fromEntries([...turnstream.parts()].filter(([, trouble]) => trouble !== null))
      return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons, degraded })
    },
  )
}
