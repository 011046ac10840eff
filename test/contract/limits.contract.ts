import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { RateLimits } from '../../processors/ports/limits.ts'

/** What every rate limit promises, embedded or real. */
export const limitsContract = (name: string, open: () => RateLimits): void => {
  describe(`${name} keeps the promises of rate limits:`, () => {
    const rule = { limit: 3, windowMs: 60_000 }

    it('so many are allowed and no more, and each is told how many are left and until when', async () => {
      const limits = open()
      const states = []
      for (let times = 0; times < 5; times++) states.push(await limits.take('ip:1', rule))
      expect(states.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
        [false, 0],
      ])
      for (const { limit, resetMs } of states) {
        expect(limit).toBe(3)
        expect(resetMs).toBeGreaterThan(50_000)
        expect(resetMs).toBeLessThanOrEqual(60_000)
      }
    })
    it('also when all come at once', async () => {
      const limits = open()
      const states = await Promise.all(Array.from({ length: 50 }, () => limits.take('ip:1', rule)))
      expect(states.filter(({ allowed }) => allowed)).toHaveLength(3)
    })
    it('one subject does not use up what another has', async () => {
      const limits = open()
      for (let times = 0; times < 4; times++) await limits.take('ip:1', rule)
      expect(await limits.take('ip:2', rule)).toMatchObject({ allowed: true, remaining: 2 })
    })
    it('the window ends at its time, however often it was asked in between', async () => {
      const limits = open()
      const short = { limit: 1, windowMs: 400 }
      await limits.take('s', short)
      expect((await limits.take('s', short)).allowed).toBe(false)
      await delay(500)
      expect(await limits.take('s', short)).toMatchObject({ allowed: true, remaining: 0 })
    })
    it('many are counted at once, all or none of them', async () => {
      const limits = open()
      const tokens = { limit: 1_000, windowMs: 60_000 }
      expect(await limits.take('p', tokens, 700)).toMatchObject({ allowed: true, remaining: 300 })
      expect(await limits.take('p', tokens, 301)).toMatchObject({ allowed: false, remaining: 300 })
      expect(await limits.take('p', tokens, 300)).toMatchObject({ allowed: true, remaining: 0 })
    })
    it('what did not happen is taken back, and no more than was counted', async () => {
      const limits = open()
      const tokens = { limit: 1_000, windowMs: 60_000 }
      await limits.give('p', tokens, 500)
      await limits.take('p', tokens, 700)
      await limits.give('p', tokens, 400)
      expect(await limits.take('p', tokens, 0)).toMatchObject({ allowed: true, remaining: 700 })
      await limits.give('p', tokens, 5_000)
      expect(await limits.take('p', tokens, 1_000)).toMatchObject({ allowed: true, remaining: 0 })
      const short = { limit: 5, windowMs: 300 }
      await limits.take('s', short, 5)
      await delay(400)
      await limits.give('s', short, 5)
      expect(await limits.take('s', short, 0)).toMatchObject({ allowed: true, remaining: 5 })
    })
    it('a limit of none allows none', async () => {
      expect(await open().take('s', { limit: 0, windowMs: 1_000 })).toEqual({
        allowed: false,
        limit: 0,
        remaining: 0,
        resetMs: 1_000,
      })
    })
  })
}
