import OpenAI, { APIConnectionError, APIError } from 'openai'
import type { TurnstreamError } from '../../processors/errors.ts'
import type { ChatCall, ChatResult } from '../../processors/ports/models.ts'
import { rootOf, type Trouble, troubleOf } from './trouble.ts'
import type { CreateWire, Piece } from './wire.ts'

type Request = OpenAI.ChatCompletionCreateParamsStreaming

/** Fields of compatible servers (DeepSeek, vLLM) that OpenAI's types do not have. */
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string | null; reasoning?: string | null }

/** OpenAI's chat completions, as OpenAI, vLLM, TGI, DeepSeek and Gemini's compatible endpoint speak them. */
export const openaiWire: CreateWire = ({ name, pool, env, fetch }) => {
  const trouble = troubleOf({ name, pool, env })
  // Each option is said, null where it has no value: the client would else take it from the process's environment and
  // send one provider's key or organisation to another.
  const client = new OpenAI({
    baseURL: pool.baseUrl ?? env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
    apiKey: (pool.apiKeyEnv === undefined ? undefined : env[pool.apiKeyEnv]) ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    // A retry under our own would bill twice.
    maxRetries: 0,
    logLevel: 'off',
    fetch,
  })
  const isOpenAI = new URL(client.baseURL).hostname.endsWith('.openai.com')

  async function* stream(call: ChatCall, signal: AbortSignal): AsyncGenerator<Piece> {
    const options = { signal, timeout: call.timeoutMs, headers: { 'Idempotency-Key': call.callId } }
    const stream = await client.chat.completions.create(bodyOf(call, isOpenAI), options).catch(error => {
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

const bodyOf = (call: ChatCall, isOpenAI: boolean): Request => ({
  model: call.model,
  messages: call.messages as Request['messages'],
  stream: true,
  stream_options: { include_usage: true },
  // OpenAI's newer models know only the new name, compatible servers often only the old one.
  ...(isOpenAI ? { max_completion_tokens: call.maxTokens } : { max_tokens: call.maxTokens }),
  ...(call.temperature === null ? {} : { temperature: call.temperature }),
  ...(call.tools === null ? {} : { tools: JSON.parse(call.tools) }),
  ...(call.responseFormat === null ? {} : { response_format: JSON.parse(call.responseFormat) }),
})

const refusal = (error: unknown, trouble: Trouble): TurnstreamError => {
  if (error instanceof APIConnectionError) return trouble.unreachable(rootOf(error))
  if (error instanceof APIError && typeof error.status === 'number')
    return trouble.refused(error.status, error.message, error.headers)
  return trouble.unreachable(rootOf(error))
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
