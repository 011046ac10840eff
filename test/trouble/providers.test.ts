import { expect, it } from 'vitest'
import { system } from '../gateway/system.ts'

const question = { message: 'How do I return a lamp?' }

it('a provider that hangs is given up at its time limit, and the next pool answers', async () => {
  const { post, stub } = await system(
    { fault: (_request, number) => (number === 1 ? { kind: 'hang' } : null) },
    { pool: { timeoutMs: 1_000 } },
  )
  const response = await post('/v1/chat', question)
  expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^Answer to/), model: 'stub-other' })
  expect(stub.calls().map(({ outcome }) => outcome)).toEqual(['cancelled', 'completed'])
})

it('where every provider hangs the last resort answers, and other turns are not held up', async () => {
  const { post, stub } = await system(
    { fault: ({ messages }) => (messages.at(-1)!.content.includes('lamp') ? { kind: 'hang' } : null) },
    { pool: { timeoutMs: 1_500 } },
  )
  const hanging = Array.from({ length: 20 }, (_, number) =>
    post('/v1/chat', { message: `Is lamp ${number} in stock?` }),
  )
  await expect.poll(() => stub.calls().length).toBeGreaterThan(0)
  expect(await (await post('/v1/chat', { message: 'Is the rug in stock?' })).json()).toMatchObject({
    model: 'stub-small',
  })
  for (const response of await Promise.all(hanging)) {
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ degraded: 'failover' })
  }
})

it('an answer that does not come in time is told as such, and the turn goes on without its client', async () => {
  const { post, stub, turnstream } = await system(
    { firstTokenMs: 400 },
    { configuration: { server: { answerTimeoutMs: 100 } } },
  )
  const response = await post('/v1/chat', question, { 'idempotency-key': 'k' })
  expect(response.status).toBe(504)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await response.json()).toMatchObject({ error: { code: 'TURN_TIMEOUT' } })
  await turnstream.settled()
  const again = await post('/v1/chat', question, { 'idempotency-key': 'k' })
  expect(await again.json()).toMatchObject({ message: expect.stringMatching(/^Answer to/) })
  expect(stub.calls()).toHaveLength(1)
})
