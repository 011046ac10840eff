import { turnstreamError } from '../../processors/errors.ts'
import type { Message } from '../../schemas/types.ts'
import { withoutControls } from './fields.ts'
import { type CompletionMessage, type CompletionRequest, textOf } from './openai-request.ts'

export interface OpenaiConversation {
  /** The last message of the user: the turn. */
  readonly message: string
  /** System and developer messages, in their order. */
  readonly systemPrompt: string | null
  /** Everything else. */
  readonly history: readonly Message[]
}

const refuse = (field: string, problem: string): never => {
  throw turnstreamError('BAD_REQUEST', `${field}: ${problem}`, { details: { fields: [{ field, problem }] } })
}

/** Tool calls and their results as words: a provider takes them only with ids, which the history does not have. */
const inWords = (message: CompletionMessage, text: string): Message => {
  if (message.role === 'tool' || message.role === 'function')
    return { role: 'user', content: `Result of the call ${message.tool_call_id ?? message.name ?? ''}: ${text}` }
  const calls = (message.tool_calls ?? []).map(
    call => `[called ${call.function?.name ?? 'a tool'} with ${call.function?.arguments ?? '{}'} as ${call.id ?? ''}]`,
  )
  return { role: message.role, content: [text, ...calls].filter(part => part !== '').join('\n') }
}

const isInstruction = ({ role }: CompletionMessage): boolean => role === 'system' || role === 'developer'

/**
 * The turn, its instructions and its history. Where results of tools follow the user's last message they become history
 * and that message is asked again. Throws BAD_REQUEST where there is no user message to answer, or its text is empty or
 * longer than `maxMessageChars`.
 */
export const conversationOf = (request: CompletionRequest, maxMessageChars: number): OpenaiConversation => {
  const messages = request.messages.map((message, at) => ({ message, at, text: withoutControls(textOf(message, at)) }))
  const last = messages.findLast(({ message }) => message.role === 'user')
  if (!last) return refuse('messages', 'must hold a message of the user')
  const field = `messages[${last.at}].content`
  if (last.text.trim() === '') refuse(field, 'must not be empty')
  if (last.text.length > maxMessageChars)
    refuse(field, `must have at most ${maxMessageChars} characters (server.maxMessageChars)`)

  const after = messages.filter(({ at, message }) => at > last.at && !isInstruction(message))
  const ending = after.at(-1)?.message.role
  if (ending === 'assistant') refuse('messages', 'must end with a message of the user or the result of a tool')
  if (ending !== undefined && !request.tools?.length)
    refuse('tools', 'must be given where messages end with the result of a tool')

  const instructions = messages.filter(({ message }) => isInstruction(message)).map(({ text }) => text)
  // A result follows the question that led to it, so the question stays in the history and is asked again.
  const past = messages.filter(({ message, at }) => !isInstruction(message) && (at !== last.at || after.length > 0))
  return {
    message: last.text,
    systemPrompt: instructions.length === 0 ? null : instructions.join('\n\n'),
    history: past.map(({ message, text }) => inWords(message, text)).filter(({ content }) => content !== ''),
  }
}
