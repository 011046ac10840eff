import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { dataToJson } from '../../topics/json.ts'
import { fromRecord } from '../../topics/wire.ts'
import type { GatewayContext } from './context.ts'
import type { Draining } from './draining.ts'
import type { EventStreamOptions } from './event-stream.ts'
import { beginStream, sendEvents } from './event-stream-reply.ts'
import { createTurnWatch } from './turn-watch.ts'

export interface TurnEventsOptions extends EventStreamOptions {
  /** A stream ends after this, ms, whatever the turn has come to. */
  readonly limitMs?: number
  /** What an answer leaves in the caches may come after its ledger line by this much, ms. */
  readonly settleMs?: number
}

/** The data of each event of the stream, by its name. */
export const turnEvents = z
  .object({
    event: z.object({
      topic: z.string(),
      partition: z.int(),
      offset: z.int(),
      id: z.string(),
      type: z.string(),
      timeMs: z.number().describe('Event time, ms since 1970: what a decider makes has the time of its cause.'),
      causeId: z.string().nullable(),
      source: z.string().describe('The processor or channel that made it.'),
      data: z.record(z.string(), z.unknown()).describe('As the schema of its type has it, vectors left out.'),
    }),
    end: z.object({
      reason: z
        .enum(['complete', 'time_limit', 'draining'])
        .describe('complete: the turn has its ledger line, or a dead letter.'),
    }),
  })
  .describe('Server-sent events; each event of the turn once, those of the past first.')

type TurnEvent = z.infer<typeof turnEvents>['event']
type End = z.infer<typeof turnEvents>['end']['reason']

const withoutVectors = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutVectors)
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (/vector$/i.test(name) ? [] : [[name, withoutVectors(inner)]])),
  )
}

/** None where it does not decode: what is wrong with it is told by its dead letter, which is about the same turn. */
const eventOf = (record: StoredRecord): TurnEvent | null => {
  try {
    const { id, type, timeMs, cause, source, data } = fromRecord(record)
    const { topic, partition, offset } = record
    const json = dataToJson(withoutVectors(data), false) as TurnEvent['data']
    return { topic, partition, offset: Number(offset), id, type, timeMs, causeId: cause, source, data: json }
  } catch {
    return null
  }
}

const lastOnes = new Set(['LedgerLine', 'DeadLettered'])

/** How often a stream looks whether the server drains, ms: it must not hold that up. */
const drainingCheckMs = 250

/** GET /v1/turns/:turnId/events: the life of a turn as its events happen. */
export const turnEventRoutes = (
  app: FastifyInstance,
  { turnstream: { log }, logger }: GatewayContext,
  draining: Pick<Draining, 'active'>,
  options: TurnEventsOptions = {},
): void => {
  const { limitMs = 60_000, settleMs = 1_000 } = options
  const { watch } = createTurnWatch(log, error => logger.error({ err: error }, 'following turns failed'))
  const endpoint = {
    tag: 'chat',
    summary: 'The events of a turn as server-sent events: those of the past, then live ones until its ledger line.',
    answer: turnEvents,
    media: 'text/event-stream',
  } as const
  app.get<{ Params: { turnId: string } }>(
    '/v1/turns/:turnId/events',
    { config: { endpoint } },
    async ({ params: { turnId } }, reply) => {
      if (log.ofSubject(turnId).length === 0)
        throw turnstreamError('UNKNOWN_TURN', 'no turn has this id', { details: { turn_id: turnId } })
      const over = Promise.withResolvers<End | null>()
      const told = new Set<string>()
      let settling: NodeJS.Timeout | undefined
      const tell = (record: StoredRecord): void => {
        const event = eventOf(record)
        if (!event || told.has(event.id)) return
        told.add(event.id)
        stream.send(event, 'event')
        if (!lastOnes.has(event.type)) return
        const sinceMs = Math.max(0, Date.now() - event.timeMs)
        settling ??= setTimeout(() => over.resolve('complete'), Math.max(0, settleMs - sinceMs))
      }
      const early: StoredRecord[] = []
      let listener = (record: StoredRecord): void => void early.push(record)
      const {
        stream,
        signal,
        begun: leave,
      } = await beginStream(reply, options, () => watch(turnId, record => listener(record)))

      // Watched first and read then, so nothing falls between; what comes both ways is told once.
      for (const record of [...log.ofSubject(turnId), ...early]) tell(record)
      listener = tell
      const limit = setTimeout(() => over.resolve('time_limit'), limitMs)
      const check = setInterval(() => draining.active() && over.resolve('draining'), drainingCheckMs)
      const left = (): void => over.resolve(null)
      if (signal.aborted) left()
      else signal.addEventListener('abort', left, { once: true })
      void over.promise.then(reason => {
        leave()
        clearTimeout(limit)
        clearTimeout(settling)
        clearInterval(check)
        if (reason !== null) stream.send({ reason }, 'end')
        stream.end()
      })
      return sendEvents(reply, stream)
    },
  )
}
