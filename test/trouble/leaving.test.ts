import { expect, it } from 'vitest'
import { parseSse } from '../gateway/gateway.ts'
import { type System, system } from '../gateway/system.ts'

const words = 'word '.repeat(300)
const question = 'How do I return a lamp?'

/** Two ways to ask for a stream. */
const channels = [
  ['/v1/chat/stream', (message: string, conversation?: string) => ({ message, conversation_id: conversation })],
  ['/v1/chat/completions', (message: string) => ({ stream: true, messages: [{ role: 'user', content: message }] })],
] as const

const begin = async ({ post }: System, path: string, body: object, headers: Record<string, string> = {}) => {
  const leave = new AbortController()
  const response = await post(path, body, headers, leave.signal)
  const reader = response.body!.getReader()
  return { turnId: response.headers.get('x-turnstream-turn')!, reader, leave: () => leave.abort() }
}

const answerOf = ({ turnstream }: System, turnId: string) =>
  turnstream.facts.find('TurnAnswered', `${turnId}.answered`)?.data

it.each(channels)(
  'a client that leaves %s cancels its call, pays for what came, and nothing of it is cached',
  async (path, bodyOf) => {
    const slow = await system({ perTokenMs: 20, answer: () => words })
    const { turnId, reader, leave } = await begin(slow, path, bodyOf(question))
    let text = ''
    while (!text.includes('word')) text += Buffer.from((await reader.read()).value!).toString()
    leave()
    await expect.poll(() => slow.stub.calls()[0]?.outcome).toBe('cancelled')
    await slow.turnstream.settled()
    expect(answerOf(slow, turnId)).toMatchObject({ finishReason: 'cancelled', learnable: false })
    const failed = slow.turnstream.facts.event('InferenceFailed', `${turnId}.call.1.failed`).data
    expect(failed).toMatchObject({ code: 'CLIENT_CLOSED', partialText: expect.stringMatching(/^word/) })
    expect(failed.usage.promptTokens).toBeGreaterThan(0)
    expect(failed.usage.completionTokens).toBeGreaterThan(0)
    expect(failed.usage.completionTokens).toBeLessThan(300)
    expect(await slow.turnstream.caches.size()).toBe(0)
    expect(slow.lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(slow.lines).toContainEqual({
      level: 'info',
      message: 'client gone',
      fields: expect.objectContaining({ turnId, why: expect.stringMatching(/left before/) }),
    })
  },
)

it('the conversation of a client that left goes on', async () => {
  const slow = await system({
    perTokenMs: 20,
    answer: messages => (messages.at(-1)!.content === question ? words : 'Yes.'),
  })
  const first = await begin(slow, '/v1/chat/stream', { message: question, conversation_id: 'c1' })
  await first.reader.read()
  await expect.poll(() => slow.stub.calls().length).toBe(1)
  first.leave()
  const next = await slow.post('/v1/chat', { message: 'And a rug?', conversation_id: 'c1' })
  expect(await next.json()).toMatchObject({ message: 'Yes.' })
})

it('a client that leaves before its call has begun makes none', async () => {
  const busy = await system({ firstTokenMs: 150, answer: messages => `Answer to: ${messages.at(-1)!.content}` })
  const first = busy.post('/v1/chat', { message: question, conversation_id: 'c1' })
  await expect.poll(() => busy.stub.calls().length).toBe(1)
  // The second turn of the conversation waits for the first one's answer.
  const second = await begin(busy, '/v1/chat/stream', { message: 'And a rug?', conversation_id: 'c1' })
  second.leave()
  expect((await first).status).toBe(200)
  await busy.turnstream.settled()
  expect(answerOf(busy, second.turnId)).toMatchObject({ finishReason: 'cancelled' })
  expect(busy.stub.calls()).toHaveLength(1)
})

it('of several who follow one call one may leave, the leader too: the others get all of it', async () => {
  const joined = await system({ firstTokenMs: 100, perTokenMs: 2, answer: () => words })
  const streams = await Promise.all(
    ['u1', 'u2', 'u3'].map(user =>
      begin(joined, '/v1/chat/stream', { message: question, user_id: user, max_tokens: 1_000 }),
    ),
  )
  await expect.poll(() => joined.stub.calls().length).toBe(1)
  const leaders = streams.filter(({ turnId }) => joined.stub.calls()[0]!.idempotencyKey === `${turnId}.call.1`)
  expect(leaders).toHaveLength(1)
  leaders[0]!.leave()
  const others = streams.filter(stream => stream !== leaders[0])
  for (const { reader } of others) {
    let text = ''
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      text += Buffer.from(piece.value).toString()
    const events = parseSse(text)
    expect(events.at(-1)!.event).toBe('done')
    expect(JSON.parse(events.at(-1)!.data).message.trim()).toBe(words.trim())
  }
  expect(joined.stub.calls().map(({ outcome }) => outcome)).toEqual(['completed'])
})
