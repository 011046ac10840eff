import { bearerDenial, type StubFormat, type StubMessage, type StubToolCall, type StubUsage } from './format.ts'

const chunk = (model: string, rest: object): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 0, model, ...rest })}\n\n`

const delta = (model: string, content: object, finishReason: string | null = null): string =>
  chunk(model, { choices: [{ index: 0, delta: content, finish_reason: finishReason }] })

const toolOf = ({ name, arguments: given }: StubToolCall, index: number) => ({
  index,
  id: `call_${index}`,
  type: 'function',
  function: { name, arguments: given },
})

const usageOf = ({ promptTokens, completionTokens, cachedTokens }: StubUsage) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
})

/** OpenAI's chat completions, as server-sent events or as one JSON document. */
export const openaiFormat = {
  wire: 'openai',
  contentType: 'text/event-stream',
  denial: bearerDenial,
  requestOf: (body, { idempotencyKey, model }) => ({
    model: model ?? String(body.model),
    messages: (body.messages ?? []) as StubMessage[],
    stream: body.stream === true,
    includeUsage: (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true,
    maxTokens: (body.max_completion_tokens ?? body.max_tokens ?? null) as number | null,
    idempotencyKey,
    body,
  }),
  piece: (model, text) => delta(model, { content: text }),
  reasoning: (model, text) => delta(model, { reasoning_content: text }),
  // As OpenAI does: the name first, the arguments in pieces.
  tools: (model, calls) =>
    calls
      .map(toolOf)
      .flatMap(({ function: { name, arguments: given }, ...tool }) => {
        const half = Math.ceil(given.length / 2)
        const more = [given.slice(0, half), given.slice(half)]
        return [
          delta(model, { tool_calls: [{ ...tool, function: { name, arguments: '' } }] }),
          ...more.map(part => delta(model, { tool_calls: [{ index: tool.index, function: { arguments: part } }] })),
        ]
      })
      .join(''),
  end: (model, finishReason, usage) =>
    delta(model, {}, finishReason) +
    (usage ? chunk(model, { choices: [], usage: usageOf(usage) }) : '') +
    'data: [DONE]\n\n',
  malformed: 'data: {"choices": [{"delta"\n\n',
  broken: (code, message) =>
    `data: ${JSON.stringify({ error: { message, type: 'stub_error', code, param: null } })}\n\n`,
  whole: (model, { text, reasoning, toolCalls }, finishReason, usage) => ({
    id: 'chatcmpl-stub',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
          ...(toolCalls === undefined ? {} : { tool_calls: toolCalls.map(toolOf) }),
        },
        finish_reason: finishReason,
      },
    ],
    usage: usageOf(usage),
  }),
  error: (message, status) => ({ error: { message, type: 'stub_error', code: String(status), param: null } }),
} satisfies StubFormat
