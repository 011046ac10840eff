import OpenAI from 'openai'
import { expect, it } from 'vitest'
import type { StubRequest } from '../../infra/stub/format.ts'
import { parseSse, until } from './gateway.ts'
import { internalToken, system } from './system.ts'

const question = { message: 'How long do I have to return an item?' }
interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
}
const json = async <T = Answer>(response: Promise<Response>): Promise<T> => (await response).json() as Promise<T>

it('a question misses, its repeat is an exact hit, and a policy change makes the next one a miss', async () => {
  const { post, turnstream, stub } = await system()
  expect((await json(post('/v1/chat', question))).cached).toBeNull()
  await turnstream.settled()
  const repeat = await post('/v1/chat', question)
  expect(repeat.headers.get('x-turnstream-cache')).toBe('exact')
  expect(await repeat.json()).toMatchObject({ cached: 'exact', similarity: 1, cost_usd: 0 })
  const change = await json<{ epoch: number }>(
    post('/v1/policies', { match: { keywords: ['return'] }, reason: 'new law' }),
  )
  expect(change.epoch).toBe(0)
  expect((await json(post('/v1/chat', question))).cached).toBeNull()
  expect(stub.invoice()).toHaveLength(2)
})

it('an answer marked unhelpful is not served again once the mark is acknowledged', async () => {
  const { post, turnstream } = await system()
  const { turn_id } = await json(post('/v1/chat', question))
  await turnstream.settled()
  expect((await post('/v1/feedback', { turn_id, helpful: false })).status).toBe(200)
  expect((await json(post('/v1/chat', question))).cached).toBeNull()
})

it('the openai package gets answers from the whole system, streaming and not, and hits on the repeat', async () => {
  const { url, turnstream } = await system()
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 })
  const body = { model: 'stub-pinned', messages: [{ role: 'user' as const, content: 'Where is my parcel?' }] }
  let text = ''
  for await (const chunk of await client.chat.completions.create({ ...body, stream: true }))
    text += chunk.choices[0]?.delta.content ?? ''
  expect(text).toBe('Answer to: Where is my parcel?')
  await turnstream.settled()
  const { data, response } = await client.chat.completions.create(body).withResponse()
  expect(data.choices[0]!.message.content).toBe(text)
  expect(data.model).toBe('stub-pinned')
  expect(response.headers.get('x-turnstream-turn')).toMatch(/^t_/)
})

it('two requests with one Idempotency-Key make one call and get one turn', async () => {
  const { post, stub } = await system({ firstTokenMs: 50 })
  const answers = await Promise.all([1, 2].map(() => json(post('/v1/chat', question, { 'idempotency-key': 'k' }))))
  const later = await json(post('/v1/chat', question, { 'idempotency-key': 'k' }))
  expect(new Set([...answers, later].map(({ turn_id }) => turn_id)).size).toBe(1)
  expect(stub.calls()).toHaveLength(1)
})

it('a retry gets the answer although the client that asked first has left', async () => {
  const { post, stub } = await system({ firstTokenMs: 300 })
  const leave = new AbortController()
  const first = post('/v1/chat/stream', question, { 'idempotency-key': 'k' }, leave.signal)
  await until(() => stub.calls().length === 1)
  leave.abort()
  await first.catch(() => undefined)
  expect((await json(post('/v1/chat', question, { 'idempotency-key': 'k' }))).message).toContain('Answer to')
  expect(stub.calls()).toHaveLength(1)
})

it('a client that leaves a stream cancels the call at the provider', async () => {
  const { post, stub, turnstream } = await system({ perTokenMs: 50, answer: () => 'word '.repeat(200) })
  const leave = new AbortController()
  const response = await post('/v1/chat/stream', question, {}, leave.signal)
  const turnId = response.headers.get('x-turnstream-turn')!
  await response.body!.getReader().read()
  await until(() => stub.calls().length === 1)
  leave.abort()
  await turnstream.settled()
  expect(turnstream.facts.find('TurnAnswered', `${turnId}.answered`)!.data.finishReason).toBe('cancelled')
})

it('a model that is cut in the middle is followed by another: the stream restarts and adds up', async () => {
  const fault = (_request: StubRequest, number: number) =>
    number === 1 ? ({ kind: 'cut', afterPieces: 2 } as const) : null
  const { post } = await system({ fault })
  const events = parseSse(await (await post('/v1/chat/stream', question)).text())
  const names = events.map(({ event }) => event)
  expect(names).toContain('restart')
  const after = events.slice(names.indexOf('restart')).filter(({ event }) => event === 'token')
  const { message } = JSON.parse(events.at(-1)!.data)
  expect(after.map(({ data }) => JSON.parse(data).text).join('')).toBe(message)
  expect(message).toBe(`Answer to: ${question.message}`)
})

it('an answer is explained over HTTP', async () => {
  const { post, get, turnstream } = await system()
  const { turn_id } = await json(post('/v1/chat', question))
  await turnstream.settled()
  expect(await json(get(`/v1/explain/${turn_id}`))).toMatchObject({
    turn_id,
    turn: { message: question.message },
    resolution: { outcome: 'none', reason: 'no_candidate' },
    route: { tier: 'small' },
    calls: [{ pool: 'first', state: 'completed' }],
    answer: { source: 'model' },
    learned: { stored: true },
  })
})

it('a rebuild under load gives the same read model, and nobody sees it half folded', async () => {
  const { post, turnstream } = await system()
  for (let i = 0; i < 20; i++)
    await post('/v1/chat', { message: `Question number ${i} about returns`, user_id: 'jane' })
  await turnstream.settled()
  const ask = (): Promise<Answer> =>
    json(post('/v1/chat', { message: 'Question number 7 about returns', user_id: 'jane' }))
  const [rebuilt, ...asked] = await Promise.all([
    json<{ equal: boolean; caches: readonly { after: { entries: number } }[] }>(
      post('/internal/rebuild', {}, { 'x-turnstream-token': internalToken }),
    ),
    ...Array.from({ length: 20 }, ask),
  ])
  expect(rebuilt).toMatchObject({
    equal: true,
    caches: [{ layer: 'embedded', after: { entries: await turnstream.caches.size() } }],
  })
  expect(asked.map(({ cached }) => cached)).toEqual(asked.map(() => 'exact'))
})
