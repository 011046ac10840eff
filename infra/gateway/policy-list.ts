import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { PolicyInForce } from '../../processors/views.ts'
import type { GatewayContext } from './context.ts'
import { validate } from './validate.ts'

/** How many changes a list holds where its reader does not say. */
const usualLimit = 20

const policiesQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(1_000, 'must be at most 1000'))
    .default(usualLimit),
})

/** The answer of GET /v1/policies. */
export const policyList = z.object({
  epoch: z.int().describe('Of the last change; -1 before the first.'),
  policies: z
    .array(
      z.object({
        version: z.string(),
        epoch: z.int(),
        tenant: z.string().nullable().describe('null: all tenants.'),
        scene: z.string().nullable().describe('null: all scenes.'),
        match: z.object({
          keywords: z.array(z.string()),
          products: z.array(z.string()),
          entries: z.array(z.string()),
          sources: z.array(z.string()),
          before_version: z.string().nullable(),
        }),
        share_per_day: z.number().nullable().describe('null: at once.'),
        reason: z.string(),
        by: z.string(),
        at: z.iso.datetime(),
      }),
    )
    .describe('Newest first.'),
})

export type ListedPolicy = z.infer<typeof policyList>['policies'][number]

/** A change as lists of them have it. */
export const listed = (policy: PolicyInForce): ListedPolicy => ({
  version: policy.version,
  epoch: policy.epoch,
  tenant: policy.tenant,
  scene: policy.scene,
  match: {
    keywords: [...policy.keywords],
    products: [...policy.products],
    entries: [...policy.entries],
    sources: [...policy.sources],
    before_version: policy.beforeVersion,
  },
  share_per_day: policy.sharePerDay,
  reason: policy.reason,
  by: policy.by,
  at: new Date(policy.sinceMs).toISOString(),
})

/** GET /v1/policies: the last changes. */
export const policyListRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const endpoint = {
    tag: 'cache',
    summary: `Policy changes in force, newest first; ?limit= of them, ${usualLimit} unless said.`,
    answer: policyList,
  } as const
  app.get('/v1/policies', { config: { endpoint } }, async ({ query }) => {
    const { limit } = validate(policiesQuery, query, 'the query')
    const { policies, versions } = turnstream.views.current()
    return { epoch: versions.policyEpoch, policies: policies.slice(-limit).reverse().map(listed) }
  })
}
