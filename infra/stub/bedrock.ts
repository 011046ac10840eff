import { eventMessage } from './event-stream.ts'
import type { StubFormat, StubMessage, StubToolCall, StubUsage } from './format.ts'

const event = (type: string, payload: object): Buffer =>
  eventMessage(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    // Bedrock pads its events so that their lengths tell nothing.
    { ...payload, p: 'abcdefghijklmn' },
  )

const exception = (type: string, message: string): Buffer =>
  eventMessage(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    { message },
  )

/** The blocks of an answer: reasoning, text, then a block for each tool call. */
const block = { reasoning: 0, text: 1, tools: 2 }

const delta = (contentBlockIndex: number, content: object): Buffer =>
  event('contentBlockDelta', { contentBlockIndex, delta: content })

const toolOf = ({ name, arguments: given }: StubToolCall, at: number): Buffer => {
  const contentBlockIndex = block.tools + at
  const half = Math.ceil(given.length / 2)
  return Buffer.concat([
    event('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: `call_${at}`, name } } }),
    delta(contentBlockIndex, { toolUse: { input: given.slice(0, half) } }),
    delta(contentBlockIndex, { toolUse: { input: given.slice(half) } }),
    event('contentBlockStop', { contentBlockIndex }),
  ])
}

const stopReasons: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'guardrail_intervened',
}

/** Cached tokens are counted beside the input, not within it. */
const usageOf = ({ promptTokens, completionTokens, cachedTokens }: StubUsage) => ({
  inputTokens: promptTokens - cachedTokens,
  outputTokens: completionTokens,
  totalTokens: promptTokens + completionTokens,
  cacheReadInputTokens: cachedTokens,
  cacheWriteInputTokens: 0,
})

interface Blocks {
  readonly content: readonly { readonly text?: string }[]
}

const textOf = ({ content }: Blocks): string => content.map(({ text }) => text ?? '').join('')

interface ConverseBody {
  readonly system?: Blocks['content']
  readonly messages?: readonly (Blocks & { readonly role: string })[]
  readonly inferenceConfig?: { readonly maxTokens?: number }
}

const messagesOf = ({ system, messages }: ConverseBody): readonly StubMessage[] => [
  ...(system ?? []).map(({ text }) => ({ role: 'system', content: text ?? '' })),
  ...(messages ?? []).map(message => ({ role: message.role, content: textOf(message) })),
]

/** A request that is signed for Bedrock by https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. */
const signed =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/bedrock\/aws4_request, SignedHeaders=[a-z0-9;-]*\bhost;[a-z0-9;-]*\bx-amz-date\b[a-z0-9;-]*, Signature=[0-9a-f]{64}$/

const exceptionNames: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}

/** The same message with another checksum. */
const damaged = (message: Buffer): Buffer => {
  const other = Buffer.from(message)
  other[other.length - 1]! ^= 0xff
  return other
}

/** Bedrock's ConverseStream. Requests carry a Bedrock API key as bearer token or are signed. */
export const bedrockFormat = {
  wire: 'bedrock',
  contentType: 'application/vnd.amazon.eventstream',
  denial: ({ authorization = '', 'x-amz-date': date }, apiKey) => {
    if (authorization.startsWith('Bearer '))
      return apiKey === undefined || authorization === `Bearer ${apiKey}`
        ? null
        : { status: 403, message: 'Authentication failed: Please make sure your API Key is valid.' }
    if (!signed.test(authorization) || date === undefined)
      return { status: 403, message: 'Missing Authentication Token' }
    return apiKey === undefined
      ? null
      : { status: 403, message: 'The security token included in the request is invalid.' }
  },
  requestOf: (body, { model }) => ({
    model: `${model}`,
    messages: messagesOf(body as ConverseBody),
    stream: true,
    includeUsage: true,
    maxTokens: (body as ConverseBody).inferenceConfig?.maxTokens ?? null,
    // Bedrock knows no such keys.
    idempotencyKey: null,
    body,
  }),
  start: () => event('messageStart', { role: 'assistant' }),
  piece: (_model, text) => delta(block.text, { text }),
  reasoning: (_model, text) =>
    Buffer.concat([
      delta(block.reasoning, { reasoningContent: { text } }),
      delta(block.reasoning, { reasoningContent: { signature: 'c3R1Yg==' } }),
      event('contentBlockStop', { contentBlockIndex: block.reasoning }),
    ]),
  tools: (_model, calls) => Buffer.concat(calls.map(toolOf)),
  end: (_model, finishReason, usage) => {
    const stop = event('messageStop', { stopReason: stopReasons[finishReason] ?? finishReason })
    return usage ? Buffer.concat([stop, event('metadata', { usage: usageOf(usage), metrics: { latencyMs: 1 } })]) : stop
  },
  malformed: damaged(delta(block.text, { text: ' never' })),
  broken: exception,
  whole: () => {
    throw new Error('the stub speaks the streamed Converse of Bedrock only')
  },
  error: message => ({ message }),
  errorHeaders: status => ({ 'x-amzn-errortype': exceptionNames[status] ?? 'UnknownException' }),
} satisfies StubFormat
