import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import type { Fault } from '../../infra/stub/fault.ts'
import { type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { serve } from '../chaos/serving.ts'
import { type System, system } from '../gateway/system.ts'
import { ask, askAll, callsOf, eventsOf, expectAccounted, expectVerified } from './asking.ts'

/** No other pool is left when `first` has failed: `second` may not see what anybody writes. */
const alone = (provider: Partial<ProviderStubOptions>, pool: object = {}): Promise<System> =>
  system(provider, {
    pool: { region: 'eu', ...pool },
    configuration: { route: { residency: { '*': ['eu'] } }, pools: { second: { kind: 'faq', model: 'faq-library' } } },
  })

/** Fails the first call so, and no other. */
const once =
  (fault: Fault) =>
  (_request: unknown, number: number): Fault | null =>
    number === 1 ? fault : null

const failuresOf = async (opened: System): Promise<DomainEvent<'InferenceFailed'>[]> =>
  (await eventsOf(opened, 'chat.inferences')).filter(event => event.type === 'InferenceFailed')

it.each<[string, Fault]>([
  ['500', { kind: 'status', status: 500 }],
  ['429', { kind: 'status', status: 429 }],
  ['503 with Retry-After', { kind: 'status', status: 503, retryAfterS: 0 }],
  ['a stream that is cut', { kind: 'cut', afterPieces: 2 }],
])('after %s from the only pool the turn calls it once more, and is not degraded', async (_what, fault) => {
  const opened = await alone({ fault: once(fault) })
  const { turn_id, model, degraded } = await ask(opened)
  expect({ model, degraded }).toEqual({ model: 'stub-small', degraded: undefined })
  const calls = await callsOf(opened.url, turn_id)
  expect(calls).toMatchObject([
    { pool: 'first', state: 'failed', not_before: null },
    { pool: 'first', state: 'completed', not_before: expect.any(String) },
  ])
  expect(await expectAccounted(opened, [turn_id])).toBe(2)
  await expectVerified(opened)
})

it.each<[string, Fault, object]>([
  ['a request that is refused', { kind: 'status', status: 400 }, {}],
  ['a call that used up its time limit', { kind: 'hang' }, { timeoutMs: 1_500 }],
  ['a pause that does not fit into the time limit', { kind: 'status', status: 429, retryAfterS: 40 }, {}],
  ['a failure after which the pool is left alone', { kind: 'status', status: 500 }, { breaker: { least: 1 } }],
  ['a budget of nothing', { kind: 'status', status: 500 }, { retries: 0 }],
])('after %s the help centre answers at once', async (_what, fault, pool) => {
  const opened = await alone({ fault: once(fault) }, pool)
  const { turn_id, degraded } = await ask(opened)
  expect(degraded).toBe('failover')
  expect((await callsOf(opened.url, turn_id)).map(call => call.pool)).toEqual(['first', 'faq'])
  expect(opened.stub.calls()).toHaveLength(1)
  await expectVerified(opened)
})

it('of two pools that both fail the one is called again that may be tried sooner', async () => {
  const fault = ({ model }: { model: string }, number: number): Fault | null =>
    number > 2 ? null : { kind: 'status', status: 429, retryAfterS: model === 'stub-small' ? 20 : 0 }
  const opened = await system({ fault })
  const { turn_id, model } = await ask(opened)
  expect(model).toBe('stub-other')
  expect((await callsOf(opened.url, turn_id)).map(({ pool }) => pool)).toEqual(['first', 'second', 'second'])
  await expectVerified(opened)
})

it('Retry-After is kept: the turn waits for it, and so do those that come meanwhile', async () => {
  const opened = await alone({ fault: once({ kind: 'status', status: 429, retryAfterS: 1 }) })
  const told = await askAll(opened, 3, 1)
  expect(told.map(({ degraded }) => degraded)).toEqual([undefined, undefined, undefined])
  expect(opened.stub.calls()).toHaveLength(4)
  const [refused] = (await failuresOf(opened)).filter(({ data }) => data.message.includes('HTTP 429'))
  expect(refused!.data.againAtMs! - refused!.timeMs).toBeGreaterThan(1_000)
  await expectVerified(opened)
})

/** Before so many calls none is left alone. */
const neverOpen = { calls: 10_000, least: 10_000 }

/** Of 120 turns at a pool that fails three calls of ten, how many the help centre had to answer. */
const degradedWith = async (retries: number): Promise<number> => {
  const random = seededRandom(7)
  const faults: readonly Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429 },
    { kind: 'cut', afterPieces: 2 },
    { kind: 'unfinished', afterPieces: 2 },
  ]
  const opened = await alone(
    { fault: () => (random.chance(0.3) ? random.pick(faults) : null) },
    { retries, breaker: neverOpen },
  )
  const told = await askAll(opened, 6, 20)
  await expectAccounted(
    opened,
    told.map(({ turn_id }) => turn_id),
  )
  await expectVerified(opened)
  return told.filter(({ degraded }) => degraded).length
}

it('where the only pool fails three calls of ten, retries leave less than half as many turns to the help centre', async () => {
  const without = await degradedWith(0)
  const within = await degradedWith(0.5)
  expect(without).toBeGreaterThan(24)
  expect(within).toBeLessThan(without / 2)
}, 60_000)

it('a pool that fails all calls is called no more often than its budget allows', async () => {
  const opened = await alone(
    { fault: () => ({ kind: 'status', status: 500 }) },
    { breaker: neverOpen, timeoutMs: 2_000 },
  )
  const told = await askAll(opened, 6, 10)
  expect(told.every(({ degraded }) => degraded === 'failover')).toBe(true)
  const calls = opened.stub.calls().length
  expect(calls).toBeGreaterThan(60)
  expect(calls).toBeLessThanOrEqual(60 + 0.1 * 60 + 3)
  await expectAccounted(
    opened,
    told.map(({ turn_id }) => turn_id),
  )
  await expectVerified(opened)
}, 60_000)

it('a client that leaves while its turn waits ends the wait, and no call is made', async () => {
  const opened = await alone({ fault: once({ kind: 'status', status: 429, retryAfterS: 20 }) })
  const leave = new AbortController()
  const response = await opened.post('/v1/chat/stream', { message: 'Is the blue lamp in stock?' }, {}, leave.signal)
  const turnId = response.headers.get('x-turnstream-turn')!
  await expect.poll(async () => (await callsOf(opened.url, turnId)).length).toBe(2)
  leave.abort()
  await opened.turnstream.settled()
  expect(opened.turnstream.facts.event('TurnAnswered', `${turnId}.answered`).data.finishReason).toBe('cancelled')
  expect(opened.stub.calls()).toHaveLength(1)
  await expectVerified(opened)
})

const question = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': 'waits' },
  body: JSON.stringify({ message: 'Is the blue lamp in stock?' }),
}

it('a turn that waits when its server is killed is answered by the next one', async () => {
  const stub = await startProviderStub({
    answer: () => 'It is.',
    fault: once({ kind: 'status', status: 429, retryAfterS: 4 }),
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-retries-'))
  const config = join(dataDir, 'turnstream.json')
  const only = { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1`, model: 'stub' }
  writeFileSync(config, JSON.stringify({ pools: { only } }))
  const first = await serve(dataDir, ['--config', config])
  const response = await fetch(`${first.url}/v1/chat/stream`, question)
  const turnId = response.headers.get('x-turnstream-turn')!
  await expect
    .poll(async () => (await callsOf(first.url, turnId)).map(({ state }) => state))
    .toEqual(['failed', 'outstanding'])
  // What explain shows has its place on the log, and is on the disk a moment later.
  await delay(500)
  await first.kill('SIGKILL')

  const second = await serve(dataDir, ['--config', config])
  onTestFinished(async () => {
    await second.kill('SIGKILL')
    await stub.close()
    rmSync(dataDir, { recursive: true })
  })
  await expect
    .poll(async () => (await callsOf(second.url, turnId)).map(({ state }) => state), { timeout: 20_000 })
    .toEqual(['failed', 'completed'])
  const answered = (await (await fetch(`${second.url}/v1/chat`, question)).json()) as {
    turn_id: string
    message: string
  }
  expect(answered).toMatchObject({ turn_id: turnId, message: 'It is.' })
  expect(stub.calls()).toHaveLength(2)
}, 60_000)
