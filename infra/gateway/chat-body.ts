import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Asked, idempotencyKeyOf } from './asking.ts'
import type { GatewayContext } from './context.ts'
import { maxTokensField, messageField, nameField, temperatureField } from './fields.ts'
import { autoModel, checkModel, checkScene } from './known.ts'
import type { Outcome } from './outcome.ts'
import { validate } from './validate.ts'

/**
 * The body of POST /v1/chat and /v1/chat/stream. Other fields are refused: a misspelt one would be ignored silently. So is `stream`
 * where it asks for what the path, which is what decides, does not do.
 */
export const chatRequest = (maxMessageChars: number, streams: boolean) =>
  z.strictObject({
    message: messageField(maxMessageChars),
    conversation_id: nameField(
      'Turns with the same one are a conversation; without it the turn stands alone.',
    ).nullish(),
    scene: nameField('One of the configured scenes; recognised from the message where it is not given.').nullish(),
    user_id: nameField('Your name for the customer; a pseudonym of it is what others see.').nullish(),
    model: nameField('`auto` (the default) routes; any other name of /v1/models pins.').nullish(),
    temperature: temperatureField.nullish(),
    max_tokens: maxTokensField.nullish(),
    stream: z
      .literal(streams, {
        error: streams
          ? 'must be true here: POST /v1/chat answers in one piece'
          : 'must be false here: POST /v1/chat/stream streams the answer',
      })
      .describe('The path decides; may say the same.')
      .nullish(),
  })

export const usageShape = z
  .object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })
  .describe('Tokens billed for this turn; zero for a cached answer.')

export const chatResponse = z.object({
  request_id: z.string(),
  turn_id: z.string().describe('For /v1/explain/{turn_id} and /v1/feedback.'),
  message: z.string().describe('The answer.'),
  model: z.string().describe('The model that wrote it.'),
  cached: z.enum(['exact', 'hot', 'cold']).nullable().describe('The cache layer that answered; null where none did.'),
  similarity: z.number().optional().describe('Cosine between the question and the one the answer was written for.'),
  route: z.object({ tier: z.string(), pool: z.string() }).optional().describe('Where a miss went.'),
  usage: usageShape,
  cost_usd: z.number().describe('Price of the usage, USD.'),
  latency_ms: z.number().describe('From the arrival of the request, ms.'),
  degraded: z
    .string()
    .optional()
    .describe('Why the last resort wrote the answer, a cached one too: no_upstream or failover.'),
  sources: z
    .array(z.string())
    .optional()
    .describe('Ids of the help-centre passages and records that the answer rests on.'),
})

export const usageOf = ({ usage }: Outcome): z.infer<typeof usageShape> => ({
  prompt_tokens: usage.promptTokens,
  completion_tokens: usage.completionTokens,
  total_tokens: usage.promptTokens + usage.completionTokens,
})

/** Milliseconds to a hundredth. */
export const roundMs = (ms: number): number => Math.round(ms * 100) / 100

export const chatBody = (
  outcome: Outcome,
  request: FastifyRequest,
  reply: FastifyReply,
): z.infer<typeof chatResponse> => ({
  request_id: request.id,
  turn_id: outcome.turnId,
  message: outcome.text,
  model: outcome.model,
  cached: outcome.cached,
  ...(outcome.similarity === null ? {} : { similarity: outcome.similarity }),
  ...(outcome.route === null ? {} : { route: outcome.route }),
  usage: usageOf(outcome),
  cost_usd: outcome.costUsd,
  latency_ms: roundMs(reply.elapsedTime),
  ...(outcome.degraded === null ? {} : { degraded: outcome.degraded }),
  ...(outcome.sources.length === 0 ? {} : { sources: [...outcome.sources] }),
})

/** What a chat request asks. Throws BAD_REQUEST, UNKNOWN_SCENE, UNKNOWN_MODEL. */
export const chatAsk = (
  context: GatewayContext,
  schema: ReturnType<typeof chatRequest>,
  request: FastifyRequest,
): Asked => {
  const body = validate(schema, request.body)
  const views = context.turnstream.views.current()
  const scene = body.scene ?? null
  const model = body.model ?? autoModel
  checkScene(scene, views)
  checkModel(model, views)
  return {
    channel: 'http',
    message: body.message,
    conversationId: body.conversation_id ?? null,
    userId: body.user_id ?? null,
    scene,
    model,
    temperature: body.temperature ?? null,
    maxTokens: body.max_tokens ?? null,
    idempotencyKey: idempotencyKeyOf(request),
  }
}
