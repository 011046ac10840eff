import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import { retryDeadLetters } from '../dead-letters/retry.ts'
import type { GatewayContext } from './context.ts'
import { validate } from './validate.ts'

const whole = z.int('must be a whole number').min(0, 'must be at least 0')

const retryRequest = z.union(
  [
    z.strictObject({ all: z.literal(true) }),
    z.strictObject({ letters: z.array(z.strictObject({ partition: whole, offset: whole })).min(1) }),
  ],
  { error: 'must be {"all": true} or {"letters": [{"partition", "offset"}]}' },
)

/** POST /internal/dead-letters/retry: puts the records of dead letters back. `guard` refuses who is no command on this machine. */
export const deadLetterRoutes = (
  app: FastifyInstance,
  { turnstream }: GatewayContext,
  guard: onRequestAsyncHookHandler,
): void => {
  // One at a time: two that look at once would both find a dead letter not retried yet.
  let last: Promise<unknown> = Promise.resolve()
  app.post('/internal/dead-letters/retry', { onRequest: guard }, async request => {
    const wanted = validate(retryRequest, request.body)
    const places =
      'all' in wanted ? 'all' : wanted.letters.map(({ partition, offset }) => ({ partition, offset: BigInt(offset) }))
    const outcome = last.then(() => retryDeadLetters(turnstream.log, places))
    last = outcome.catch(() => undefined)
    return outcome
  })
}
