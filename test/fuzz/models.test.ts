import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createChatModels } from '../../infra/models/chat-models.ts'
import { bedrockFormat } from '../../infra/stub/bedrock.ts'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { isTurnstreamError } from '../../processors/errors.ts'
import { mutated } from './bytes.ts'
import { bounded } from './seed.ts'

const answer = 'Within 30 days 🙂.'
const usage = { prompt_tokens: 5, completion_tokens: 4 }
const chunk = (choice: object, more: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', choices: [{ index: 0, finish_reason: null, ...choice }], ...more })}\n\n`

const streams = {
  openai:
    chunk({ delta: { role: 'assistant', content: 'Within ' } }) +
    chunk({ delta: { content: '30 days 🙂.' } }) +
    chunk({ delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] } }) +
    chunk({ delta: {}, finish_reason: 'stop' }, { usage }) +
    'data: [DONE]\n\n',
  ollama: [
    { model: 'm', message: { role: 'assistant', content: 'Within ' }, done: false },
    { model: 'm', message: { role: 'assistant', content: '30 days 🙂.' }, done: false },
    { model: 'm', message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 5, eval_count: 4 },
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join(''),
  bedrock: Buffer.concat([
    bedrockFormat.start(),
    bedrockFormat.piece('m', 'Within '),
    bedrockFormat.piece('m', '30 days 🙂.'),
    bedrockFormat.tools('m', [{ name: 'f', arguments: '{}' }]),
    bedrockFormat.end('m', 'stop', { promptTokens: 5, completionTokens: 4, cachedTokens: 0 }),
  ]),
} as const

const pools = configurationSchema.parse({
  pools: {
    openai: { kind: 'openai', model: 'm', baseUrl: 'http://127.0.0.1:9/v1' },
    ollama: { kind: 'ollama', model: 'm', baseUrl: 'http://127.0.0.1:9' },
    bedrock: { kind: 'bedrock', model: 'm', region: 'eu-central-1', baseUrl: 'http://127.0.0.1:9' },
  },
}).pools

const types = {
  openai: 'text/event-stream',
  ollama: 'application/x-ndjson',
  bedrock: bedrockFormat.contentType,
} as const

/** Calls a model whose provider answers with these bytes, in pieces cut anywhere. */
const callWith = (pool: keyof typeof streams, bytes: Uint8Array, cut: number, status = 200) => {
  const body = new ReadableStream({
    start: out => {
      for (let at = 0; at < bytes.length; at += cut) out.enqueue(bytes.slice(at, at + cut))
      out.close()
    },
  })
  const fetch = async () => new Response(body, { status, headers: { 'content-type': types[pool] } })
  const shown: string[] = []
  const result = createChatModels({ pools, env: {}, fetch }).call({
    callId: 'c1',
    pool,
    model: 'm',
    messages: [{ role: 'user', content: 'How long?' }],
    maxTokens: 100,
    temperature: null,
    tools: null,
    responseFormat: null,
    timeoutMs: 2_000,
    signal: new AbortController().signal,
    onToken: text => void shown.push(text),
  })
  return { result, shown }
}

const outcomes = new Set(['MODEL_CUT', 'MODEL_UNREACHABLE', 'MODEL_REFUSED', 'MODEL_RATE_LIMITED'])

it.each(['openai', 'ollama', 'bedrock'] as const)('what %s streams is put together wherever it is cut', async pool => {
  const whole = Buffer.from(streams[pool])
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: whole.length }), async cut => {
      const { result, shown } = callWith(pool, whole, cut)
      expect((await result).text).toBe(answer)
      expect(shown.join('')).toBe(answer)
    }),
    bounded(100, 2_000),
  )
})

it.each(['openai', 'ollama', 'bedrock'] as const)(
  'a stream of %s with any bytes changed is an answer or a model error, never a hang',
  async pool => {
    const whole = new Uint8Array(Buffer.from(streams[pool]))
    const anyBytes = fc.oneof(
      { weight: 4, arbitrary: mutated(fc.constant(whole)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    )
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(200, 200, 200, 400, 429, 500, 599),
        async (bytes, cut, status) => {
          const { result, shown } = callWith(pool, bytes, cut, status)
          try {
            const { text } = await result
            expect(shown.join('').toWellFormed()).toBe(text)
          } catch (error) {
            if (!isTurnstreamError(error) || !outcomes.has(error.code)) throw error
          }
        },
      ),
      bounded(600, 4_000),
    )
  },
)

it('the provider stub answers or refuses any body, and answers the next one', async () => {
  const stub: ProviderStub = await startProviderStub({ answer: () => answer })
  try {
    const request = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], max_tokens: 50 })
    const post = (path: string, body: Uint8Array | string) =>
      fetch(stub.url + path, { method: 'POST', body: Buffer.from(body), headers: { connection: 'close' } })
    const bodies = fc.oneof(
      mutated(fc.constant(new Uint8Array(Buffer.from(request)))),
      fc.json().map(text => new Uint8Array(Buffer.from(text))),
    )
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom('/v1/chat/completions', '/api/chat'), async (body, path) => {
        // A request that the real ones would refuse with a reason may end with its connection here.
        const status = await post(path, body).then(
          async response => (await response.text()) && response.status,
          () => 'closed',
        )
        expect([200, 400, 'closed']).toContain(status)
        expect((await post('/v1/chat/completions', request)).status).toBe(200)
      }),
      bounded(150, 3_000),
    )
  } finally {
    await stub.close()
  }
})
