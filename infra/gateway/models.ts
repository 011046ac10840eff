import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { GatewayContext } from './context.ts'
import { checkModel, knownModels } from './known.ts'

const model = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string().describe('The pool that serves it.'),
})
const modelList = z.object({ object: z.literal('list'), data: z.array(model) })

const asModel = ({ id, pool }: { id: string; pool: string | null }): z.infer<typeof model> => ({
  id,
  object: 'model',
  created: 0,
  owned_by: pool ?? 'turnstream',
})

/** GET /v1/models and GET /v1/models/:model, as OpenAI has them. */
export const modelRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  app.get(
    '/v1/models',
    {
      config: {
        openai: true,
        endpoint: { tag: 'openai', summary: 'Models that a caller may name.', answer: modelList },
      },
    },
    async () => ({ object: 'list', data: knownModels(turnstream.views.current()).map(asModel) }),
  )
  app.get<{ Params: { model: string } }>(
    '/v1/models/:model',
    { config: { openai: true, endpoint: { tag: 'openai', summary: 'One model.', answer: model } } },
    async ({ params }) => {
      const views = turnstream.views.current()
      checkModel(params.model, views)
      return asModel(knownModels(views).find(({ id }) => id === params.model)!)
    },
  )
}
