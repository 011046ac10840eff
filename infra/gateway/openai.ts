import type { FastifyInstance } from 'fastify'
import { answerHeaders } from './answer-headers.ts'
import { askTurn, leaving } from './asking.ts'
import type { GatewayContext } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import type { EventStreamOptions } from './event-stream.ts'
import { observe } from './observe.ts'
import { completionBody, completionResponse } from './openai-answer.ts'
import { openaiAsk, openaiHeaders } from './openai-ask.ts'
import { completionRequest } from './openai-request.ts'
import { streamCompletion } from './openai-stream.ts'
import type { Outcome } from './outcome.ts'

/** POST /v1/chat/completions, as OpenAI has it. */
export const openaiRoutes = (app: FastifyInstance, context: GatewayContext, options: EventStreamOptions = {}): void => {
  const endpoint: Endpoint = {
    tag: 'openai',
    summary: 'OpenAI-compatible chat completions, streaming included; the model `auto` routes, any other pins.',
    body: completionRequest,
    answer: completionResponse,
    headers: openaiHeaders,
  }
  app.post('/v1/chat/completions', { config: { endpoint, openai: true } }, async (request, reply) => {
    const asked = openaiAsk(context, request)
    if (asked.body.stream) return streamCompletion(context, asked, request, reply, options)
    const signal = leaving(reply)
    const outcomes: Outcome[] = []
    // One after another: identical misses at the same time would share one call and give n times the same answer.
    for (const ask of asked.asks) {
      const outcome = await askTurn(context, request, ask, signal)
      observe(context, 'openai', outcome, reply)
      outcomes.push(outcome)
    }
    answerHeaders(reply, outcomes[0]!.turnId, outcomes[0]!.cached)
    return completionBody(outcomes)
  })
}
