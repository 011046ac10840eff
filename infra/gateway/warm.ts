import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import { standingOf } from '../documents/submit.ts'
import { curate } from '../warm/curate.ts'
import { askAgain } from '../warm/from-log.ts'
import type { GatewayContext } from './context.ts'
import { validate } from './validate.ts'

const text = z.string('must be a text')

const warmRequest = z.strictObject({
  tenant: text.min(1, 'must not be empty').nullish(),
  rows: z
    .array(
      z.strictObject({
        at: text,
        question: text,
        answer: text,
        scene: text.nullable(),
        language: text.nullable(),
        products: z.array(text),
      }),
    )
    .min(1, 'must hold at least one row')
    .max(100_000, 'must hold at most 100000 rows'),
})

const fromLogRequest = z.strictObject({
  top: z.int().min(1, 'must be at least 1').max(1_000_000, 'must be at most 1000000'),
})

/** Files are sent whole: they are written whole or not at all. */
const bodyLimitBytes = 256 * 1_048_576

/** Routes of `turnstream warm`, for commands on this machine. */
export const warmRoutes = (
  app: FastifyInstance,
  { turnstream }: GatewayContext,
  onRequest: onRequestAsyncHookHandler,
): void => {
  app.post('/internal/warm', { onRequest, bodyLimit: bodyLimitBytes }, async request => {
    const { tenant, rows } = validate(warmRequest, request.body)
    return curate(turnstream, rows, tenant ?? turnstream.configuration.server.tenant, Date.now())
  })

  app.post('/internal/warm/from-log', { onRequest }, async request => {
    const { top } = validate(fromLogRequest, request.body)
    return askAgain(turnstream, top, Date.now())
  })

  app.get<{ Params: { id: string } }>('/internal/tasks/:id', { onRequest }, async ({ params }) => {
    const task = turnstream.tasks.find(params.id)
    if (!task) throw turnstreamError('NOT_FOUND', `no task has the id ${params.id}`)
    return standingOf(turnstream, task)
  })
}
