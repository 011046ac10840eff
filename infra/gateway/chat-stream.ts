import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { idOf } from '../../processors/event.ts'
import { sourcesOf } from '../../processors/infer/call.ts'
import { answerHeaders } from './answer-headers.ts'
import { chatAsk, chatBody, chatRequest, chatResponse } from './chat-body.ts'
import type { GatewayContext } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import { errorBody } from './errors.ts'
import type { EventStreamOptions } from './event-stream.ts'
import { beginStream, sendEvents } from './event-stream-reply.ts'
import { beginTurn } from './follow-turn.ts'
import { observe } from './observe.ts'
import { streamFailure } from './stream-failure.ts'

/** The data of each event, by its name. */
export const streamEvents = z
  .object({
    status: z.object({
      stage: z.enum(['accepted', 'answering', 'cached']),
      request_id: z.string(),
      turn_id: z.string(),
      cached: z.enum(['exact', 'hot', 'cold']).nullable(),
    }),
    sources: z.object({ sources: z.array(z.string()) }),
    token: z.object({ text: z.string() }),
    restart: z.object({ reason: z.string() }).describe('The tokens so far are void; the answer starts again.'),
    done: chatResponse,
    error: z.object({ error: z.object({ code: z.string(), message: z.string(), request_id: z.string() }) }),
  })
  .describe('Server-sent events; the tokens since the last restart add up to the message in `done`.')

/**
 * POST /v1/chat/stream: the same as /v1/chat as server-sent events. A request that fails before anything was said has the
 * usual error response; later the event `error` ends the stream. A client that leaves gives its turn up,
 * unless it sent an Idempotency-Key, with which it may come back.
 */
export const chatStreamRoutes = (
  app: FastifyInstance,
  context: GatewayContext,
  options: EventStreamOptions = {},
): void => {
  const { turnstream } = context
  const schema = chatRequest(turnstream.configuration.server.maxMessageChars, true)
  const endpoint: Endpoint = {
    tag: 'chat',
    summary: 'Answers a turn as server-sent events: status, sources, token, restart, done, error.',
    body: schema,
    answer: streamEvents,
    media: 'text/event-stream',
    headers: { 'Idempotency-Key': 'A retry with the same key is told the same answer.' },
  }

  app.post('/v1/chat/stream', { config: { endpoint } }, async (request, reply) => {
    const asked = chatAsk(context, schema, request)
    const { stream, begun } = await beginStream(reply, options, signal =>
      beginTurn(context, request, reply, asked, signal),
    )
    const { turnId, cached } = begun
    const status = (stage: string): void =>
      stream.send({ stage, request_id: request.id, turn_id: turnId, cached }, 'status')
    let told = ''
    const tellSources = (sources: readonly string[]): void => {
      const key = sources.join(' ')
      if (key === told) return
      told = key
      stream.send({ sources }, 'sources')
    }

    const tell = async (): Promise<void> => {
      status(cached === null ? 'accepted' : 'cached')
      let answering = cached !== null
      if (cached !== null) tellSources((await begun.outcome).sources)
      const outcome = await begun.follow({
        token: text => {
          if (!answering) {
            answering = true
            status('answering')
            // What grounds the prompt is known before the answer is; the answer may rest on less.
            const prompt = turnstream.facts.find('PromptBuilt', idOf.prompt(turnId))
            tellSources(prompt ? sourcesOf(prompt.data) : [])
          }
          stream.send({ text }, 'token')
        },
        restart: () =>
          stream.send({ reason: 'the model failed in the middle; another answers from the start' }, 'restart'),
        room: stream.room,
      })
      tellSources(outcome.sources)
      stream.send(chatBody(outcome, request, reply), 'done')
      observe(context, 'stream', outcome, reply, begun.firstTokenMs())
    }
    void tell()
      .catch(error => stream.send(errorBody(streamFailure(context, error, request, turnId), request.id), 'error'))
      .finally(stream.end)
    answerHeaders(reply, turnId, cached)
    return sendEvents(reply, stream)
  })
}
