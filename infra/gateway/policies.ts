import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { Views } from '../../processors/views.ts'
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
  epoch: z.int().describe('Requests that arrive from now on are answered under this epoch or a later one.'),
})

const freshVersion = (): string =>
  `${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z-${randomBytes(3).toString('hex')}`

/** The change that a body asks for. Throws BAD_REQUEST that names the field at fault, UNKNOWN_SCENE. */
export const changeOf = (body: unknown, { server }: Pick<Configuration, 'server'>, views: Views): PolicyChanged => {
  const { scene, match, rollout, prewarm, reason, version } = validate(policyRequest, body)
  checkScene(scene ?? null, views)
  return {
    version: version ?? freshVersion(),
    tenant: server.tenant,
    scene: scene ?? null,
    keywords: match.keywords,
    products: match.products,
    entries: match.entries,
    beforeVersion: match.before_version ?? null,
    sharePerDay: rollout?.share_per_day ?? null,
    prewarm: prewarm === true ? usualPrewarm : prewarm || 0,
    reason,
    by: 'api',
  }
}

/** A change by this name that is in force already: its epoch where it is the same change, so that a retry is harmless. */
const inForce = ({ turnstream }: GatewayContext, change: PolicyChanged): number | null => {
  const known = turnstream.views.current().policies.find(({ version }) => version === change.version)
  if (!known) return null
  const same = (Object.keys(change) as (keyof PolicyChanged)[]).every(
    key => JSON.stringify(known[key]) === JSON.stringify(change[key]),
  )
  if (same) return known.epoch
  throw turnstreamError('BAD_REQUEST', 'version: another change has this name', {
    details: { fields: [{ field: 'version', problem: 'another change has this name' }] },
  })
}

/** POST /v1/policies: answered once no older answer that the change matches is served to a request which arrives later. */
export const policyRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const { turnstream, metrics } = context
  const endpoint = {
    tag: 'cache',
    summary: 'Puts a policy change in force.',
    body: policyRequest,
    answer: policyResponse,
  } as const
  app.post('/v1/policies', { config: { endpoint } }, async request => {
    const change = changeOf(request.body, turnstream.configuration, turnstream.views.current())
    const epoch = inForce(context, change)
    if (epoch !== null) {
      await turnstream.policyInForce(epoch)
      return { version: change.version, epoch }
    }
    const put = await turnstream.changePolicy(change)
    metrics.policyChanged(change.sharePerDay !== null)
    return put
  })
}
