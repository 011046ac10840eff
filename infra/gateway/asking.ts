import type { FastifyReply, FastifyRequest } from 'fastify'
import { turnstreamError } from '../../processors/errors.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import type { GatewayContext } from './context.ts'
import { type Ask, plainAsk } from './intake.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

/** The parts of an Ask that a route knows; the rest has neutral values. */
export type Asked = Pick<Ask, 'message' | 'channel'> & Partial<Ask>

export interface Listeners {
  onReply?(reply: Reply): void
  /** The turn is on the log and its answer is awaited. */
  onTaken?(turnId: string): void
}

const wellFormedKey = /^[\x21-\x7e]{1,255}$/

/** The Idempotency-Key of a request, or null. Throws BAD_REQUEST where it is not 1 to 255 visible ASCII characters. */
export const idempotencyKeyOf = (request: FastifyRequest): string | null => {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key === 'string' && wellFormedKey.test(key)) return key
  throw turnstreamError('BAD_REQUEST', 'Idempotency-Key must be 1 to 255 visible ASCII characters', {
    details: { fields: [{ field: 'Idempotency-Key', problem: 'must be 1 to 255 visible ASCII characters' }] },
  })
}

/** Aborts with CLIENT_CLOSED when the client closes the connection before its answer is complete. */
export const leaving = (reply: FastifyReply): AbortSignal => {
  const left = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished)
      left.abort(turnstreamError('CLIENT_CLOSED', 'the client left before the answer was complete'))
  })
  return left.signal
}

/**
 * Hands a turn in and waits for what it comes to. Throws what `Intake.ask` rejects with, CLIENT_CLOSED when `signal` is
 * aborted, and BAD_REQUEST where the Idempotency-Key was used for another message.
 */
export const askTurn = async (
  { turnstream }: GatewayContext,
  request: FastifyRequest,
  asked: Asked,
  signal: AbortSignal,
  listeners: Listeners = {},
): Promise<Outcome> => {
  const { tenant } = turnstream.configuration.server
  const ask: Ask = { ...plainAsk(asked.message), tenant, requestId: request.id, ...asked }
  const told = await turnstream.intake.ask(ask, signal, listeners.onReply, listeners.onTaken)
  if (ask.idempotencyKey !== null) {
    const first = turnstream.facts.find('TurnReceived', told.turnId)
    if (first && first.data.message !== ask.message)
      throw turnstreamError('BAD_REQUEST', 'this Idempotency-Key was used for another message', {
        details: { turn_id: told.turnId },
      })
  }
  return outcomeOf(told)
}
