import { describe, expect, it } from 'vitest'
import { createRetries } from './retries.ts'

const start = (share: number, random = () => 0.5) => {
  let nowMs = 1_000_000
  const retries = createRetries({ share, now: () => nowMs, random })
  const call = (times: number): void => {
    for (let at = 0; at < times; at++) retries.made()
  }
  /** How many are granted of a thousand that are asked for. */
  const granted = (): number => Array.from({ length: 1_000 }, () => retries.take()).filter(Boolean).length
  const pass = (ms: number): void => {
    nowMs += ms
  }
  return { retries, call, granted, pass }
}

describe('the budget', () => {
  it.each([
    ['a share of the calls, and three', 0.1, 500, 53],
    ['three to a pool that was not called', 0.1, 0, 3],
    ['none where the share is 0', 0, 500, 0],
    ['as many as there were calls at most, and three', 1, 20, 23],
  ])('grants %s', (_what, share, calls, expected) => {
    const { call, granted, retries } = start(share)
    call(calls)
    expect(granted()).toBe(expected)
    expect(retries.taken()).toBe(expected)
  })

  it('is that of the last minute: calls and retries before it count no more', () => {
    const { call, granted, pass, retries } = start(0.1)
    call(100)
    expect(granted()).toBe(13)
    pass(30_000)
    call(100)
    expect(granted()).toBe(10)
    pass(30_000)
    expect(granted()).toBe(3)
    pass(60_000)
    expect(retries.taken()).toBe(0)
    expect(granted()).toBe(3)
  })

  it('is never above the share and three while every call fails and asks for another', () => {
    const { call, retries } = start(0.1)
    for (let calls = 1; calls <= 400; calls++) {
      call(1)
      retries.take()
      expect(retries.taken()).toBeLessThanOrEqual(3 + 0.1 * calls)
    }
  })
})

describe('the pause', () => {
  it('is twice as long at most with each failure, five seconds at last, and short again after an answer', () => {
    const { retries } = start(0.1)
    const pauses = Array.from({ length: 8 }, () => retries.failed(0))
    expect(pauses).toEqual([101, 201, 401, 801, 1_601, 2_501, 2_501, 2_501])
    retries.answered()
    expect(retries.failed(0)).toBe(101)
  })

  it('is anything from nothing to its length', () => {
    const draws = [0, 0.25, 0.999]
    const { retries } = start(0.1, () => draws.shift()!)
    expect([retries.passedOver(0), retries.passedOver(0), retries.passedOver(0)]).toEqual([1, 51, 201])
  })

  it.each([0, 0.3, 0.999])('is over only after what the provider has asked for, jitter %d', draw => {
    const { retries } = start(0.1, () => draw)
    for (let failures = 0; failures < 5; failures++) expect(retries.failed(1_500.4)).toBeGreaterThan(1_500.4)
  })
})
