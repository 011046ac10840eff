import { afterEach, expect, it } from 'vitest'
import { createChatModels, type PooledModels } from '../../infra/models/chat-models.ts'
import type { StubRequest } from '../../infra/stub/format.ts'
import type { ProviderStub } from '../../infra/stub/provider.ts'
import { startProviderStub } from '../../infra/stub/provider.ts'
import { system } from '../gateway/system.ts'
import { callOf, poolOf } from './models.kit.ts'

const open: (ProviderStub | PooledModels)[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

/** Ollama as a stub, and what it is asked. */
const start = async (warm: boolean) => {
  const requests: StubRequest[] = []
  const stub = await startProviderStub({
    answer: (_messages, request) => {
      requests.push(request)
      return 'Thirty days.'
    },
  })
  const models = createChatModels({
    pools: { main: poolOf({ kind: 'ollama', baseUrl: stub.url, model: 'mini', apiKeyEnv: 'KEY', warm }) },
    env: { KEY: 'a-key' },
  })
  open.push(stub, models)
  return { stub, models, requests, isWarm: () => models.states().get('main')?.warm }
}

it('a pool that is kept warm has its model loaded without a call, and asks for it to stay with each call', async () => {
  const { stub, models, requests, isWarm } = await start(true)
  expect(isWarm()).toBe(false)
  models.keepWarm()
  await expect.poll(isWarm).toBe(true)
  expect(stub.loads()).toEqual([{ model: 'mini', keepAlive: '10m' }])
  expect(stub.calls()).toEqual([])
  await models.call(callOf({ model: 'mini' }))
  expect(requests.map(({ body }) => body.keep_alive)).toEqual(['10m'])
})

it('a pool that is not is left to unload its model when it likes', async () => {
  const { stub, models, requests, isWarm } = await start(false)
  models.keepWarm()
  await models.call(callOf({ model: 'mini' }))
  expect([stub.loads(), isWarm(), requests.map(({ body }) => 'keep_alive' in body)]).toEqual([[], null, [false]])
})

it('a pool that cannot be loaded is not warm, and no turn waits for it', async () => {
  const { stub, models, isWarm } = await start(true)
  await stub.close()
  models.keepWarm()
  await expect(models.call(callOf({ model: 'mini' }))).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
  expect(isWarm()).toBe(false)
})

it('a server tells of each pool whether it is warm; it is ready before, and nothing is billed for it', async () => {
  const stub = await startProviderStub({ answer: () => 'Thirty days.' })
  open.push(stub)
  const local = { kind: 'ollama', tier: 'small', baseUrl: stub.url, model: 'mini', warm: true }
  const opened = await system({}, { configuration: { pools: { local } } })
  const warm = async (): Promise<unknown> => {
    const { pools } = (await (await opened.get('/v1/pools')).json()) as { pools: { name: string; warm: unknown }[] }
    return Object.fromEntries(pools.map(pool => [pool.name, pool.warm]))
  }
  expect(await warm()).toEqual({ first: null, second: null, local: false })
  expect((await opened.get('/ready')).status).toBe(200)
  opened.turnstream.keepWarm()
  await expect.poll(warm).toEqual({ first: null, second: null, local: true })
  expect([...stub.calls(), ...opened.stub.calls()]).toEqual([])
})
