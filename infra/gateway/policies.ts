import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { Views } from '../../processors/views.ts'
import { endings, endOf } from '../../processors/warm/end.ts'
import { taskIds } from '../../processors/warm/plan.ts'
import type { PolicyChanged } from '../../schemas/types.ts'
import type { GatewayContext } from './context.ts'
import { nameField } from './fields.ts'
import { checkScene } from './known.ts'
import { validate } from './validate.ts'

/** What `prewarm: true` stands for. */
const usualPrewarm = 10_000

const words = (about: string) =>
  z
    .array(nameField('', 1_000), 'must be a list of texts')
    .min(1, 'must not be empty: leave it out to match all')
    .max(10_000, 'must hold at most 10000')
    .default([])
    .describe(about)

export const policyRequest = z.strictObject({
  scene: nameField('Only entries of this scene; all where it is not given.').nullish(),
  match: z
    .strictObject(
      {
        keywords: words('Entries whose question or answer holds one of these.'),
        products: words('Entries about one of these products.'),
        entries: words('These entries.'),
        sources: words('Entries whose answer rests on one of these articles or documents, by their ids.'),
        before_version: nameField('Entries whose data version is older.').nullish(),
      },
      'must be an object; {} matches every entry of the scene',
    )
    .describe('Every criterion that is given must hold; {} matches every entry of the scene.'),
  rollout: z
    .strictObject({ share_per_day: z.number('must be a number').gt(0, 'must be above 0').max(1, 'must be at most 1') })
    .nullish()
    .describe('Gradual: this share of the matched entries a day. At once where it is not given.'),
  prewarm: z
    .union([z.boolean(), z.int().min(0).max(100_000)], { error: 'must be true, false or a number from 0 to 100000' })
    .nullish()
    .describe(`Most frequent queries to answer afresh first; true is ${usualPrewarm}.`),
  reason: nameField('For people: why.', 4_000),
  version: nameField('Name of the change; made from the time where it is not given.').nullish(),
})

const policyResponse = z.object({
  version: z.string(),
  epoch: z
    .int()
    .nullable()
    .describe(
      'Requests that arrive from now on are answered under this epoch or a later one. null (status 202): it comes in force once the questions it concerns were asked anew; GET /v1/policies/:version says when.',
    ),
})

const policyStanding = z.object({
  version: z.string(),
  state: z.enum(['announced', 'in_force']),
  epoch: z.int().nullable().describe('null while it is only announced.'),
  prewarm: z
    .object({
      done: z.int().describe('Questions that have their new answer.'),
      total: z.int().nullable(),
      ended: z.enum(endings).nullable().describe('Why no more are asked; null while some are.'),
      spent_pico_usd: z.int().nullable(),
    })
    .nullable()
    .describe('null where nothing is asked anew.'),
})

/** How a change stands that was made or announced under this name; null where none was. */
const standingOf = async (
  { turnstream }: GatewayContext,
  version: string,
): Promise<z.infer<typeof policyStanding> | null> => {
  const taskId = taskIds.ofChange(version)
  const announced = turnstream.facts.find('PolicyAnnounced', taskIds.announced(taskId))
  const change = turnstream.views.current().policies.find(policy => policy.version === version)
  if (!announced && !change) return null
  const task = announced ? turnstream.tasks.find(taskId) : null
  const end = endOf(task?.detail ?? null)
  const prewarm = announced
    ? {
        done: task?.done ?? 0,
        total: task?.total ?? null,
        ended: end?.ended ?? null,
        spent_pico_usd: end?.spentPicoUsd ?? null,
      }
    : null
  if (!change) return { version, state: 'announced', epoch: null, prewarm }
  await turnstream.policyInForce(change.epoch)
  return { version, state: 'in_force', epoch: change.epoch, prewarm }
}

const freshVersion = (): string =>
  `${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z-${randomBytes(3).toString('hex')}`

export type Change = Omit<PolicyChanged, 'announced' | 'revision'>

/** The change that a body asks for. Throws BAD_REQUEST that names the field at fault, UNKNOWN_SCENE. */
export const changeOf = (body: unknown, { server }: Pick<Configuration, 'server'>, views: Views): Change => {
  const { scene, match, rollout, prewarm, reason, version } = validate(policyRequest, body)
  checkScene(scene ?? null, views)
  return {
    version: version ?? freshVersion(),
    tenant: server.tenant,
    scene: scene ?? null,
    keywords: match.keywords,
    products: match.products,
    entries: match.entries,
    sources: match.sources,
    beforeVersion: match.before_version ?? null,
    sharePerDay: rollout?.share_per_day ?? null,
    prewarm: prewarm === true ? usualPrewarm : prewarm || 0,
    reason,
    by: 'api',
  }
}

/** A change by this name that is there already: how it stands where it is the same change, so that a retry is harmless. */
const known = async (context: GatewayContext, change: Change) => {
  const { facts, views } = context.turnstream
  const before: Change | undefined =
    views.current().policies.find(({ version }) => version === change.version) ??
    facts.find('PolicyAnnounced', taskIds.announced(taskIds.ofChange(change.version)))?.data
  if (!before) return null
  const same = (Object.keys(change) as (keyof Change)[]).every(
    key => JSON.stringify(before[key]) === JSON.stringify(change[key]),
  )
  if (same) return standingOf(context, change.version)
  throw turnstreamError('BAD_REQUEST', 'version: another change has this name', {
    details: { fields: [{ field: 'version', problem: 'another change has this name' }] },
  })
}

/**
 * POST /v1/policies: answered once no older answer that the change matches is served to a request which arrives later; with `prewarm`, which
 * may take as long as its budget of time, once the change is announced.
 */
export const policyRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { turnstream, metrics } = context
  const endpoint = {
    tag: 'cache',
    summary: 'Puts a policy change in force.',
    body: policyRequest,
    answer: policyResponse,
    accepted: 'Announced; in force once what it concerns was asked anew. `Location` says how it stands.',
  } as const
  app.post('/v1/policies', { config: { endpoint } }, async (request, reply) => {
    const change = changeOf(request.body, turnstream.configuration, turnstream.views.current())
    const announced = () =>
      reply
        .code(202)
        .header('location', `/v1/policies/${encodeURIComponent(change.version)}`)
        .send({ version: change.version, epoch: null })
    const before = await known(context, change)
    if (before) return before.epoch === null ? announced() : { version: before.version, epoch: before.epoch }
    if (change.prewarm > 0) {
      await turnstream.announcePolicy(change)
      return announced()
    }
    const put = await turnstream.changePolicy({ ...change, announced: null, revision: null })
    metrics.policyChanged(change.sharePerDay !== null)
    return put
  })

  const standing = { tag: 'cache', summary: 'How a policy change stands.', answer: policyStanding } as const
  app.get<{ Params: { version: string } }>(
    '/v1/policies/:version',
    { config: { endpoint: standing } },
    async ({ params }) => {
      const found = await standingOf(context, params.version)
      if (!found) throw turnstreamError('NOT_FOUND', `no policy change has the version ${params.version}`)
      return found
    },
  )
}
