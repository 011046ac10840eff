import { type ChatRequest, type ChatResponse, Ollama } from 'ollama'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { ChatCall } from '../../processors/ports/models.ts'
import { completeLines } from './ndjson.ts'
import { keyOf, rootOf, troubleOf } from './trouble.ts'
import type { CreateWire, Piece } from './wire.ts'

/** For how long a model is to stay loaded after a call, where it is kept warm; Ollama's default is five minutes. */
const keepAlive = '10m'

/** Ollama's own chat protocol. A key is sent as a bearer token, for servers behind a gateway. */
export const ollamaWire: CreateWire = ({ name, pool, env, fetch }) => {
  const trouble = troubleOf({ name, pool, env })
  const host = pool.baseUrl ?? env.OLLAMA_HOST
  const key = keyOf(pool, env)

  // The package can abort a stream only once it has begun, reports errors on the console and skips lines that it
  // cannot read, so all of that is settled before it sees the response.
  const guarded =
    (signal: AbortSignal): typeof globalThis.fetch =>
    async (url, init) => {
      const response = await fetch(url, { ...init, signal }).catch(error => {
        throw trouble.unreachable(rootOf(error))
      })
      if (!response.ok) throw trouble.refused(response.status, await saying(response), response.headers)
      return new Response(response.body && completeLines(response.body), response)
    }

  const authorization: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` }
  const staying = pool.warm ? { keep_alive: keepAlive } : {}

  async function* stream(call: ChatCall, signal: AbortSignal): AsyncGenerator<Piece> {
    const headers = { 'Idempotency-Key': call.callId, ...authorization }
    const client = new Ollama({ host, fetch: guarded(signal), headers })
    try {
      const parts = await client.chat({ ...bodyOf(call), ...staying, stream: true })
      yield {}
      let tools = 0
      for await (const part of parts) {
        yield pieceOf(part, tools)
        tools += part.message.tool_calls?.length ?? 0
      }
    } catch (error) {
      throw isTurnstreamError(error) ? error : trouble.cut(rootOf(error))
    }
  }
  const check = async (signal: AbortSignal): Promise<void> => {
    await new Ollama({ host, fetch: guarded(signal) }).list().catch((error: unknown) => {
      if (!isTurnstreamError(error)) throw trouble.unreachable(rootOf(error))
      if (error.code !== 'MODEL_REFUSED') throw error
    })
  }
  // A request without a prompt loads the model and does nothing else.
  const load = async (signal: AbortSignal): Promise<void> => {
    const client = new Ollama({ host, fetch: guarded(signal), headers: authorization })
    await client.generate({ model: pool.model, prompt: '', keep_alive: keepAlive, stream: false })
  }
  return { stream, check, load }
}

/** What the provider says of an error: `{error}` by its protocol, any text from a proxy before it. */
const saying = async (response: Response): Promise<string> => {
  const body = await response.text().catch(() => '')
  try {
    return String(JSON.parse(body).error)
  } catch {
    return body
  }
}

const bodyOf = (call: ChatCall): ChatRequest => ({
  model: call.model,
  messages: call.messages.map(({ role, content }) => ({ role, content })),
  options: { num_predict: call.maxTokens, ...(call.temperature === null ? {} : { temperature: call.temperature }) },
  ...(call.tools === null ? {} : { tools: JSON.parse(call.tools) }),
  ...(call.responseFormat === null ? {} : { format: formatOf(call.responseFormat) }),
})

/** OpenAI's response format in Ollama's terms: a JSON schema, or any JSON. */
const formatOf = (responseFormat: string): ChatRequest['format'] => {
  const format = JSON.parse(responseFormat) as { type?: string; json_schema?: { schema?: object } }
  if (format.type === 'json_schema') return format.json_schema?.schema
  return format.type === 'json_object' ? 'json' : undefined
}

/** Ollama sends tool calls whole and without ids; `from` numbers them through the stream. */
const pieceOf = (part: ChatResponse, from: number): Piece => {
  const { message, done } = part
  const tools = message.tool_calls ?? []
  return {
    model: part.model,
    text: message.content,
    reasoning: message.thinking,
    toolParts: tools.map(({ function: { name, arguments: given } }, at) => ({
      index: from + at,
      id: `call_${from + at}`,
      name,
      arguments: JSON.stringify(given),
    })),
    ...(done
      ? {
          finishReason: part.done_reason === 'length' ? 'length' : 'stop',
          usage:
            part.eval_count === undefined
              ? undefined
              : { promptTokens: part.prompt_eval_count ?? 0, completionTokens: part.eval_count, cachedTokens: 0 },
        }
      : {}),
  }
}
