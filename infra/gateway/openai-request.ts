import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import { maxTokensField, missingOr, temperatureField } from './fields.ts'

const part = z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() })
const content = z.union([z.string(), z.array(part)], { error: 'must be a text or a list of text parts' })
const toolCall = z.looseObject({
  id: z.string().optional(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
})

const message = z.object({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
    missingOr('must be system, developer, user, assistant, tool or function'),
  ),
  content: content.nullish(),
  name: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
})

const mostChoices = 8

/**
 * What is read of an OpenAI chat completion request. Other fields are ignored, as an existing client may send any; the
 * two that would change what comes back and cannot be honoured (`tool_choice`, `n` beyond eight) are refused.
 */
export const completionRequest = z.object({
  model: z.string('must be a text').min(1, 'must not be empty').default('auto'),
  messages: z.array(message, missingOr('must be a list of messages')).min(1, 'must hold at least one message'),
  stream: z.boolean('must be true or false').nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(mostChoices, `must be at most ${mostChoices}`)
    .nullish(),
  temperature: temperatureField.nullish(),
  max_tokens: maxTokensField.nullish(),
  max_completion_tokens: maxTokensField.nullish(),
  user: z.string('must be a text').nullish(),
  tools: z.array(z.looseObject({ type: z.string() }), 'must be a list of tools').nullish(),
  tool_choice: z
    .union([z.enum(['auto', 'none']), z.null()], { error: 'only auto and none are supported: a call cannot be forced' })
    .optional(),
  response_format: z.looseObject({ type: z.string() }, 'must be an object with a type').nullish(),
})

export type CompletionRequest = z.output<typeof completionRequest>
export type CompletionMessage = CompletionRequest['messages'][number]

const refuse = (field: string, problem: string): never => {
  throw turnstreamError('BAD_REQUEST', `${field}: ${problem}`, { details: { fields: [{ field, problem }] } })
}

/** The text of a message. Throws BAD_REQUEST that names the part which is none. */
export const textOf = ({ content }: CompletionMessage, at: number): string => {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  return content
    .map(({ type, text, refusal }, index) => {
      if (type === 'text' && text !== undefined) return text
      if (type === 'refusal' && refusal !== undefined) return refusal
      return refuse(
        `messages[${at}].content[${index}]`,
        `parts of type ${JSON.stringify(type.slice(0, 40))} are not supported; send text`,
      )
    })
    .join('')
}
