import { expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { answer, hit, modelSays } from './fake.ts'
import { gateway, listening, parseSse, until } from './gateway.ts'

it('a miss is answered with its route, usage, cost and sources', async () => {
  const response = await gateway().post('/v1/chat', { message: 'How long can I return?' })
  expect(response.json()).toEqual({
    request_id: response.headers['x-request-id'],
    turn_id: 't_1',
    message: 'Within 30 days.',
    model: 'small-model',
    cached: null,
    route: { tier: 'small', pool: 'local' },
    usage: { prompt_tokens: 40, completion_tokens: 10, total_tokens: 50 },
    cost_usd: 0.000025,
    latency_ms: expect.any(Number),
    sources: ['returns-1'],
  })
  expect(response.headers).toMatchObject({ 'x-turnstream-cache': 'miss', 'x-turnstream-turn': 't_1' })
})

it.each(['exact', 'hot', 'cold'] as const)('a hit of the %s layer says so and costs nothing', async layer => {
  const response = await gateway(({ turnId }) => hit(turnId, 'Within 30 days.', layer, 0.97)).post('/v1/chat', {
    message: 'hi',
  })
  expect(response.json()).toMatchObject({ cached: layer, similarity: 0.97, cost_usd: 0, usage: { total_tokens: 0 } })
  expect(response.json()).not.toHaveProperty('route')
  expect(response.headers['x-turnstream-cache']).toBe(layer)
})

it('a body may say what the path does: no stream here, one there', async () => {
  const { post } = gateway()
  expect((await post('/v1/chat', { message: 'hi', stream: false })).statusCode).toBe(200)
  expect((await post('/v1/chat/stream', { message: 'hi', stream: true })).headers['content-type']).toMatch(
    /event-stream/,
  )
})

it('an answer of the last resort is marked degraded', async () => {
  const script = modelSays('See the FAQ.', { source: 'faq', pool: 'faq', degraded: 'no_upstream' })
  expect((await gateway(script).post('/v1/chat', { message: 'hi' })).json()).toMatchObject({ degraded: 'no_upstream' })
})

it('a cached answer of the last resort is marked degraded too', async () => {
  const { post } = gateway(({ turnId }) => hit(turnId, 'See the FAQ.', 'cold', 0.95, 'no_upstream'))
  expect((await post('/v1/chat', { message: 'hi' })).json()).toMatchObject({ cached: 'cold', degraded: 'no_upstream' })
  const streamed = parseSse((await post('/v1/chat/stream', { message: 'hi' })).body)
  expect(JSON.parse(streamed.at(-1)!.data)).toMatchObject({ cached: 'cold', degraded: 'no_upstream' })
  const body = { model: 'auto', messages: [{ role: 'user', content: 'hi' }] }
  expect((await post('/v1/chat/completions', body)).json().turnstream).toMatchObject({ degraded: 'no_upstream' })
})

it('what was asked reaches the intake as it was sent', async () => {
  const { post, asks } = gateway()
  await post('/v1/chat', {
    message: ' Hi\tthere\n',
    conversation_id: 'c',
    scene: 'returns',
    user_id: 'u',
    model: 'tiny-model',
    temperature: 0,
    max_tokens: 9,
  })
  expect(asks[0]).toMatchObject({
    message: ' Hi\tthere\n',
    conversationId: 'c',
    scene: 'returns',
    userId: 'u',
    model: 'tiny-model',
    temperature: 0,
    maxTokens: 9,
  })
})

it('every response has a request id and its time', async () => {
  const { app } = gateway()
  for (const url of ['/health', '/nope']) {
    const { headers } = await app.inject({ url })
    expect(headers['x-request-id']).toMatch(/^[\w-]{36}$/)
    expect(Number(headers['x-response-time-ms'])).toBeGreaterThan(0)
  }
})

it('a well-formed request id is echoed and goes with the turn', async () => {
  const { post, asks } = gateway()
  const response = await post('/v1/chat', { message: 'hi' }, { 'x-request-id': 'abc-1.2:3' })
  expect(response.headers['x-request-id']).toBe('abc-1.2:3')
  expect(response.json().request_id).toBe('abc-1.2:3')
  expect(asks[0]!.requestId).toBe('abc-1.2:3')
})

it.each(['a b', 'x'.repeat(129), '<script>'])('a malformed request id is replaced: %s', async id => {
  const response = await gateway().post('/v1/chat', { message: 'hi' }, { 'x-request-id': id })
  expect(response.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
})

it('a retry with the same Idempotency-Key is told the same turn', async () => {
  const { post } = gateway()
  const first = await post('/v1/chat', { message: 'hi' }, { 'idempotency-key': 'k1' })
  const second = await post('/v1/chat', { message: 'hi' }, { 'idempotency-key': 'k1' })
  expect(second.json().turn_id).toBe(first.json().turn_id)
})

it('an Idempotency-Key cannot be used for another message', async () => {
  const { post } = gateway()
  await post('/v1/chat', { message: 'hi' }, { 'idempotency-key': 'k1' })
  const second = await post('/v1/chat', { message: 'something else' }, { 'idempotency-key': 'k1' })
  expect(second.statusCode).toBe(400)
  expect(second.json().error.message).toMatch(/another message/)
})

it.each([
  ['TURN_TIMEOUT', 504],
  ['LOG_UNAVAILABLE', 503],
] as const)('trouble with a turn has the status of the catalogue: %s', async (code, status) => {
  const script = () => Promise.reject(turnstreamError(code, 'trouble'))
  const response = await gateway(script).post('/v1/chat', { message: 'hi' })
  expect(response.statusCode).toBe(status)
  expect(response.json().error.code).toBe(code)
  expect(response.headers['retry-after']).toBe('1')
})

it('a defect is told without its text', async () => {
  const script = () => Promise.reject(new Error('secret of the inside'))
  const response = await gateway(script).post('/v1/chat', { message: 'hi' })
  expect(response.json().error.code).toBe('INTERNAL')
  expect(response.body).not.toContain('secret')
})

it('a turn that was cancelled for its client is not told as an empty answer', async () => {
  const script = modelSays('', { finishReason: 'cancelled', source: 'apology' })
  const response = await gateway(script).post('/v1/chat', { message: 'hi' })
  expect(response.statusCode).toBe(499)
  expect(response.json().error.code).toBe('CLIENT_CLOSED')
})

it('a client that leaves ends the wait for its answer', async () => {
  const gate = gateway(() => new Promise(() => undefined))
  const url = await listening(gate)
  const leave = new AbortController()
  const request = fetch(`${url}/v1/chat`, {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hi"}',
  })
  await until(() => gate.signals.length === 1)
  leave.abort()
  await expect(request).rejects.toThrow()
  await until(() => gate.signals[0]!.aborted)
})

it('a client that got its answer did not leave', async () => {
  const gate = gateway(({ turnId }) => answer(turnId, 'yes'))
  const url = await listening(gate)
  const response = await fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: '{"message":"hi"}',
  })
  await response.text()
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(gate.signals[0]!.aborted).toBe(false)
})
