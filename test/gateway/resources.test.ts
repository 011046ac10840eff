import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { answer, hit, modelSays } from './fake.ts'
import { gateway, listening, silent, until } from './gateway.ts'

it('feedback is handed on with what was said', async () => {
  const { post, feedback } = gateway()
  const response = await post('/v1/feedback', { turn_id: 't_1', helpful: false, rating: 1, comment: 'no\u0000!' })
  expect(response.json()).toEqual({ feedback_id: 't_1.feedback.1', turn_id: 't_1' })
  expect(feedback).toEqual([
    { turnId: 't_1', tenant: 'default', helpful: false, rating: 1, comment: 'no!', by: 'anonymous' },
  ])
})

it.each([
  [{ rating: 1 }, false],
  [{ rating: 2 }, false],
  [{ rating: 3 }, null],
  [{ rating: 1, helpful: true }, true],
])('a rating of 2 or less is unhelpful unless said otherwise: %o', async (given, helpful) => {
  const { post, feedback } = gateway()
  expect((await post('/v1/feedback', { turn_id: 't_1', ...given })).statusCode).toBe(200)
  expect(feedback).toMatchObject([{ rating: given.rating, helpful }])
})

it('a policy change is put in force as it was asked for', async () => {
  const { post, policies } = gateway()
  const body = {
    scene: 'returns',
    match: { keywords: ['30 days'], before_version: '7' },
    rollout: { share_per_day: 0.2 },
    reason: 'new law',
    version: 'v2',
  }
  expect((await post('/v1/policies', body)).json()).toEqual({ version: 'v2', epoch: 0 })
  expect(policies[0]).toEqual({
    version: 'v2',
    tenant: 'default',
    scene: 'returns',
    keywords: ['30 days'],
    products: [],
    entries: [],
    sources: [],
    revision: null,
    beforeVersion: '7',
    sharePerDay: 0.2,
    prewarm: 0,
    announced: null,
    reason: 'new law',
    by: 'api',
  })
})

it('a policy change without a version gets one of its own', async () => {
  const { post } = gateway()
  const [a, b] = await Promise.all([1, 2].map(() => post('/v1/policies', { match: {}, reason: 'r' })))
  expect(a!.json().version).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/)
  expect(a!.json().version).not.toBe(b!.json().version)
})

it('the process is healthy and ready, and says what troubles it', async () => {
  const gate = gateway()
  expect((await gate.app.inject('/health')).json()).toMatchObject({ status: 'ok', version: '1.2.3' })
  expect((await gate.app.inject('/ready')).json()).toEqual({ ready: true, reasons: [], degraded: {} })
  gate.trouble = 'the disk is full'
  const response = await gate.app.inject('/ready')
  expect(response.statusCode).toBe(503)
  expect(response.json()).toEqual({ ready: false, reasons: ['the disk is full'], degraded: {} })
})

it('a part that turns can do without is told, and the process stays ready', async () => {
  const gate = gateway()
  gate.parts = [
    ['redis', 'Redis at r:6379: connection refused'],
    ['lease', null],
  ]
  const response = await gate.app.inject('/ready')
  expect([response.statusCode, response.json()]).toEqual([
    200,
    { ready: true, reasons: [], degraded: { redis: 'Redis at r:6379: connection refused' } },
  ])
})

it('a log that refuses turns makes the process unready until it takes one again', async () => {
  let full = true
  const gate = gateway(({ turnId }) =>
    full ? Promise.reject(turnstreamError('LOG_UNAVAILABLE', 'no room')) : hit(turnId, 'yes'),
  )
  const ready = async () => (await gate.app.inject('/ready')).json()
  expect((await gate.post('/v1/chat', { message: 'hi' })).headers['retry-after']).toBe('1')
  expect(await ready()).toMatchObject({ ready: false, reasons: [expect.stringMatching(/^the log cannot be written/)] })
  expect((await gate.app.inject('/metrics')).body).toContain('turnstream_ready 0')
  full = false
  await gate.post('/v1/chat', { message: 'hi' })
  expect(await ready()).toEqual({ ready: true, reasons: [], degraded: {} })
})

it('each answer has a line where lines of detail are wanted, and none where not', async () => {
  const lines: unknown[] = []
  const logger = { ...silent, debug: (fields: object, message: string) => void lines.push({ ...fields, message }) }
  const gate = gateway(undefined, { logger })
  const { headers } = await gate.post('/v1/chat', { message: 'hi' })
  await gate.app.inject('/nowhere')
  expect(lines).toEqual([
    {
      message: 'answered',
      requestId: headers['x-request-id'],
      turnId: 't_1',
      method: 'POST',
      route: '/v1/chat',
      status: 200,
      ms: expect.any(Number),
    },
    expect.objectContaining({ method: 'GET', route: null, status: 404 }),
  ])
})

it('a draining server finishes what runs, refuses what is new and goes on telling its state', async () => {
  const letGo = Promise.withResolvers<void>()
  const gate = gateway(async ({ turnId }) => {
    await letGo.promise
    return answer(turnId, 'yes')
  })
  const url = await listening(gate)
  const chat = () =>
    fetch(`${url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"hi"}',
    })
  const running = chat()
  await until(() => gate.asks.length === 1)
  const drained = gate.app.drain(5_000)
  const refused = await chat()
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(await refused.json()).toMatchObject({ error: { code: 'NOT_READY' } })
  expect((await fetch(`${url}/ready`)).status).toBe(503)
  expect((await fetch(`${url}/health`)).status).toBe(200)
  letGo.resolve()
  expect((await running).status).toBe(200)
  expect(await drained).toBe(true)
})

it('draining gives up on what does not end in time, and says so', async () => {
  const gate = gateway(() => new Promise(() => undefined))
  const url = await listening(gate)
  const leave = new AbortController()
  fetch(`${url}/v1/chat`, {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hi"}',
  }).catch(() => undefined)
  await until(() => gate.asks.length === 1)
  expect(await gate.app.drain(30)).toBe(false)
  leave.abort()
})

it('closing waits for what runs, but for no connection that is merely open', async () => {
  const letGo = Promise.withResolvers<void>()
  const gate = gateway(
    async ({ turnId }) => {
      await letGo.promise
      return answer(turnId, 'yes')
    },
    { configuration: { server: { drainMs: 30_000 } } },
  )
  const url = await listening(gate)
  const { hostname, port } = new URL(url)
  const open = connect({ host: hostname, port: Number(port) })
  await once(open, 'connect')
  const running = fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hi"}',
  })
  await until(() => gate.asks.length === 1)
  const closed = gate.app.close()
  letGo.resolve()
  expect((await running).status).toBe(200)
  await closed
  open.destroy()
})

it('metrics count hits by layer, answers, tokens, cost, errors, feedback and policies', async () => {
  const { post, app } = gateway(({ turnId, ask }) =>
    ask.message === 'again' ? hit(turnId, 'yes') : answer(turnId, 'yes'),
  )
  await post('/v1/chat', { message: 'once' })
  await post('/v1/chat', { message: 'again' })
  await post('/v1/chat/stream', { message: 'once' })
  await post('/v1/chat', { message: '' })
  await post('/v1/feedback', { turn_id: 't_1', rating: 4, helpful: true })
  await post('/v1/policies', { match: {}, reason: 'r' })
  const { body, headers } = await app.inject('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  for (const line of [
    'turnstream_reviews_open 2',
    'turnstream_cache_lookups_total{layer="none"} 2',
    'turnstream_cache_lookups_total{layer="exact"} 1',
    'turnstream_answers_total{channel="http",source="model",tier="small",pool="local"} 1',
    'turnstream_answers_total{channel="stream",source="model",tier="small",pool="local"} 1',
    'turnstream_tokens_total{kind="prompt",pool="local"} 80',
    'turnstream_cost_usd_total{tier="small",pool="local"} 0.00005',
    'turnstream_errors_total{code="BAD_REQUEST"} 1',
    'turnstream_feedback_total{helpful="true"} 1',
    'turnstream_satisfaction_rating_bucket{le="4"} 1',
    'turnstream_policy_changes_total{rollout="at_once"} 1',
    'turnstream_cache_entries 3',
    'turnstream_first_token_seconds_count{layer="none"} 1',
    'turnstream_build_info{version="1.2.3"} 1',
  ])
    expect(body).toContain(line)
})

it('the cache says what is in it and under which versions it serves', async () => {
  expect((await gateway().app.inject('/v1/cache')).json()).toMatchObject({
    entries: 3,
    log: 'log-1',
    policy_epoch: -1,
    threshold: 0.93,
  })
})

it('the API describes every public route, from the schemas that it validates with', async () => {
  const document = (await gateway().app.inject('/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  const paths = Object.keys(document.paths)
  expect(paths).toEqual(
    expect.arrayContaining([
      '/health',
      '/metrics',
      '/openapi.json',
      '/ready',
      '/v1/cache',
      '/v1/chat',
      '/v1/chat/completions',
      '/v1/chat/stream',
      '/v1/explain/{turnId}',
      '/v1/feedback',
      '/v1/models',
      '/v1/models/{model}',
      '/v1/pools',
      '/v1/policies',
    ]),
  )
  expect(paths.filter(path => path.startsWith('/internal'))).toEqual([])
  const { schema } = document.paths['/v1/chat'].post.requestBody.content['application/json']
  expect(schema.properties.message).toMatchObject({ type: 'string', maxLength: 200 })
  expect(schema.additionalProperties).toBe(false)
  expect(Object.keys(document.paths['/v1/policies'].post.responses)).toEqual(['200', '202', 'default'])
})

it('the front page says what this is', async () => {
  const response = await gateway().app.inject('/')
  expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(response.body).toContain('Turnstream 1.2.3')
})

const policy = policyOf({ version: 'v9' })
const records = [{ type: 'PolicyChanged', key: 'all', id: 'e1', time: '2026-01-02T03:04:05Z', data: policy }]

it('internal routes do not exist without the token of the run file', async () => {
  const { post } = gateway(modelSays('x'), { internalToken: 'right' })
  const without: Record<string, string>[] = [{}, { 'x-turnstream-token': 'wrong' }]
  for (const headers of without) expect((await post('/internal/append', { records }, headers)).statusCode).toBe(404)
  const closed = gateway()
  expect((await closed.post('/internal/append', { records }, { 'x-turnstream-token': 'right' })).statusCode).toBe(404)
})

it('internal routes do not exist for other machines', async () => {
  const { app } = gateway(modelSays('x'), { internalToken: 'right' })
  const from = (remoteAddress: string) =>
    app.inject({
      method: 'POST',
      url: '/internal/append',
      remoteAddress,
      headers: { 'x-turnstream-token': 'right' },
      payload: { records },
    })
  expect((await from('10.0.0.7')).statusCode).toBe(404)
  expect((await from('::ffff:127.0.0.1')).statusCode).toBe(200)
})

it('events are appended for a command, checked against their schema', async () => {
  const { post, appended } = gateway(modelSays('x'), { internalToken: 'right' })
  const token = { 'x-turnstream-token': 'right' }
  const response = await post('/internal/append', { records }, token)
  expect(response.json()).toEqual({ positions: [{ id: 'e1', topic: 'policy.changes', partition: 0, offset: 0 }] })
  expect(appended[0]).toMatchObject({
    topic: 'policy.changes',
    timestampMs: Date.parse('2026-01-02T03:04:05Z'),
    headers: { ce_id: 'e1', ce_subject: 'v9' },
  })
  const bad = await post(
    '/internal/append',
    { records: [{ ...records[0], data: { ...policy, prewarm: 'many' } }] },
    token,
  )
  expect(bad.statusCode).toBe(400)
  expect(bad.json().error).toMatchObject({ code: 'RECORD_INVALID', message: expect.stringContaining('prewarm') })
})
