import { expect, it } from 'vitest'
import type { z } from 'zod'
import { poolsResponse } from '../../infra/gateway/pools.ts'
import { system } from './system.ts'

const price = { model: 'stub-small', valid_from: '2026-01-01', input: '2', cached_input: '1', output: '10' }

it('tells of each pool what it is, whether it is called, and what it has done of late; no addresses, no keys', async () => {
  const opened = await system(
    {},
    {
      pool: { apiKeyEnv: 'A_SECRET_KEY', region: 'eu-west-1', concurrency: 7, breaker: { least: 1, calls: 1 } },
      configuration: { prices: [price] },
    },
  )
  const pools = async (): Promise<z.infer<typeof poolsResponse>> =>
    poolsResponse.parse(await (await opened.get('/v1/pools')).json())
  expect((await pools()).pools).toMatchObject([
    {
      ...{ name: 'first', kind: 'openai', tier: 'small', model: 'stub-small', batch: false, region: 'eu-west-1' },
      ...{
        down: false,
        left_alone: null,
        again_in_ms: null,
        concurrency: 7,
        in_flight: 0,
        waiting: 0,
        answered: 0,
        failed: 0,
      },
      ...{ errors: {}, failed_since_answer: 0, first_token_ms: null, traffic: [] },
      ...{ tokens: { prompt: 0, completion: 0 }, cost_usd: 0 },
    },
    { name: 'second', cost_usd: null },
  ])
  await opened.post('/v1/chat', { message: 'How long do I have to return an item?' })
  const { pools: states, bucket_ms } = await pools()
  expect(states).toMatchObject([{ answered: 1, traffic: [{ answered: 1, failed: 0 }] }, { answered: 0 }])
  expect(states[0]!.first_token_ms!.p95).toBeGreaterThan(0)
  const { tokens, traffic, cost_usd } = states[0]!
  expect(tokens.completion).toBeGreaterThan(0)
  expect(traffic[0]!.tokens).toBe(tokens.prompt + tokens.completion)
  expect(cost_usd).toBeCloseTo((tokens.prompt * 2 + tokens.completion * 10) / 1e6, 12)
  expect(Date.parse(traffic[0]!.from) % bucket_ms).toBe(0)

  await opened.stub.close()
  await opened.post('/v1/chat', { message: 'What does express delivery cost?' })
  await expect.poll(async () => (await pools()).pools.map(({ down }) => down)).toEqual([true, true])
  const text = await (await opened.get('/v1/pools')).text()
  expect(JSON.parse(text).pools).toMatchObject([
    {
      ...{ answered: 1, failed: 1, failed_since_answer: 1, errors: { MODEL_UNREACHABLE: 1 } },
      ...{ left_alone: expect.stringContaining('ECONN'), again_in_ms: expect.any(Number) },
    },
    { answered: 0, failed: 1 },
  ])
  const metrics = await (await opened.get('/metrics')).text()
  expect(metrics).toContain('turnstream_pool_calls_total{pool="first",outcome="answered"} 1')
  expect(metrics).toContain('turnstream_pool_calls_total{pool="second",outcome="MODEL_UNREACHABLE"} 1')
  for (const secret of [opened.stub.url, '127.0.0.1', 'A_SECRET_KEY']) expect(text).not.toContain(secret)
})

it('tells of a pool that has asked for a pause, though it is not down', async () => {
  const opened = await system({ fault: () => ({ kind: 'status', status: 429, retryAfterS: 30 }) })
  await opened.post('/v1/chat', { message: 'How long do I have to return an item?' })
  const { pools } = poolsResponse.parse(await (await opened.get('/v1/pools')).json())
  expect(pools).toMatchObject([
    { down: false, left_alone: 'it asked for a pause', errors: { MODEL_RATE_LIMITED: 1 } },
    { down: false, left_alone: 'it asked for a pause' },
  ])
  expect(pools[0]!.again_in_ms).toBeGreaterThan(20_000)
})
