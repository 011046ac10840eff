import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { deciderConfiguration } from '../../processors/configuration.ts'
import { type ErrorCode, turnstreamError } from '../../processors/errors.ts'
import { type Breaker, createBreaker } from './breaker.ts'

const settings = deciderConfiguration.parse({
  pools: { p: { kind: 'openai', model: 'm', breaker: { calls: 6, least: 4, pauseMs: 1_000 } } },
}).pools.p!.breaker

let told: string[]
let answers: boolean
let checks: number
let breaker: Breaker
beforeEach(() => {
  vi.useFakeTimers()
  told = []
  answers = false
  checks = 0
  breaker = createBreaker({
    name: 'p',
    settings,
    check: async () => {
      checks++
      if (!answers) throw turnstreamError('MODEL_UNREACHABLE', 'gone')
    },
    onChange: (health, reason) => void told.push(`${health}: ${reason}`),
    random: () => 1,
    pause: ms => new Promise(resolve => setTimeout(resolve, ms)),
  })
})
afterEach(() => {
  breaker.close()
  vi.useRealTimers()
})

const succeed = () => breaker.call(async () => 'fine')
const fail = (code: ErrorCode = 'MODEL_UNREACHABLE', details: object = {}) =>
  breaker
    .call(async () => {
      throw turnstreamError(code, `it is ${code}`, { details: { ...details } })
    })
    .catch(error => (error as { code: string; message: string }).code)
const failTimes = async (times: number, code?: ErrorCode): Promise<void> => {
  for (let at = 0; at < times; at++) await fail(code)
}
const refusal = () =>
  succeed().then(
    () => null,
    error => `${error.code} ${error.message}`,
  )

it('a pool of whose last calls a larger share failed is left alone at once, and it is told once', async () => {
  await succeed()
  await succeed()
  await failTimes(2)
  expect([breaker.isOpen(), breaker.isLeftAlone()]).toEqual([null, false])
  await failTimes(1)
  expect([breaker.isOpen(), breaker.isLeftAlone()]).toEqual(['it is MODEL_UNREACHABLE', true])
  expect(told).toEqual(['down: it is MODEL_UNREACHABLE'])
  expect(await refusal()).toBe('MODEL_UNREACHABLE pool p is left alone: it is MODEL_UNREACHABLE')
  expect(breaker.mayCall).toThrow('left alone')
})

it('a third of calls failing is lived with', async () => {
  for (let round = 0; round < 10; round++) {
    await succeed()
    await succeed()
    await fail()
  }
  expect(breaker.isOpen()).toBeNull()
})

it.each(['MODEL_TIMEOUT', 'MODEL_CUT', 'MODEL_RATE_LIMITED'] as const)('%s is its own fault', async code => {
  await failTimes(4, code)
  expect(breaker.isOpen()).not.toBeNull()
})

it.each(['MODEL_REFUSED', 'CLIENT_CLOSED'] as const)('%s is not its fault', async code => {
  await failTimes(20, code)
  expect(breaker.isOpen()).toBeNull()
})

it('it is checked after a pause that doubles, and called again once it answers', async () => {
  await failTimes(4)
  await vi.advanceTimersByTimeAsync(999)
  expect(checks).toBe(0)
  await vi.advanceTimersByTimeAsync(2)
  expect(checks).toBe(1)
  await vi.advanceTimersByTimeAsync(1_990)
  expect(checks).toBe(1)
  answers = true
  await vi.advanceTimersByTimeAsync(20)
  expect(checks).toBe(2)
  expect(told.at(-1)).toBe('healthy: it answers again')
  expect(await succeed()).toBe('fine')
  expect(breaker.isOpen()).toBeNull()
})

it('while it is left alone it tells for how long', async () => {
  expect(breaker.rest()).toBeNull()
  await failTimes(4)
  expect(breaker.rest()).toEqual({ reason: 'it is MODEL_UNREACHABLE', againMs: 1_000 })
  await vi.advanceTimersByTimeAsync(400)
  expect(breaker.rest()?.againMs).toBe(600)
  answers = true
  await vi.advanceTimersByTimeAsync(601)
  expect(breaker.rest()).toBeNull()
})

it('pauses are no longer than a minute', async () => {
  await failTimes(4)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(checks).toBeGreaterThan(10)
})

it('after a check one call tries whether it is back, and no other is made beside it', async () => {
  answers = true
  await failTimes(4)
  await vi.advanceTimersByTimeAsync(1_100)
  const { promise, reject } = Promise.withResolvers<string>()
  const trial = breaker.call(() => promise).catch(() => 'failed')
  expect(await refusal()).toContain('a call tries whether it is back')
  expect([breaker.isOpen(), breaker.isLeftAlone()]).toEqual([null, true])
  reject(turnstreamError('MODEL_TIMEOUT', 'still hanging'))
  expect(await trial).toBe('failed')
  expect(breaker.isOpen()).toBe('still hanging')
  expect(told.map(line => line.split(':')[0])).toEqual(['down', 'healthy', 'down'])
})

it('a client who leaves that call shows nothing: the next one tries as well', async () => {
  answers = true
  await failTimes(4)
  await vi.advanceTimersByTimeAsync(1_100)
  await fail('CLIENT_CLOSED')
  const { promise, resolve } = Promise.withResolvers<string>()
  const trial = breaker.call(() => promise)
  expect(await refusal()).toContain('a call tries whether it is back')
  resolve('fine')
  expect(await trial).toBe('fine')
  expect(await succeed()).toBe('fine')
})

it('a refused request shows that it is back', async () => {
  answers = true
  await failTimes(4)
  await vi.advanceTimersByTimeAsync(1_100)
  await fail('MODEL_REFUSED')
  expect(await Promise.all([succeed(), succeed()])).toEqual(['fine', 'fine'])
})

it('calls that began before it was left alone do not leave it alone again', async () => {
  const { promise, reject } = Promise.withResolvers<string>()
  const early = Array.from({ length: 6 }, () => breaker.call(() => promise).catch(() => 'failed'))
  await failTimes(4)
  reject(turnstreamError('MODEL_TIMEOUT', 'late'))
  await Promise.all(early)
  expect(told).toEqual(['down: it is MODEL_UNREACHABLE'])
})

it('a provider that asks for a pause gets it, and is not taken for broken', async () => {
  expect(await fail('MODEL_RATE_LIMITED', { retryAfterMs: 2_000 })).toBe('MODEL_RATE_LIMITED')
  expect(await refusal()).toBe('MODEL_RATE_LIMITED pool p asked to be left alone for another 2 s')
  expect(breaker.isOpen()).toBeNull()
  await vi.advanceTimersByTimeAsync(2_001)
  expect(await succeed()).toBe('fine')
})

it('nobody is left alone for an hour because a provider asked for one', async () => {
  await fail('MODEL_RATE_LIMITED', { retryAfterMs: 3_600_000 })
  await vi.advanceTimersByTimeAsync(60_001)
  expect(await succeed()).toBe('fine')
})

it("on another server's word it is left alone until it answers a check", async () => {
  breaker.open('another server has found it down')
  expect(await refusal()).toContain('another server has found it down')
  expect(told).toEqual([])
  answers = true
  await vi.advanceTimersByTimeAsync(1_001)
  expect(told).toEqual(['healthy: it answers again'])
  expect(await succeed()).toBe('fine')
})
