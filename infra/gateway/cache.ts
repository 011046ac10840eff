import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { GatewayContext } from './context.ts'

const cacheResponse = z.object({
  entries: z
    .int()
    .nullable()
    .describe(
      'Entries that a lookup can find, those of the last moments perhaps not counted; null while nobody can say.',
    ),
  log: z.string().describe('The log that they are folded from.'),
  policy_epoch: z.int().describe('-1 before the first policy change.'),
  configuration_version: z.int().describe('Offset on `control`.'),
  data_version: z.string().describe('Version of the help centre.'),
  embedding_model: z.string(),
  threshold: z.number().describe('Least cosine at which the nearest entry is served by itself.'),
})

/** GET /v1/cache: what is in the caches and under which versions they serve. */
export const cacheRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const endpoint = { tag: 'cache', summary: 'The caches as they stand.', answer: cacheResponse } as const
  app.get('/v1/cache', { config: { endpoint } }, async (): Promise<z.infer<typeof cacheResponse>> => {
    const { versions, configuration } = turnstream.views.current()
    return {
      entries: await turnstream.caches.size(),
      log: turnstream.log.id,
      policy_epoch: versions.policyEpoch,
      configuration_version: versions.controlVersion,
      data_version: configuration.dataVersion,
      embedding_model: turnstream.embedding.name,
      threshold: configuration.cache.threshold,
    }
  })
}
