import type OpenAI from 'openai'
import { APIConnectionError, APIError } from 'openai'
import type { TurnstreamError } from '../../processors/errors.ts'
import type { ChatCall, ChatResult } from '../../processors/ports/models.ts'
import { rootOf, type Trouble } from './trouble.ts'
import type { Piece, Wire } from './wire.ts'

type Request = OpenAI.ChatCompletionCreateParamsStreaming

/** Fields of compatible servers (DeepSeek, vLLM) that OpenAI's types do not have. */
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string | null; reasoning?: string | null }

export interface Completions {
  readonly client: OpenAI
  readonly trouble: Trouble
  /** OpenAI's newer models know only the new name, compatible servers often only the old one. */
  readonly limitAs: 'max_tokens' | 'max_completion_tokens'
  /** What the server calls a model; the same unless given. */
  readonly nameOf?: (model: string) => string
}

/** Settings of every client. A retry under our own would bill twice. */
export const once = { maxRetries: 0, logLevel: 'off' } as const

/**
 * Each is said, null for it has no value: the client would else take it from the process's environment and send one
 * provider's key or organisation to another.
 */
export const nothingImplied = { adminAPIKey: null, organization: null, project: null, webhookSecret: null } as const

/** Chat completions by a client of the `openai` package, whoever serves them. */
export const completionsWire = ({ client, trouble, limitAs, nameOf = model => model }: Completions): Wire => {
  const bodyOf = (call: ChatCall): Request => ({
    model: nameOf(call.model),
    messages: call.messages as Request['messages'],
    stream: true,
    stream_options: { include_usage: true },
    [limitAs]: call.maxTokens,
    ...(call.temperature === null ? {} : { temperature: call.temperature }),
    ...(call.tools === null ? {} : { tools: JSON.parse(call.tools) }),
    ...(call.responseFormat === null ? {} : { response_format: JSON.parse(call.responseFormat) }),
  })

  async function* stream(call: ChatCall, signal: AbortSignal): AsyncGenerator<Piece> {
    const options = { signal, timeout: call.timeoutMs, headers: { 'Idempotency-Key': call.callId } }
    const stream = await client.chat.completions.create(bodyOf(call), options).catch(error => {
      throw refusal(error, trouble)
    })
    yield {}
    try {
      for await (const chunk of stream) yield pieceOf(chunk)
    } catch (error) {
      throw trouble.cut(rootOf(error))
    }
  }
  const check = async (signal: AbortSignal): Promise<void> => {
    await client.models.list({ signal }).catch(error => {
      const refused = refusal(error, trouble)
      if (refused.code !== 'MODEL_REFUSED') throw refused
    })
  }
  return { stream, check }
}

const refusal = (error: unknown, trouble: Trouble): TurnstreamError => {
  if (error instanceof APIConnectionError) return trouble.unreachable(rootOf(error))
  if (error instanceof APIError && typeof error.status === 'number')
    return trouble.refused(error.status, filtered(error) ?? error.message, error.headers)
  return trouble.unreachable(rootOf(error))
}

/** What Azure's content filter found in a prompt, by https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter. */
interface Filter {
  readonly innererror?: {
    readonly content_filter_result?: Readonly<
      Record<string, { readonly filtered?: boolean; readonly severity?: string }>
    >
  }
}

/** Names what was found, for Azure's own sentence is long and the same for all; null where no filter refused. */
const filtered = ({ code, error }: APIError): string | null => {
  if (code !== 'content_filter') return null
  const found = Object.entries((error as Filter).innererror?.content_filter_result ?? {})
    .filter(([, { filtered }]) => filtered)
    .map(([what, { severity }]) => (severity === undefined ? what : `${what} (${severity})`))
  return `the content filter refused the prompt${found.length === 0 ? '' : ` for ${found.join(', ')}`}`
}

const pieceOf = ({ model, choices: [choice], usage }: OpenAI.ChatCompletionChunk): Piece => {
  const delta: Delta | undefined = choice?.delta
  return {
    model,
    text: delta?.content ?? undefined,
    reasoning: delta?.reasoning_content ?? delta?.reasoning ?? undefined,
    toolParts: delta?.tool_calls?.map(part => ({
      index: part.index,
      id: part.id,
      name: part.function?.name,
      arguments: part.function?.arguments,
    })),
    finishReason: choice?.finish_reason ? finishOf(choice.finish_reason) : undefined,
    usage: usage
      ? {
          promptTokens: usage.prompt_tokens,
          completionTokens: usage.completion_tokens,
          cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
        }
      : undefined,
  }
}

/** TGI says `eos_token` and `stop_sequence` for what OpenAI calls `stop`. */
const finishOf = (reason: string): ChatResult['finishReason'] => {
  if (reason === 'length' || reason === 'tool_calls' || reason === 'content_filter') return reason
  return reason === 'function_call' ? 'tool_calls' : 'stop'
}
