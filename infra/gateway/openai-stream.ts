import type { FastifyReply, FastifyRequest } from 'fastify'
import { turnstreamError } from '../../processors/errors.ts'
import { answerHeaders } from './answer-headers.ts'
import type { Asked } from './asking.ts'
import type { GatewayContext } from './context.ts'
import { openaiErrorBody } from './errors.ts'
import type { EventStream, EventStreamOptions } from './event-stream.ts'
import { beginStream, sendEvents } from './event-stream-reply.ts'
import { type Begun, beginTurn } from './follow-turn.ts'
import { observe } from './observe.ts'
import { completionId, completionUsage, createdNow, toolCallsOf, turnstreamPartOf } from './openai-answer.ts'
import type { OpenaiAsk } from './openai-ask.ts'
import type { Outcome } from './outcome.ts'
import { streamFailure } from './stream-failure.ts'

const cutMessage = 'a model failed in the middle of its answer, which this format cannot take back; ask again'

/** Writes one choice as chunks. OpenAI's format cannot take back what was sent, so a restart ends the stream with MODEL_CUT. */
const tellChoice = async (
  begun: Begun,
  index: number,
  stream: EventStream,
  chunk: (choice: object) => object,
): Promise<Outcome> => {
  const send = (delta: object, finish: string | null = null): void =>
    stream.send(chunk({ index, delta, logprobs: null, finish_reason: finish }))
  const cut = Promise.withResolvers<never>()
  let sent = false
  send({ role: 'assistant', content: '', refusal: null })
  const told = begun.follow({
    token: text => {
      sent = true
      send({ content: text })
    },
    restart: () => {
      if (sent) cut.reject(turnstreamError('MODEL_CUT', cutMessage))
    },
    room: stream.room,
  })
  const outcome = await Promise.race([told, cut.promise])
  const calls = toolCallsOf(outcome)
  if (calls.length > 0) send({ tool_calls: calls.map((call, at) => ({ index: at, ...call })) })
  send({}, outcome.finishReason)
  return outcome
}

/** Answers a chat completion request as a stream of chunks, choice after choice. */
export const streamCompletion = async (
  context: GatewayContext,
  { body, asks }: OpenaiAsk,
  request: FastifyRequest,
  reply: FastifyReply,
  options: EventStreamOptions,
): Promise<FastifyReply> => {
  const begin = (ask: Asked, signal: AbortSignal): Promise<Begun> => beginTurn(context, request, reply, ask, signal)
  const opened = await beginStream(reply, { ...options, ids: false }, signal => begin(asks[0]!, signal))
  const { stream, signal, begun: first } = opened
  const created = createdNow()
  const withUsage = body.stream_options?.include_usage === true
  let model = body.model
  const chunk = (choices: readonly object[], more: object = {}): object => ({
    id: completionId(first.turnId),
    object: 'chat.completion.chunk',
    created,
    model,
    choices,
    ...(withUsage ? { usage: null } : {}),
    ...more,
  })

  const tell = async (): Promise<void> => {
    const outcomes: Outcome[] = []
    for (const [index, ask] of asks.entries()) {
      const begun = index === 0 ? first : await begin(ask, signal)
      if (begun.cached !== null) ({ model } = await begun.outcome)
      const outcome = await tellChoice(begun, index, stream, choice => chunk([choice]))
      observe(context, 'openai_stream', outcome, reply, begun.firstTokenMs())
      model = outcome.model
      outcomes.push(outcome)
    }
    if (withUsage) stream.send(chunk([], { usage: completionUsage(outcomes), turnstream: turnstreamPartOf(outcomes) }))
    stream.send('[DONE]')
  }
  void tell()
    .catch(error => stream.send(openaiErrorBody(streamFailure(context, error, request, first.turnId), request.id)))
    .finally(stream.end)
  answerHeaders(reply, first.turnId, first.cached)
  return sendEvents(reply, stream)
}
