import type { FastifyInstance } from 'fastify'
import { answerHeaders } from './answer-headers.ts'
import { askTurn, leaving } from './asking.ts'
import { chatAsk, chatBody, chatRequest, chatResponse } from './chat-body.ts'
import type { GatewayContext } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import { observe } from './observe.ts'

/** POST /v1/chat: one turn, one answer. A client that leaves early does not stop its turn: a retry finds the answer. */
export const chatRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const schema = chatRequest(context.turnstream.configuration.server.maxMessageChars, false)
  const endpoint: Endpoint = {
    tag: 'chat',
    summary: 'Answers a turn, from the caches where they can.',
    body: schema,
    answer: chatResponse,
    headers: {
      'Idempotency-Key': 'A retry with the same key is told the same answer.',
      'X-Request-ID': 'Echoed where well formed.',
    },
  }
  app.post('/v1/chat', { config: { endpoint } }, async (request, reply) => {
    const asked = chatAsk(context, schema, request)
    const outcome = await askTurn(context, request, asked, leaving(reply))
    answerHeaders(reply, outcome.turnId, outcome.cached)
    observe(context, 'http', outcome, reply)
    return chatBody(outcome, request, reply)
  })
}
