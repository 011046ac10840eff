import { randomUUID, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { type EventType, topicOfEvent } from '../../schemas/types.ts'
import { dataFromJson } from '../../topics/json.ts'
import { toRecord } from '../../topics/wire.ts'
import type { GatewayContext } from './context.ts'
import { deadLetterRoutes } from './dead-letters.ts'
import { internalDocumentRoutes } from './documents.ts'
import { rebuildReadModels } from './rebuild.ts'
import { validate } from './validate.ts'
import { warmRoutes } from './warm.ts'

const eventTypes = Object.keys(topicOfEvent) as [EventType, ...EventType[]]

const appendRequest = z.strictObject({
  records: z
    .array(
      z.strictObject({
        type: z.enum(eventTypes, { error: `must be one of ${eventTypes.join(', ')}` }),
        key: z.string('must be a text'),
        data: z.record(z.string(), z.unknown()).describe('As its schema has it; bytes as base64.'),
        id: z.string().min(1, 'must not be empty').optional(),
        time: z
          .union([z.iso.datetime({ offset: true }), z.int().min(0)], { error: 'must be an ISO time or ms since 1970' })
          .optional(),
      }),
    )
    .min(1, 'must hold at least one record')
    .max(10_000, 'must hold at most 10000 records'),
})

const rebuildRequest = z.strictObject({
  store: z.enum(['redis', 'elasticsearch', 'all'], { error: 'must be redis, elasticsearch or all' }).default('all'),
})

const eraseRequest = z.strictObject({
  user: z.string('must be a text').min(1, 'must not be empty'),
  tenant: z.string('must be a text').min(1, 'must not be empty').optional(),
})

/** Commands send whole batches. */
const bodyLimitBytes = 64 * 1_048_576

const isLoopback = (address: string | undefined): boolean => {
  const plain = address?.replace(/^::ffff:/, '') ?? ''
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

const sameToken = (given: unknown, token: string): boolean => {
  const mine = Buffer.from(token)
  const theirs = Buffer.from(typeof given === 'string' ? given : '')
  return mine.length === theirs.length && timingSafeEqual(mine, theirs)
}

const fieldsOfSubject = ['turnId', 'entryId', 'version', 'reviewId', 'taskId', 'proposalId']

type AppendRecord = z.output<typeof appendRequest>['records'][number]

const eventOf = (record: AppendRecord, nowMs: number): DomainEvent => {
  const { type, key, time = nowMs } = record
  const data = dataFromJson(type, record.data)
  const subject = fieldsOfSubject.map(name => record.data[name]).find(value => typeof value === 'string')
  // A turn's own id is its event's id: that is where the other processors look for it.
  const id = record.id ?? (type === 'TurnReceived' && typeof subject === 'string' ? subject : `${type}.${randomUUID()}`)
  const timeMs = typeof time === 'number' ? time : Date.parse(time)
  return { id, type, key, timeMs, source: 'produce', subject: subject ?? id, cause: null, data } as DomainEvent
}

/**
 * Routes for commands that run beside the server, which alone may write the data directory. They answer connections
 * from this machine that carry the token of the run file in X-Turnstream-Token; to all others they do not exist.
 */
export const internalRoutes = (app: FastifyInstance, context: GatewayContext, token: string): void => {
  const { turnstream } = context
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    if (isLoopback(request.socket.remoteAddress) && sameToken(request.headers['x-turnstream-token'], token)) return
    throw turnstreamError('NOT_FOUND', 'no such path; GET /openapi.json lists them')
  }

  app.post('/internal/append', { onRequest, bodyLimit: bodyLimitBytes }, async request => {
    const { records } = validate(appendRequest, request.body)
    const nowMs = Date.now()
    const events = records.map(record => eventOf(record, nowMs))
    const positions = await turnstream.log.append(events.map(event => toRecord(event, turnstream.partitions)))
    return {
      positions: positions.map(({ topic, partition, offset }, at) => ({
        id: events[at]!.id,
        topic,
        partition,
        offset: Number(offset),
      })),
    }
  })

  app.post('/internal/rebuild', { onRequest }, async request => {
    const { store } = validate(rebuildRequest, request.body ?? {})
    return rebuildReadModels(turnstream, store)
  })

  app.post('/internal/erase', { onRequest }, async request => {
    const { user, tenant = turnstream.configuration.server.tenant } = validate(eraseRequest, request.body ?? {})
    return turnstream.erase(tenant, user)
  })

  deadLetterRoutes(app, context, onRequest)
  warmRoutes(app, context, onRequest)
  internalDocumentRoutes(app, context, onRequest)
}
