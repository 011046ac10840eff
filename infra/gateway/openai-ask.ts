import type { FastifyRequest } from 'fastify'
import { turnstreamError } from '../../processors/errors.ts'
import { type Asked, idempotencyKeyOf } from './asking.ts'
import type { GatewayContext } from './context.ts'
import { nameField, withoutControls } from './fields.ts'
import { checkModel, checkScene } from './known.ts'
import { conversationOf } from './openai-conversation.ts'
import { type CompletionRequest, completionRequest } from './openai-request.ts'
import { validate } from './validate.ts'

/** Request headers beside OpenAI's, each optional. */
export const openaiHeaders = {
  'X-Turnstream-Conversation':
    'Turns with the same one are a conversation; a history sent along replaces the remembered one.',
  'X-Turnstream-Scene': 'One of the configured scenes.',
  'X-Turnstream-User': 'The customer; goes before the field `user`.',
  'Idempotency-Key': 'A retry with the same key is told the same answer.',
} as const

const headerValue = nameField('')

const headerOf = (request: FastifyRequest, name: keyof typeof openaiHeaders): string | null => {
  const value = request.headers[name.toLowerCase()]
  if (value === undefined) return null
  if (headerValue.safeParse(value).success) return value as string
  throw turnstreamError('BAD_REQUEST', `${name} must be 1 to 256 characters`, {
    details: { fields: [{ field: name, problem: 'must be 1 to 256 characters' }] },
  })
}

/** The cut may go through a surrogate pair. */
const userName = (given: string): string => withoutControls(given).slice(0, 256).toWellFormed()

/** `text` is what comes anyway; said aloud it would keep the answer from being shared with those who do not say it. */
const formatOf = ({ response_format: format }: CompletionRequest): string | null =>
  !format || format.type === 'text' ? null : JSON.stringify(format)

const toolsOf = ({ tools, tool_choice: choice }: CompletionRequest): string | null =>
  !tools?.length || choice === 'none' ? null : JSON.stringify(tools)

export interface OpenaiAsk {
  readonly body: CompletionRequest
  /** One for each choice: each is a turn of its own, answered by a call of its own. */
  readonly asks: readonly Asked[]
}

/** What a chat completion request asks. Throws BAD_REQUEST, UNKNOWN_SCENE, UNKNOWN_MODEL. */
export const openaiAsk = (context: GatewayContext, request: FastifyRequest): OpenaiAsk => {
  const body = validate(completionRequest, request.body)
  const { turnstream } = context
  const views = turnstream.views.current()
  const scene = headerOf(request, 'X-Turnstream-Scene')
  const conversationId = headerOf(request, 'X-Turnstream-Conversation')
  const choices = body.n ?? 1
  checkScene(scene, views)
  checkModel(body.model, views)
  if (choices > 1 && conversationId !== null)
    throw turnstreamError(
      'BAD_REQUEST',
      'n: must be 1 with X-Turnstream-Conversation: a conversation goes on from one answer',
      {
        details: { fields: [{ field: 'n', problem: 'must be 1 with X-Turnstream-Conversation' }] },
      },
    )
  const user = headerOf(request, 'X-Turnstream-User') ?? (body.user ? userName(body.user) : null)
  const key = idempotencyKeyOf(request)
  const ask: Asked = {
    channel: 'openai',
    ...conversationOf(body, turnstream.configuration.server.maxMessageChars),
    conversationId,
    userId: user || null,
    scene,
    model: body.model,
    temperature: body.temperature ?? null,
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    tools: toolsOf(body),
    responseFormat: formatOf(body),
    choices,
  }
  const asks = Array.from({ length: choices }, (_, index) => ({
    ...ask,
    idempotencyKey: key === null || index === 0 ? key : `${key}#${index}`,
  }))
  return { body, asks }
}
