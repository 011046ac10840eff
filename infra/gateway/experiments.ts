import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findExperiment } from '../experiments/decisions.ts'
import { followExperiment } from '../experiments/follow.ts'
import { experimentResult, experimentResultShape, experimentShape, shownExperiment } from '../experiments/shape.ts'
import type { GatewayContext } from './context.ts'
import { missingOr, nameField } from './fields.ts'
import { validate } from './validate.ts'

/** A name is part of event ids and of namespaces in the caches. */
const name = z
  .string(missingOr('must be a text'))
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be 1 to 64 lower-case letters, digits, dashes and underscores')

const guard = z.strictObject({
  metric: z.enum(['failed', 'unhelpful', 'cost', 'latency'], { error: 'must be failed, unhelpful, cost or latency' }),
  worse_by: z
    .number('must be a number')
    .min(0, 'must be at least 0')
    .describe(
      "How much worse than control an arm may be: failed and unhelpful as shares of turns, cost and latency as a share of control's.",
    ),
})

/** Where nothing else is asked for: two turns of a hundred more. */
const usualGuards = [
  { metric: 'failed', worse_by: 0.02 },
  { metric: 'unhelpful', worse_by: 0.02 },
] as const

const said = { by: nameField('Who says so.'), reason: nameField('For people: why.', 4_000).nullish() }

const startRequest = z.strictObject({
  name: name.describe('Never used before.'),
  share: z
    .number('must be a number')
    .gt(0, 'must be above 0')
    .max(1, 'must be at most 1')
    .describe('Of all conversations; the arms share them evenly, control too.')
    .default(1),
  arms: z
    .array(
      z.strictObject({
        name,
        set: z
          .array(z.string('must be a text'), missingOr('must be a list of `path.to.option=value`'))
          .max(50, 'must hold at most 50')
          .describe('`path.to.option=value`.'),
      }),
      missingOr('must be a list of arms, each with a name and what it sets'),
    )
    .min(1, 'must hold at least one arm beside control')
    .max(9, 'must hold at most 9'),
  guards: z
    .array(guard)
    .max(4, 'must hold at most 4')
    .default([...usualGuards]),
  ...said,
})

const stopRequest = z.strictObject({ arm: name.nullish().describe('That arm alone.'), ...said })

const listShape = z.object({ experiments: z.array(experimentShape).describe('Newest first.') })

/** /v1/experiments: configurations tried beside each other on live traffic. */
export const experimentRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const { views, log, facts } = turnstream
  const start = {
    tag: 'operations',
    summary: 'Starts an experiment: conversations that come from now on are assigned to its arms.',
    body: startRequest,
    answer: experimentShape,
  } as const
  app.post('/v1/experiments', { config: { endpoint: start } }, async ({ body }) => {
    const { guards, reason, ...asked } = validate(startRequest, body)
    const experiment = await turnstream.startExperiment({
      ...asked,
      guards: guards.map(({ metric, worse_by: worseBy }) => ({ metric, worseBy })),
      reason: reason ?? null,
    })
    return shownExperiment(experiment)
  })

  const list = { tag: 'operations', summary: 'Experiments, those that are over too.', answer: listShape } as const
  app.get('/v1/experiments', { config: { endpoint: list } }, async () => ({
    experiments: views.current().experiments.map(shownExperiment).reverse(),
  }))

  const one = {
    tag: 'operations',
    summary: 'How the arms of an experiment do, counted from the log.',
    answer: experimentResultShape,
  } as const
  app.get<{ Params: { name: string } }>('/v1/experiments/:name', { config: { endpoint: one } }, async ({ params }) => {
    const experiment = findExperiment(views.current(), params.name)
    const signal = AbortSignal.timeout(turnstream.configuration.server.answerTimeoutMs)
    return experimentResult(experiment, await followExperiment(experiment, { log, facts }).look(signal))
  })

  const stop = {
    tag: 'operations',
    summary: 'Stops an experiment or one of its arms: its conversations are treated as all others.',
    body: stopRequest,
    answer: experimentShape,
  } as const
  app.post<{ Params: { name: string } }>(
    '/v1/experiments/:name/stop',
    { config: { endpoint: stop } },
    async ({ params, body }) => {
      const { arm, by, reason } = validate(stopRequest, body)
      return shownExperiment(await turnstream.stopExperiment(params.name, arm ?? null, { by, reason: reason ?? null }))
    },
  )
}
