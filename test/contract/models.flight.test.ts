import { afterEach, expect, it } from 'vitest'
import { createChatModels } from '../../infra/models/chat-models.ts'
import { createReplyChannel } from '../../infra/reply/in-process.ts'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import type { Pool } from '../../processors/configuration.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { createCall } from '../../processors/infer/call.ts'
import { infer } from '../../processors/infer/decide.ts'
import { factsOf, prompt, requested, route, views } from '../../processors/infer/infer.fixtures.ts'
import { toRecord } from '../../topics/wire.ts'

const open: ProviderStub[] = []
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close()
})

const start = async (options: Partial<ProviderStubOptions> = {}) => {
  const stub = await startProviderStub({ answer: () => 'You may keep it for thirty days.', ...options })
  open.push(stub)
  const poolOf = (name: string): Pool => ({
    ...views.configuration.pools[name]!,
    baseUrl: `${stub.url}${name === 'large' ? '/v1' : ''}`,
  })
  const models = createChatModels({ pools: { small: poolOf('small'), large: poolOf('large') }, env: {} })
  const reply = createReplyChannel()
  const helpCentre = { version: 'v1', scenes: [], passages: () => [], faq: () => null }
  const call = createCall({
    models,
    helpCentre,
    reply,
    cache: { answer: () => null },
    now: Date.now,
    cancelled: reply.cancelled,
  })
  const run = (event: DomainEvent, ...facts: DomainEvent[]) =>
    call.run(event, {
      facts: factsOf(prompt(event.subject), ...facts),
      views,
      signal: new AbortController().signal,
      redelivered: false,
    })
  return { stub, reply, run }
}

it('makes one call at the provider for a hundred identical misses', async () => {
  const { stub, reply, run } = await start({ perTokenMs: 5 })
  const turns = Array.from({ length: 100 }, (_, at) => `t${at}`)
  const shown = new Map<string, string>()
  for (const turnId of turns)
    reply.subscribe(turnId, got =>
      shown.set(turnId, (shown.get(turnId) ?? '') + (got.kind === 'token' ? got.text : '')),
    )
  const events = (await Promise.all(turns.map(turnId => run(requested(1, {}, turnId))))).flat()
  expect(stub.calls()).toHaveLength(1)
  expect(new Set(shown.values())).toEqual(new Set(['You may keep it for thirty days.']))
  expect(shown.size).toBe(100)
  const billed = events.flatMap(event =>
    isType(event, 'InferenceCompleted') ? [event.data.usage.completionTokens] : [],
  )
  expect(billed.reduce((sum, tokens) => sum + tokens)).toBe(stub.invoice()[0]?.completionTokens)
})

it('cancels the call at the provider when the client of the stream leaves', async () => {
  const { stub, reply, run } = await start({ perTokenMs: 50 })
  const leave = reply.subscribe('t1', () => leave())
  const [event] = await run(requested(1))
  expect(event).toMatchObject({ type: 'InferenceFailed', data: { code: 'CLIENT_CLOSED', partialText: 'You' } })
  await expect.poll(() => stub.calls()).toMatchObject([{ outcome: 'cancelled' }])
})

it('goes from pool to pool, to one of them again, then to the FAQ library, and every event fits its schema', async () => {
  const { stub, run } = await start({ fault: () => ({ kind: 'cut', afterPieces: 2 }) })
  const log: DomainEvent[] = [prompt(), route()]
  let state = infer.initialState()
  for (let input: DomainEvent | undefined = log.at(-1); input; ) {
    const facts = factsOf(...log)
    const outputs = infer.decide(
      state,
      input,
      await infer.gather(input, facts, views, new AbortController().signal),
      views,
    )
    state = outputs.reduce(infer.evolve, state)
    const calls = await Promise.all(
      outputs.filter(({ type }) => type === 'InferenceRequested').map(output => run(output, ...log)),
    )
    log.push(...outputs, ...calls.flat())
    input = calls.flat()[0]
  }
  for (const event of log) expect(toRecord(event, 4).value).toBeInstanceOf(Uint8Array)
  expect(log.map(({ id }) => id)).toEqual([
    't1.prompt',
    't1.route',
    't1.call.1.requested',
    't1.call.1.failed',
    't1.call.2.requested',
    't1.call.2.failed',
    't1.call.3.requested',
    't1.call.3.failed',
    't1.call.4.requested',
    't1.call.4.completed',
    't1.answered',
  ])
  expect(log.at(-1)?.data).toMatchObject({ source: 'apology', degraded: 'failover', calls: 3, learnable: false })
  expect(stub.invoice().map(({ idempotencyKey, wire }) => [idempotencyKey, wire])).toEqual([
    ['t1.call.1', 'ollama'],
    ['t1.call.2', 'openai'],
    ['t1.call.3', expect.any(String)],
  ])
})
