import { bearerDenial, type StubFormat, type StubMessage, type StubToolCall, type StubUsage } from './format.ts'

const createdAt = new Date(0).toISOString()

const part = (model: string, message: object): string =>
  `${JSON.stringify({ model, created_at: createdAt, message: { role: 'assistant', content: '', ...message }, done: false })}\n`

const toolsOf = (calls: readonly StubToolCall[]) =>
  calls.map(({ name, arguments: given }) => ({ function: { name, arguments: JSON.parse(given) } }))

const endOf = (finishReason: string, usage: StubUsage | null) => ({
  done: true,
  done_reason: finishReason === 'length' ? 'length' : 'stop',
  ...(usage ? { prompt_eval_count: usage.promptTokens, eval_count: usage.completionTokens } : {}),
})

/** Ollama's /api/chat: one JSON document a line. */
export const ollamaFormat: StubFormat = {
  wire: 'ollama',
  contentType: 'application/x-ndjson',
  denial: bearerDenial,
  requestOf: (body, { idempotencyKey }) => ({
    model: String(body.model),
    messages: (body.messages ?? []) as StubMessage[],
    stream: body.stream !== false,
    includeUsage: true,
    maxTokens: (body.options as { num_predict?: number } | undefined)?.num_predict ?? null,
    idempotencyKey,
    body,
  }),
  piece: (model, text) => part(model, { content: text }),
  reasoning: (model, text) => part(model, { thinking: text }),
  tools: (model, calls) => part(model, { tool_calls: toolsOf(calls) }),
  end: (model, finishReason, usage) =>
    `${JSON.stringify({ model, created_at: createdAt, message: { role: 'assistant', content: '' }, ...endOf(finishReason, usage) })}\n`,
  malformed: '{"model": "x", "message"\n',
  broken: (_code, message) => `${JSON.stringify({ error: message })}\n`,
  whole: (model, { text, reasoning, toolCalls }, finishReason, usage) => ({
    model,
    created_at: createdAt,
    message: {
      role: 'assistant',
      content: text,
      ...(reasoning === undefined ? {} : { thinking: reasoning }),
      ...(toolCalls === undefined ? {} : { tool_calls: toolsOf(toolCalls) }),
    },
    ...endOf(finishReason, usage),
  }),
  error: message => ({ error: message }),
}
