import { describe, expect, it } from 'vitest'
import { countMessages } from '../../processors/compress/tokens.ts'
import { deciderConfiguration } from '../../processors/configuration.ts'
import { createLimits } from '../redis/embedded/limits.ts'
import { createPoolLimits } from './pool-limits.ts'

const messages = [{ role: 'user', content: 'Where is my parcel?' }] as const
const promptTokens = countMessages(messages)
const { signal } = new AbortController()

/** Limits under a clock that pauses alone move. */
const limited = (limits: object) => {
  let nowMs = 0
  const pauses: number[] = []
  const pool = { kind: 'openai', model: 'm', limits }
  const { admit } = createPoolLimits({
    name: 'cloud',
    settings: deciderConfiguration.parse({ pools: { cloud: pool } }).pools.cloud!.limits,
    counters: createLimits(() => nowMs),
    pause: async ms => {
      pauses.push(ms)
      nowMs += ms
    },
  })
  const call = (maxTokens = 100) => admit({ messages, maxTokens }, signal)
  const later = (ms: number): void => {
    nowMs += ms
  }
  return { call, pauses, later }
}

describe('The limits of a pool', () => {
  it('admit everything where there are none', async () => {
    const { call, pauses } = limited({})
    for (let i = 0; i < 1_000; i++) (await call())(() => 1_000_000)
    expect(pauses).toEqual([])
  })

  it('refuse at once what would have to wait for longer than it may, and say until when', async () => {
    const { call, pauses, later } = limited({ requestsPerMinute: 2 })
    await call()
    await call()
    later(20_000)
    await expect(call()).rejects.toMatchObject({
      code: 'MODEL_RATE_LIMITED',
      message: 'pool cloud: its 2 calls a minute are used up for another 40 s',
    })
    expect(pauses).toEqual([])
    later(40_000)
    await call()
  })

  it('have a call wait for a window that ends soon', async () => {
    const { call, pauses, later } = limited({ requestsPerMinute: 1 })
    await call()
    later(59_500)
    await call()
    expect(pauses).toEqual([500])
  })

  it('count an answer by what it may have until it is there, and then by what it had', async () => {
    const { call } = limited({ tokensPerMinute: promptTokens + 500 })
    const over = await call(500)
    await expect(call(10)).rejects.toThrow(`its ${promptTokens + 500} tokens a minute are used up for another 60 s`)
    over(() => promptTokens + 20)
    await call(500 - promptTokens - 20)
    await expect(call(1)).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED' })
  })

  it('take nothing of one where the other is used up', async () => {
    const { call, later } = limited({ requestsPerMinute: 1, tokensPerMinute: 10_000 })
    ;(await call())(() => 0)
    for (let i = 0; i < 200; i++) await expect(call()).rejects.toThrow('its 1 calls a minute')
    later(60_000)
    await call(10_000 - promptTokens)
  })

  it('say where a turn can never fit', async () => {
    const { call } = limited({ tokensPerMinute: 50 })
    await expect(call(100)).rejects.toThrow(
      `pool cloud: a prompt and an answer of ${promptTokens + 100} tokens are more than its 50 tokens a minute`,
    )
  })

  it('end a wait with its signal', async () => {
    const settings = deciderConfiguration.parse({
      pools: { p: { kind: 'openai', model: 'm', limits: { requestsPerMinute: 1, waitMs: 61_000 } } },
    }).pools.p!.limits
    const { admit } = createPoolLimits({ name: 'p', settings, counters: createLimits(() => 0) })
    await admit({ messages, maxTokens: 1 }, signal)
    const leaving = new AbortController()
    const waiting = admit({ messages, maxTokens: 1 }, leaving.signal)
    leaving.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
