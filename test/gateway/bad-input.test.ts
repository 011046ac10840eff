import { describe, expect, it } from 'vitest'
import { gateway, listening, raw } from './gateway.ts'

interface Case {
  readonly what: string
  readonly url?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly method?: string
  readonly status: number
  readonly code: string
  /** Some of the message. */
  readonly says: RegExp
}

const long = 'x'.repeat(201)
const chat: readonly Case[] = [
  { what: 'JSON cut short', body: '{"message": "he', status: 400, code: 'BAD_JSON', says: /not valid JSON/ },
  { what: 'no JSON at all', body: 'hello', status: 400, code: 'BAD_JSON', says: /not valid JSON/ },
  { what: 'an empty body', body: '', status: 400, code: 'BAD_JSON', says: /empty/ },
  { what: 'a JSON list', body: [], status: 400, code: 'BAD_REQUEST', says: /must be a JSON object/ },
  { what: 'a JSON text', body: '"hello"', status: 400, code: 'BAD_REQUEST', says: /must be a JSON object/ },
  { what: 'JSON null', body: 'null', status: 400, code: 'BAD_REQUEST', says: /must be a JSON object/ },
  { what: 'no message', body: {}, status: 400, code: 'BAD_REQUEST', says: /message: is missing; it must be a text/ },
  {
    what: 'a message of null',
    body: { message: null },
    status: 400,
    code: 'BAD_REQUEST',
    says: /message: must be a text/,
  },
  {
    what: 'a message that is a number',
    body: { message: 7 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /message: must be a text/,
  },
  {
    what: 'an empty message',
    body: { message: '' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /message: must not be empty/,
  },
  {
    what: 'a message of white space',
    body: { message: ' \n\t\u00a0' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /message: must not be empty/,
  },
  {
    what: 'a message over the limit',
    body: { message: long },
    status: 400,
    code: 'BAD_REQUEST',
    says: /at most 200 characters/,
  },
  {
    what: 'NUL in the message',
    body: { message: 'a\u0000b' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /control characters but tabs and line breaks; U\+0000/,
  },
  {
    what: 'an escape in the message',
    body: { message: '\u001b[31mred' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /U\+001B/,
  },
  {
    what: 'an unknown field',
    body: { message: 'hi', sceen: 'returns' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /unknown field sceen/,
  },
  {
    what: 'a stream asked for where none is',
    body: { message: 'hi', stream: true },
    status: 400,
    code: 'BAD_REQUEST',
    says: /^stream: must be false here: POST \/v1\/chat\/stream streams/,
  },
  {
    what: 'two unknown fields',
    body: { message: 'hi', a: 1, b: 2 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /unknown fields a, b/,
  },
  {
    what: 'a poisoned prototype',
    body: '{"message":"hi","__proto__":{"x":1}}',
    status: 400,
    code: 'BAD_JSON',
    says: /JSON/,
  },
  {
    what: 'an unknown scene',
    body: { message: 'hi', scene: 'moon' },
    status: 400,
    code: 'UNKNOWN_SCENE',
    says: /known are general, returns, shipping/,
  },
  {
    what: 'an empty scene',
    body: { message: 'hi', scene: '' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /scene: must not be empty/,
  },
  {
    what: 'an unknown model',
    body: { message: 'hi', model: 'gpt-9' },
    status: 404,
    code: 'UNKNOWN_MODEL',
    says: /known are auto, small-model, tiny-model/,
  },
  {
    what: 'a temperature above 2',
    body: { message: 'hi', temperature: 2.1 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /temperature: must be at most 2/,
  },
  {
    what: 'a temperature as text',
    body: { message: 'hi', temperature: '1' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /temperature: must be a number/,
  },
  {
    what: 'no tokens',
    body: { message: 'hi', max_tokens: 0 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /max_tokens: must be at least 1/,
  },
  {
    what: 'half a token',
    body: { message: 'hi', max_tokens: 1.5 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /max_tokens: must be a whole number/,
  },
  {
    what: 'a conversation that is a list',
    body: { message: 'hi', conversation_id: ['a'] },
    status: 400,
    code: 'BAD_REQUEST',
    says: /conversation_id: must be a text/,
  },
  {
    what: 'a user id over the limit',
    body: { message: 'hi', user_id: 'u'.repeat(257) },
    status: 400,
    code: 'BAD_REQUEST',
    says: /user_id: must have at most 256/,
  },
  {
    what: 'a control character in a conversation id',
    body: { message: 'hi', conversation_id: 'a\u0007' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /conversation_id: must not hold control/,
  },
  {
    what: 'an Idempotency-Key with a space',
    body: { message: 'hi' },
    headers: { 'idempotency-key': 'a b' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /Idempotency-Key/,
  },
  {
    what: 'a body over the limit',
    body: { message: 'x'.repeat(5_000) },
    status: 413,
    code: 'BODY_TOO_LARGE',
    says: /bodyLimitBytes/,
  },
  {
    what: 'plain text',
    body: 'hello',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /application\/json/,
  },
  {
    what: 'a form',
    body: 'message=hi',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: /application\/json/,
  },
  { what: 'another method', method: 'GET', status: 405, code: 'METHOD_NOT_ALLOWED', says: /takes POST/ },
  { what: 'an unknown path', url: '/v1/chats', body: {}, status: 404, code: 'NOT_FOUND', says: /openapi/ },
  { what: 'a path that is no URL', url: '/v1/%zz', body: {}, status: 400, code: 'BAD_REQUEST', says: /path/ },
]

const elsewhere: readonly Case[] = [
  {
    what: 'a stream of nothing',
    url: '/v1/chat/stream',
    body: { message: '' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /must not be empty/,
  },
  {
    what: 'no stream asked for where one is',
    url: '/v1/chat/stream',
    body: { message: 'hi', stream: false },
    status: 400,
    code: 'BAD_REQUEST',
    says: /^stream: must be true here: POST \/v1\/chat answers in one piece/,
  },
  {
    what: 'feedback that says nothing',
    url: '/v1/feedback',
    body: { turn_id: 't' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /helpful or rating/,
  },
  {
    what: 'a rating of 6',
    url: '/v1/feedback',
    body: { turn_id: 't', rating: 6 },
    status: 400,
    code: 'BAD_REQUEST',
    says: /rating: must be at most 5/,
  },
  {
    what: 'feedback on an unknown turn',
    url: '/v1/feedback',
    body: { turn_id: 'unknown', rating: 1 },
    status: 404,
    code: 'UNKNOWN_TURN',
    says: /no turn/,
  },
  {
    what: 'a policy without a match',
    url: '/v1/policies',
    body: { reason: 'r' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /match: must be an object/,
  },
  {
    what: 'a policy without a reason',
    url: '/v1/policies',
    body: { match: {} },
    status: 400,
    code: 'BAD_REQUEST',
    says: /reason: is missing/,
  },
  {
    what: 'a misspelt criterion',
    url: '/v1/policies',
    body: { match: { keyword: ['a'] }, reason: 'r' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /unknown field match.keyword/,
  },
  {
    what: 'a rollout of 150 % a day',
    url: '/v1/policies',
    body: { match: {}, rollout: { share_per_day: 1.5 }, reason: 'r' },
    status: 400,
    code: 'BAD_REQUEST',
    says: /share_per_day: must be at most 1/,
  },
  {
    what: 'a policy for an unknown scene',
    url: '/v1/policies',
    body: { scene: 'moon', match: {}, reason: 'r' },
    status: 400,
    code: 'UNKNOWN_SCENE',
    says: /known are/,
  },
  {
    what: 'an explanation of an unknown turn',
    url: '/v1/explain/t_9',
    method: 'GET',
    status: 404,
    code: 'UNKNOWN_TURN',
    says: /no turn/,
  },
]

describe('bad input is refused with a structured error that has a request id', () => {
  it.each([...chat, ...elsewhere])(
    '$what: $code',
    async ({ url = '/v1/chat', method = 'POST', body, headers, status, code, says }) => {
      const { app, post, asks } = gateway()
      const response = method === 'GET' ? await app.inject({ method, url }) : await post(url, body, headers)
      const { error } = response.json()
      expect(response.statusCode).toBe(status)
      expect(error).toMatchObject({
        code,
        message: expect.stringMatching(says),
        request_id: expect.stringMatching(/^[\w-]{36}$/),
      })
      expect(response.headers['x-request-id']).toBe(error.request_id)
      expect(asks).toEqual([])
    },
  )
})

const message = { role: 'user', content: 'hi' }
const openai: readonly (Case & { readonly param: string | null })[] = [
  { what: 'no messages', body: {}, param: 'messages', status: 400, code: 'BAD_REQUEST', says: /messages/ },
  {
    what: 'an empty list of messages',
    body: { messages: [] },
    param: 'messages',
    status: 400,
    code: 'BAD_REQUEST',
    says: /at least one/,
  },
  {
    what: 'a role of its own',
    body: { messages: [{ role: 'robot', content: 'hi' }] },
    param: 'messages[0].role',
    status: 400,
    code: 'BAD_REQUEST',
    says: /must be system/,
  },
  {
    what: 'only a system message',
    body: { messages: [{ role: 'system', content: 'hi' }] },
    param: 'messages',
    status: 400,
    code: 'BAD_REQUEST',
    says: /message of the user/,
  },
  {
    what: 'an empty user message',
    body: { messages: [{ role: 'user', content: '' }] },
    param: 'messages[0].content',
    status: 400,
    code: 'BAD_REQUEST',
    says: /must not be empty/,
  },
  {
    what: 'a user message over the limit',
    body: { messages: [{ role: 'user', content: long }] },
    param: 'messages[0].content',
    status: 400,
    code: 'BAD_REQUEST',
    says: /at most 200/,
  },
  {
    what: 'an image',
    body: { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
    param: 'messages[0].content[0]',
    status: 400,
    code: 'BAD_REQUEST',
    says: /"image_url" are not supported; send text/,
  },
  {
    what: 'a content that is a number',
    body: { messages: [{ role: 'user', content: 7 }] },
    param: 'messages[0].content',
    status: 400,
    code: 'BAD_REQUEST',
    says: /text or a list of text parts/,
  },
  {
    what: 'an answer at the end',
    body: { messages: [message, { role: 'assistant', content: 'hello' }] },
    param: 'messages',
    status: 400,
    code: 'BAD_REQUEST',
    says: /must end with/,
  },
  {
    what: 'an unknown model',
    body: { model: 'gpt-9', messages: [message] },
    param: 'model',
    status: 404,
    code: 'model_not_found',
    says: /known are auto/,
  },
  {
    what: 'nine choices',
    body: { messages: [message], n: 9 },
    param: 'n',
    status: 400,
    code: 'BAD_REQUEST',
    says: /at most 8/,
  },
  {
    what: 'choices within a conversation',
    body: { messages: [message], n: 2 },
    headers: { 'x-turnstream-conversation': 'c' },
    param: 'n',
    status: 400,
    code: 'BAD_REQUEST',
    says: /X-Turnstream-Conversation/,
  },
  {
    what: 'a forced tool',
    body: { messages: [message], tool_choice: 'required' },
    param: 'tool_choice',
    status: 400,
    code: 'BAD_REQUEST',
    says: /cannot be forced/,
  },
  {
    what: 'an unknown scene',
    body: { messages: [message] },
    headers: { 'x-turnstream-scene': 'moon' },
    param: null,
    status: 400,
    code: 'UNKNOWN_SCENE',
    says: /known are/,
  },
  { what: 'JSON cut short', body: '{"messages": [', param: null, status: 400, code: 'BAD_JSON', says: /JSON/ },
]

describe('bad input on the OpenAI path is refused in OpenAI’s shape', () => {
  it.each(openai)('$what: $code', async ({ body, headers, param, status, code, says }) => {
    const response = await gateway().post('/v1/chat/completions', body, headers)
    expect(response.statusCode).toBe(status)
    expect(response.json().error).toMatchObject({
      message: expect.stringMatching(says),
      type: 'invalid_request_error',
      param,
      code,
    })
  })
})

it('a refusal never repeats what was sent', async () => {
  const response = await gateway().post('/v1/chat', {
    message: 'my card is 4111',
    temperature: 'my pin is 9876',
    scene: 'geheim',
  })
  expect(response.body).not.toMatch(/4111|9876|geheim/)
})

it('every fault of a body is named with its field', async () => {
  const response = await gateway().post('/v1/chat', { message: '', temperature: 3, x: 1 })
  expect(response.json().error.details.fields.map(({ field }: { field: string }) => field)).toEqual([
    'message',
    'temperature',
    'x',
  ])
})

it('a body that ends in the middle is answered 400 with a request id', async () => {
  const gate = gateway()
  const head =
    'POST /v1/chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n'
  const text = await raw(await listening(gate), `${head}{"message":`, { end: true })
  expect(text).toMatch(/^HTTP\/1.1 400 /)
  expect(JSON.parse(text.split('\r\n\r\n')[1]!).error).toMatchObject({
    code: 'BAD_REQUEST',
    request_id: expect.any(String),
  })
  expect(gate.asks).toEqual([])
})

it('bytes that are not HTTP are answered 400 with a request id', async () => {
  const text = await raw(await listening(gateway()), 'hello\r\n\r\n')
  expect(text).toMatch(/^HTTP\/1.1 400 /)
  expect(JSON.parse(text.split('\r\n\r\n')[1]!).error.request_id).toEqual(expect.any(String))
})

it('a known path with another method says which methods it takes', async () => {
  const response = await gateway().app.inject({ method: 'DELETE', url: '/v1/explain/t_1' })
  expect(response.headers.allow).toBe('GET, HEAD')
})
