import OpenAI, { APIError } from 'openai'
import { afterEach, expect, it } from 'vitest'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from './provider.ts'

const open: ProviderStub[] = []
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close()
})

const start = async (options: Partial<ProviderStubOptions> = {}) => {
  const stub = await startProviderStub({ answer: messages => `You said: ${messages.at(-1)?.content}`, ...options })
  open.push(stub)
  const client = new OpenAI({ baseURL: `${stub.url}/v1`, apiKey: 'any', maxRetries: 0, logLevel: 'off' })
  return { stub, client }
}

const ask = { model: 'm', messages: [{ role: 'user' as const, content: 'hello' }] }

it('answers the same with and without streaming, for the same bill', async () => {
  const { stub, client } = await start()
  const whole = await client.chat.completions.create(ask)
  let text = ''
  for await (const chunk of await client.chat.completions.create({ ...ask, stream: true }))
    text += chunk.choices[0]?.delta.content ?? ''
  expect(whole.choices[0]?.message.content).toBe('You said: hello')
  expect(text).toBe('You said: hello')
  const [one, two] = stub.invoice()
  expect({ ...two, number: 1 }).toEqual(one)
  expect(whole.usage).toMatchObject({ prompt_tokens: one?.promptTokens, completion_tokens: one?.completionTokens })
})

it('bills a key that comes twice twice, and tells of it', async () => {
  const { stub, client } = await start()
  for (let times = 0; times < 2; times++)
    await client.chat.completions.create(ask, { headers: { 'Idempotency-Key': 'once' } })
  expect(stub.invoice().map(({ idempotencyKey }) => idempotencyKey)).toEqual(['once', 'once'])
})

it('lists its models on both wires', async () => {
  const { stub, client } = await start({ models: ['a', 'b'] })
  const names = []
  for await (const { id } of client.models.list()) names.push(id)
  const tags = (await (await fetch(`${stub.url}/api/tags`)).json()) as { models: { name: string }[] }
  expect(names).toEqual(['a', 'b'])
  expect(tags.models.map(({ name }) => name)).toEqual(['a', 'b'])
})

it('fails on demand, with Retry-After, and bills nothing for it', async () => {
  const { stub, client } = await start({
    fault: (_request, number) => (number === 1 ? { kind: 'status', status: 429, retryAfterS: 7 } : null),
  })
  const error = await client.chat.completions.create(ask).catch(reason => reason)
  expect(error).toBeInstanceOf(APIError)
  expect([error.status, error.headers.get('retry-after')]).toEqual([429, '7'])
  await client.chat.completions.create(ask)
  expect(stub.calls().map(({ outcome }) => outcome)).toEqual(['refused', 'completed'])
  expect(stub.invoice()).toHaveLength(1)
})

it('takes the time it is told to', async () => {
  const { client } = await start({ firstTokenMs: 40, perTokenMs: 20 })
  const began = performance.now()
  const times: number[] = []
  for await (const _chunk of await client.chat.completions.create({ ...ask, stream: true }))
    times.push(performance.now() - began)
  expect(times[0]).toBeGreaterThan(35)
  // From the beginning, not from the first: whatever is late in arriving, nothing is early.
  expect(times.at(-1)).toBeGreaterThan(75)
})

it('refuses what is not JSON, and paths that it does not have', async () => {
  const { stub } = await start()
  const bad = await fetch(`${stub.url}/v1/chat/completions`, { method: 'POST', body: '{' })
  expect([bad.status, (await fetch(`${stub.url}/v2`)).status]).toEqual([400, 404])
})

it.each([
  ['openai', '/v1/chat/completions', { authorization: 'Bearer k' }, { 'api-key': 'k' }, 401],
  ['azure', '/openai/v1/chat/completions', { 'api-key': 'k' }, { authorization: 'Bearer k' }, 401],
  ['azure', '/openai/deployments/m/chat/completions', { 'api-key': 'k' }, { 'api-key': 'x' }, 401],
  ['bedrock', '/model/m/converse-stream', { authorization: 'Bearer k' }, { 'api-key': 'k' }, 403],
  ['ollama', '/api/chat', { authorization: 'Bearer k' }, {}, 401],
])('lets in at the %s wire %s who has its key where that wire wants it', async (wire, path, good, bad, refused) => {
  const { stub } = await start({ apiKey: 'k' })
  const post = async (headers: Record<string, string>) => {
    const response = await fetch(stub.url + path, { method: 'POST', body: JSON.stringify({ model: 'm' }), headers })
    await response.arrayBuffer()
    return response.status
  }
  expect([await post(good as Record<string, string>), await post(bad as Record<string, string>)]).toEqual([
    200,
    refused,
  ])
  expect(stub.calls()).toMatchObject([{ wire, outcome: 'completed' }, { outcome: 'refused' }])
})

it('wants requests to Bedrock signed, for Bedrock', async () => {
  const { stub } = await start()
  const signatureFor = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`
  const date = '20260101T000000Z'
  const post = async (headers: Record<string, string>) =>
    (await fetch(`${stub.url}/model/m/converse-stream`, { method: 'POST', body: '{}', headers })).status
  expect([
    await post({}),
    await post({ authorization: signatureFor('bedrock') }),
    await post({ authorization: signatureFor('s3'), 'x-amz-date': date }),
    await post({ authorization: signatureFor('bedrock'), 'x-amz-date': date }),
  ]).toEqual([403, 403, 403, 200])
})
