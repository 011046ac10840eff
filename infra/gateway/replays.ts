import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isTurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { Views } from '../../processors/views.ts'
import { laidOver } from '../configuration/load.ts'
import type { Replays } from '../replays/queue.ts'
import type { Replay, ReplayAsked } from '../replays/store.ts'
import { combinationsOf } from '../sweep/vary.ts'
import type { GatewayContext } from './context.ts'
import { validate } from './validate.ts'

const assignments = z.array(z.string('must be a text')).max(100, 'must hold at most 100')
const instant = z.iso.datetime({ offset: true, error: 'must be an ISO time like 2026-05-01T12:00:00Z' })

const replayRequest = z.strictObject({
  kind: z
    .enum(['whatif', 'sweep'], { error: 'must be whatif or sweep' })
    .describe('Two configurations, or every combination of the values of `vary`.')
    .default('whatif'),
  from: instant.describe('From then on; from the beginning where it is not given.').nullish(),
  to: instant.nullish(),
  set: assignments.describe('`path.to.option=value`, set otherwise in B; in A where there is a `set_b`.').default([]),
  set_b: assignments.nullish(),
  vary: assignments.describe('`path.to.option=value,value`, for a sweep.').default([]),
  cold: z.boolean('must be true or false').describe('Whether it begins with empty caches.').default(false),
  limit: z.int().min(0).max(1_000).describe('Changed turns that are told, at most.').default(10),
})

const replayShape = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string().describe('queued, running, done, failed or cancelled.'),
  submitted_at: z.iso.datetime(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  set: z.array(z.string()),
  set_b: z.array(z.string()).nullable(),
  vary: z.array(z.string()),
  cold: z.boolean(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable().describe('Turns.'),
  error: z.string().nullable().describe('Why it failed.'),
})
const wholeShape = replayShape.extend({
  result: z.unknown().describe('The document of `turnstream whatif --json`; null before it is done.'),
})
const listShape = z.object({ replays: z.array(replayShape).describe('Newest first; the last 20 that are finished.') })

const shown = ({ id, asked, state, submittedMs, progress, error }: Replay) => {
  const { kind, from, to, set, setB, vary, cold } = asked
  return {
    ...{ id, kind, state, submitted_at: new Date(submittedMs).toISOString(), from, to },
    ...{ set: [...set], set_b: setB && [...setB], vary: [...vary], cold, progress, error },
  }
}

/** Refuses what the command would refuse, before it is started. Throws BAD_REQUEST. */
const check = ({ kind, from, to, set, setB, vary }: ReplayAsked, { configuration }: Views): void => {
  const wrong = (message: string): never => {
    throw turnstreamError('BAD_REQUEST', message)
  }
  if (from && to && Date.parse(from) > Date.parse(to)) wrong('from is later than to: swap them')
  if (kind === 'sweep' && vary.length === 0) wrong('vary: a sweep needs at least one option with its values')
  if (kind === 'sweep' && (set.length > 0 || setB))
    wrong('set and set_b belong to a whatif; give vary one value instead')
  if (kind === 'whatif' && vary.length > 0) wrong('vary belongs to a sweep: say "kind": "sweep"')
  if (kind === 'whatif' && set.length + (setB?.length ?? 0) === 0)
    wrong('set: says what would be otherwise, like "cache.readThreshold=0.8"')
  try {
    for (const each of kind === 'sweep' ? combinationsOf(vary, 'vary') : [set, setB ?? []])
      laidOver(configuration, each)
  } catch (error) {
    if (isTurnstreamError(error)) wrong(error.message)
    throw error
  }
}

/** /v1/replays: what another configuration would have made of recorded turns, in the background. */
export const replayRoutes = (app: FastifyInstance, { turnstream }: GatewayContext, replays: Replays): void => {
  const found = (replay: Replay | null, id: string): Replay => {
    if (!replay) throw turnstreamError('NOT_FOUND', `no replay has the id ${id}`)
    return replay
  }
  const submit = {
    tag: 'operations',
    summary:
      'Tries other configurations on recorded turns. Nothing is asked of a model, and nothing written to the log.',
    body: replayRequest,
    accepted: 'It waits or runs; `Location` says how far it has come.',
    answer: replayShape,
  } as const
  app.post('/v1/replays', { config: { endpoint: submit } }, async ({ body }, reply) => {
    const { kind, from, to, set, set_b: setB, vary, cold, limit } = validate(replayRequest, body)
    const asked = { kind, from: from ?? null, to: to ?? null, set, setB: setB ?? null, vary, cold, limit }
    check(asked, turnstream.views.current())
    const replay = replays.submit(asked)
    return reply.code(202).header('location', `/v1/replays/${replay.id}`).send(shown(replay))
  })

  const list = { tag: 'operations', summary: 'Replays that were asked for.', answer: listShape } as const
  app.get('/v1/replays', { config: { endpoint: list } }, async () => ({ replays: replays.list().map(shown) }))

  const one = { tag: 'operations', summary: 'How a replay stands, and what it came to.', answer: wholeShape } as const
  app.get<{ Params: { id: string } }>('/v1/replays/:id', { config: { endpoint: one } }, async ({ params: { id } }) => {
    const replay = found(replays.find(id), id)
    return { ...shown(replay), result: replay.result }
  })

  const cancel = { tag: 'operations', summary: 'Cancels a replay that is not finished.', answer: replayShape } as const
  app.delete<{ Params: { id: string } }>(
    '/v1/replays/:id',
    { config: { endpoint: cancel } },
    async ({ params: { id } }) => shown(found(replays.cancel(id), id)),
  )
}
