import { expect, it } from 'vitest'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import type { Fault } from '../../infra/stub/fault.ts'
import { startProviderStub } from '../../infra/stub/provider.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { toRecord } from '../../topics/wire.ts'
import { type System, system } from '../gateway/system.ts'
import { ask, askAll, callsOf, eventsOf, expectAccounted, expectVerified } from './asking.ts'

const healthOf = async (opened: System): Promise<string[]> =>
  (await eventsOf(opened, 'control')).flatMap(({ type, data }) =>
    type === 'PoolHealthChanged' ? [`${data.pool} ${data.state}`] : [],
  )
const poolsAsked = async ({ url }: System, turnId: string): Promise<string[]> =>
  (await callsOf(url, turnId)).map(({ pool }) => pool)

it('a pool that is gone is left alone: turns are routed past it, and to it again once it is back', async () => {
  const gone = await startProviderStub({ answer: () => 'From the one that was gone.' })
  const port = Number(new URL(gone.url).port)
  await gone.close()
  const first = { kind: 'openai', tier: 'small', baseUrl: `${gone.url}/v1`, model: 'stub-small' }
  const opened = await system(
    {},
    { configuration: { pools: { first: { ...first, breaker: { least: 3, pauseMs: 100 } } } } },
  )
  for (let turn = 0; turn < 3; turn++) {
    const { turn_id, model } = await ask(opened)
    expect(model).toBe('stub-other')
    expect(await poolsAsked(opened, turn_id)).toEqual(['first', 'second'])
  }
  await expect.poll(() => healthOf(opened)).toEqual(['first down'])
  expect(await (await opened.get('/ready')).json()).toMatchObject({
    ready: true,
    degraded: { 'pool first': expect.stringContaining('ECONNREFUSED') },
  })
  expect((await (await opened.get('/metrics')).text()).match(/part="pool \w+"} \d/g)).toEqual([
    'part="pool first"} 0',
    'part="pool second"} 1',
  ])
  await expect.poll(async () => poolsAsked(opened, (await ask(opened)).turn_id)).toEqual(['second'])

  const back = await startProviderStub({ answer: () => 'From the one that was gone.', port })
  await expect.poll(async () => (await ask(opened)).model, { timeout: 10_000 }).toBe('stub-small')
  expect(await healthOf(opened)).toEqual(['first down', 'first healthy'])
  expect(await (await opened.get('/ready')).json()).toMatchObject({ degraded: {} })
  await expectVerified(opened)
  await back.close()
}, 30_000)

it('a pool that was down when its server died is looked at by the next one', async () => {
  const opened = await system({}, { pool: { breaker: { pauseMs: 50 } } })
  const { log } = opened.turnstream
  const timeMs = Date.now()
  const said: DomainEvent<'PoolHealthChanged'> = {
    ...{
      id: 'health.first.down.1',
      type: 'PoolHealthChanged',
      key: 'first',
      timeMs,
      source: 'serve',
      subject: 'first',
    },
    cause: null,
    data: { pool: 'first', state: 'down', reason: 'gone' },
  }
  await log.append([toRecord(said, opened.turnstream.partitions)])
  await expect.poll(() => healthOf(opened)).toEqual(['first down', 'first healthy'])
  await expect.poll(async () => (await ask(opened)).model).toBe('stub-small')
})

it('a provider that answers 429 with Retry-After is left alone for that long, and turns do not wait', async () => {
  const fault = ({ model }: { model: string }): Fault | null =>
    model === 'stub-small' ? { kind: 'status', status: 429, retryAfterS: 30 } : null
  const opened = await system({ fault })
  for (let turn = 0; turn < 5; turn++) expect((await ask(opened)).model).toBe('stub-other')
  expect(opened.stub.calls().filter(({ model }) => model === 'stub-small')).toHaveLength(1)
  expect(await healthOf(opened)).toEqual([])
  await expectVerified(opened)
})

it('where every pool is left alone the help centre answers at once', async () => {
  const opened = await system(
    { fault: () => ({ kind: 'status', status: 500 }) },
    { pool: { breaker: { least: 2, pauseMs: 60_000 } } },
  )
  for (let turn = 0; turn < 6; turn++) expect(await ask(opened)).toMatchObject({ degraded: 'failover' })
  expect(opened.stub.calls()).toHaveLength(4)
  await expectVerified(opened)
})

const faults: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429, retryAfterS: 0 },
  { kind: 'status', status: 429 },
  { kind: 'hang' },
  { kind: 'stall', afterPieces: 2 },
  { kind: 'cut', afterPieces: 2 },
  { kind: 'unfinished', afterPieces: 2 },
  { kind: 'malformed', afterPieces: 2 },
]

it('of providers that fail three of ten calls, in every way, each turn is answered once and each bill accounted for', async () => {
  const random = seededRandom(5)
  const opened = await system(
    { fault: () => (random.chance(0.3) ? random.pick(faults) : null) },
    { pool: { timeoutMs: 400, breaker: { pauseMs: 100 } } },
  )
  const turns = (await askAll(opened, 6, 20)).map(({ turn_id }) => turn_id)
  expect(await expectAccounted(opened, turns)).toBeGreaterThan(turns.length)
  await expectVerified(opened)
}, 60_000)

it('what a provider allows in a minute is not asked for more: further turns go to the next pool, and the first is not to blame', async () => {
  const opened = await system({}, { pool: { limits: { requestsPerMinute: 2, waitMs: 0 } } })
  const calls: string[][] = []
  for (let turn = 0; turn < 4; turn++) calls.push(await poolsAsked(opened, (await ask(opened)).turn_id))
  expect(calls).toEqual([['first'], ['first'], ['first', 'second'], ['first', 'second']])
  const refused = (await eventsOf(opened, 'chat.inferences')).filter(({ type }) => type === 'InferenceFailed')
  expect(refused.map(({ data }) => data)).toMatchObject([
    { code: 'MODEL_RATE_LIMITED', message: expect.stringContaining('its 2 calls a minute are used up') },
    { code: 'MODEL_RATE_LIMITED', usage: { promptTokens: 0, completionTokens: 0 } },
  ])
  expect(await healthOf(opened)).toEqual([])
  await expectVerified(opened)
})

it('a model that finds too many turns on the wrong tier has the server say so', async () => {
  const drift = { pool: 'second', share: 1, window: 10 }
  const opened = await system(
    { answer: messages => (String(messages[0]?.content).includes('right class of model') ? 'weak' : 'An answer.') },
    { configuration: { route: { drift } } },
  )
  expect(await (await opened.get('/ready')).json()).toMatchObject({ degraded: {} })
  for (let turn = 0; turn < 10; turn++) await ask(opened)
  await expect
    .poll(async () => ((await (await opened.get('/ready')).json()) as { degraded: object }).degraded, {
      timeout: 10_000,
    })
    .toEqual({
      router:
        '10 of the last 10 judged turns of tier small should have been routed elsewhere (by features); turnstream router retrain proposes another router',
    })
  expect(await (await opened.get('/metrics')).text()).toContain('turnstream_part_up{part="router"} 0')
  await expectVerified(opened)
})

it('a tenant whose customers may be read in one region alone is answered there or by the help centre, never elsewhere', async () => {
  const stub = await startProviderStub({ answer: () => 'From the right place.' })
  const here = { kind: 'openai', tier: 'large', baseUrl: `${stub.url}/v1`, model: 'stub-here', region: 'eu-central-1' }
  const opened = await system({}, { configuration: { pools: { here }, route: { residency: { '*': ['eu'] } } } })
  expect(await ask(opened)).toMatchObject({ model: 'stub-here' })
  await stub.close()
  const { turn_id, degraded } = await ask(opened)
  expect(degraded).toEqual(expect.any(String))
  expect(await poolsAsked(opened, turn_id)).toEqual(['here', 'here', 'faq'])
  await expectVerified(opened)
})
