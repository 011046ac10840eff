import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { nameInForce, type ProposedRouter, type Routers, standingOf } from '../../processors/route/routers.ts'
import type { Views } from '../../processors/views.ts'
import type { RouterFigures } from '../../schemas/types.ts'
import type { GatewayContext } from './context.ts'
import { nameField } from './fields.ts'
import { validate } from './validate.ts'

const figures = z.object({
  small: z.number().describe('Share of the turns that it sends to the small tier.'),
  medium: z.number(),
  large: z.number(),
  too_low: z.number().describe('Share that it sends to a smaller tier than they were judged to need.'),
  too_high: z.number(),
  cost_pico_usd: z.number().nullable().describe('Mean estimated price of a turn; null where a pool has no price.'),
})

/** The answer of GET /v1/router/proposals. */
export const routerList = z.object({
  configured: z.string().describe('route.router; where it is not features, no proposal routes.'),
  serving: z.string().describe('The proposal in force, or shipped.'),
  router: z.string().describe('As routes name the router of features that is in force.'),
  proposals: z
    .array(
      z.object({
        proposal_id: z.string(),
        state: z
          .enum(['open', 'serving', 'replaced', 'rejected', 'outdated'])
          .describe('outdated: what it would replace does not serve any more.'),
        base: z.string().describe('What it would replace.'),
        judged: z.int(),
        unhelpful: z.int(),
        held_out: z.int(),
        held_out_from: z.iso.datetime(),
        before: figures.describe('Of the router that it would replace, on the judged turns held out.'),
        after: figures,
        intercept: z.number(),
        weights: z.record(z.string(), z.number()),
        made_of: z.array(z.object({ topic: z.string(), partition: z.int(), from: z.int(), to: z.int() })),
        at: z.iso.datetime(),
        decided: z
          .object({ decision: z.string(), by: z.string(), reason: z.string().nullable(), at: z.iso.datetime() })
          .nullable(),
      }),
    )
    .describe('Newest first.'),
})

export type RouterList = z.infer<typeof routerList>
export type ListedRouter = RouterList['proposals'][number]

const listedFigures = ({ tooLow, tooHigh, costPicoUsd, ...shares }: RouterFigures): z.infer<typeof figures> => ({
  ...shares,
  too_low: tooLow,
  too_high: tooHigh,
  cost_pico_usd: costPicoUsd,
})

/** A proposal as lists of them have it. */
export const listedRouter = (proposed: ProposedRouter, routers: Routers): ListedRouter => ({
  proposal_id: proposed.proposalId,
  state: standingOf(proposed, routers),
  base: proposed.base,
  judged: proposed.judged,
  unhelpful: proposed.unhelpful,
  held_out: proposed.heldOut,
  held_out_from: new Date(proposed.heldOutFromMs).toISOString(),
  before: listedFigures(proposed.before),
  after: listedFigures(proposed.after),
  intercept: proposed.intercept,
  weights: Object.fromEntries(proposed.weights.map(({ feature, weight }) => [feature, weight])),
  made_of: proposed.madeOf.map(each => ({ ...each })),
  at: new Date(proposed.atMs).toISOString(),
  decided: proposed.decided && {
    decision: proposed.decided.decision,
    by: proposed.decided.by,
    reason: proposed.decided.reason,
    at: new Date(proposed.decided.atMs).toISOString(),
  },
})

export const routersListed = ({ routers, configuration }: Views): RouterList => ({
  configured: configuration.route.router,
  serving: routers.serving,
  router: nameInForce(routers),
  proposals: routers.proposals.map(each => listedRouter(each, routers)).reverse(),
})

export const routerDecision = z.strictObject({
  decision: z
    .enum(['accept', 'reject'], { error: 'must be accept or reject' })
    .describe('accept: turns are routed by it from now on.'),
  by: nameField('Who decides.'),
  reason: nameField('For people: why.', 4_000).nullish(),
})

/** GET /v1/router/proposals, POST /v1/router/proposals/:id: what retraining has proposed, and what is to become of it. */
export const routerRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const list = {
    tag: 'operations',
    summary: 'Routers that retraining has proposed, newest first, and which one routes.',
    answer: routerList,
  } as const
  app.get('/v1/router/proposals', { config: { endpoint: list } }, async () => routersListed(turnstream.views.current()))

  const decide = {
    tag: 'operations',
    summary:
      'Accepts or rejects a proposed router; `shipped` is that of the release. Answered once turns are routed so, with how all stand.',
    body: routerDecision,
    answer: routerList,
  } as const
  app.post<{ Params: { id: string } }>(
    '/v1/router/proposals/:id',
    { config: { endpoint: decide } },
    async ({ params: { id }, body }) => {
      const { decision, by, reason } = validate(routerDecision, body)
      await turnstream.decideRouter({ proposalId: id, decision, by, reason: reason ?? null })
      return routersListed(turnstream.views.current())
    },
  )
}
