import type {
  ContentBlockDelta,
  ConverseStreamCommandInput,
  ConverseStreamOutput,
  Tool,
  ToolConfiguration,
  ToolInputSchema,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCall, ChatResult } from '../../processors/ports/models.ts'
import type { Message } from '../../schemas/types.ts'
import type { Piece, ToolPart } from './wire.ts'

/**
 * A call in the terms of Converse. A response format passes on where it is a JSON schema; Converse has none for any JSON,
 * so `json_object` is left to what the prompt says, which OpenAI demands as well.
 */
export const converseOf = (call: ChatCall): ConverseStreamCommandInput => {
  const said = call.messages.filter(({ content }) => content.trim() !== '')
  const [greeting, turns] = openedBy(turnsOf(said.filter(message => !isInstruction(message))))
  const system = [...said.filter(isInstruction).map(({ content }) => ({ text: content })), ...greeting]
  return {
    modelId: call.model,
    messages: turns,
    inferenceConfig: {
      maxTokens: call.maxTokens,
      ...(call.temperature === null ? {} : { temperature: call.temperature }),
    },
    ...(system.length === 0 ? {} : { system }),
    ...(call.tools === null ? {} : toolsOf(call.tools)),
    ...(call.responseFormat === null ? {} : formatOf(call.responseFormat)),
  }
}

interface Block {
  readonly text: string
}

interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: Block[]
}

const isInstruction = ({ role }: Message): boolean => role === 'system' || role === 'developer'

/** User and assistant take turns at Bedrock: messages of one role that follow each other become blocks of one. */
const turnsOf = (messages: readonly Message[]): Turn[] => {
  const turns: Turn[] = []
  for (const { role: by, content } of messages) {
    const role = by === 'assistant' ? by : 'user'
    const last = turns.at(-1)
    if (last?.role === role) last.content.push({ text: content })
    else turns.push({ role, content: [{ text: content }] })
  }
  return turns
}

/** The user's turn comes first at Bedrock, so what greeted the user becomes an instruction. */
const openedBy = (turns: Turn[]): [Block[], Turn[]] => {
  const [first, ...others] = turns
  if (first?.role !== 'assistant') return [[], turns]
  return [[{ text: `You opened the conversation with: ${first.content.map(({ text }) => text).join('\n')}` }], others]
}

interface OpenAITool {
  readonly function?: { readonly name: string; readonly description?: string; readonly parameters?: unknown }
}

/** OpenAI's functions; Converse knows no other tools. Bedrock refuses an empty list, and a function without a schema. */
const toolsOf = (json: string): { toolConfig?: ToolConfiguration } => {
  const tools = (JSON.parse(json) as OpenAITool[]).flatMap(({ function: given }): Tool[] => {
    if (!given) return []
    const { name, description, parameters } = given
    const inputSchema = { json: parameters ?? { type: 'object' } } as ToolInputSchema
    return [{ toolSpec: { name, inputSchema, ...(description ? { description } : {}) } }]
  })
  return tools.length === 0 ? {} : { toolConfig: { tools } }
}

interface OpenAIFormat {
  readonly type?: string
  readonly json_schema?: { readonly name?: string; readonly description?: string; readonly schema?: object }
}

const formatOf = (json: string): Pick<ConverseStreamCommandInput, 'outputConfig'> => {
  const { type, json_schema: given } = JSON.parse(json) as OpenAIFormat
  if (type !== 'json_schema' || given?.schema === undefined) return {}
  const { name, description, schema } = given
  const jsonSchema = { name, description, schema: JSON.stringify(schema) }
  return { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } } }
}

/** What an event of the stream says; an empty piece where it says nothing of the answer. */
export const pieceOf = (event: ConverseStreamOutput): Piece => {
  const { contentBlockStart, contentBlockDelta, messageStop, metadata } = event
  const toolUse = contentBlockStart?.start?.toolUse
  if (toolUse) {
    const index = contentBlockStart.contentBlockIndex ?? 0
    return { toolParts: [{ index, id: toolUse.toolUseId, name: toolUse.name }] }
  }
  if (contentBlockDelta?.delta) return partOf(contentBlockDelta.contentBlockIndex ?? 0, contentBlockDelta.delta)
  if (messageStop) return { finishReason: finishOf(messageStop.stopReason) }
  return metadata?.usage ? { usage: usageOf(metadata.usage) } : {}
}

const partOf = (index: number, { text, reasoningContent, toolUse }: ContentBlockDelta): Piece => {
  const part: ToolPart | undefined = toolUse && { index, arguments: toolUse.input }
  return { text, reasoning: reasoningContent?.text, toolParts: part && [part] }
}

type Tokens = NonNullable<NonNullable<ConverseStreamOutput['metadata']>['usage']>

/** Bedrock counts what it read from its cache or wrote there beside the input, not within it. */
const usageOf = ({
  inputTokens,
  outputTokens,
  cacheReadInputTokens,
  cacheWriteInputTokens,
}: Tokens): Piece['usage'] => {
  const cachedTokens = cacheReadInputTokens ?? 0
  return {
    promptTokens: (inputTokens ?? 0) + cachedTokens + (cacheWriteInputTokens ?? 0),
    completionTokens: outputTokens ?? 0,
    cachedTokens,
  }
}

/** Why an answer ended; undefined where what was written is of no use, so that it does not count as ended. */
const finishOf = (reason: string | undefined): ChatResult['finishReason'] | undefined => {
  switch (reason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length'
    case 'tool_use':
      return 'tool_calls'
    case 'content_filtered':
    case 'guardrail_intervened':
      return 'content_filter'
    case 'malformed_model_output':
    case 'malformed_tool_use':
      return undefined
    default:
      return 'stop'
  }
}
