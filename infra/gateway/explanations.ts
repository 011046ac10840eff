import type { FastifyInstance } from 'fastify'
import { explain } from '../replay/explain.ts'
import { explanationShape } from '../replay/explain-shape.ts'
import type { GatewayContext } from './context.ts'

/** GET /v1/explain/:turnId: every event that led to the turn's answer. */
export const explainRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const endpoint = { tag: 'chat', summary: 'Why a turn got its answer.', answer: explanationShape } as const
  app.get<{ Params: { turnId: string } }>('/v1/explain/:turnId', { config: { endpoint } }, async ({ params }) =>
    explain(params.turnId, turnstream),
  )
}
