import { describe, expect, it } from 'vitest'
import { at, eventOf, policyOf, viewsOf } from './fixtures.ts'
import { type Claimable, claimedBy, isOlder, isRollingOut, rolloutShare } from './policy.ts'
import { evolveViews, type PolicyInForce } from './views.ts'

it.each([
  ['2026-01', '2026-02', true],
  ['2026-02', '2026-02', false],
  ['2026-10', '2026-02', false],
  ['v9', 'v10', true],
  ['1.9', '1.10', true],
  ['sha-aa', 'sha-bb', true],
  ['sha-bb', 'sha-aa', true],
  ['sha-aa', 'sha-aa', false],
  ['sha-aa', 'v2', true],
])('a data version %s is older than %s: %s', (version, than, older) => {
  expect(isOlder(version, than)).toBe(older)
})

describe('a gradual change', () => {
  const dayMs = 86_400_000
  const entries = Array.from(
    { length: 10_000 },
    (_, n): Claimable => ({
      entryId: `semantic_cache:returns:${n.toString(16).padStart(32, '0')}`,
      tenant: 'default',
      scenes: ['returns'],
      policyEpoch: -1,
      version: '1',
      products: [],
      sources: [],
      keywords: '',
    }),
  )
  /** As a process has it that has read the log from its beginning: the change is the record at offset `epoch`. */
  const inForce = (sharePerDay: number, epoch = 0): PolicyInForce => {
    const data = policyOf({ sharePerDay })
    return evolveViews(viewsOf(), eventOf('PolicyChanged', data, { timeMs: at }), epoch).policies[0]!
  }
  const claimedOn = (policy: PolicyInForce, day: number): ReadonlySet<string> =>
    new Set(entries.flatMap(entry => (claimedBy([policy], entry, at + day * dayMs) ? [entry.entryId] : [])))

  it.each([0.01, 0.1, 0.25, 0.5])(
    'claims the share of %d each day, within what chance leaves open, until all are claimed',
    share => {
      const policy = inForce(share)
      const days = Math.round(1 / share)
      let before: ReadonlySet<string> = new Set()
      for (const day of [...Array(Math.min(days, 12)).keys()]) {
        const claimed = claimedOn(policy, day)
        // 4 standard deviations of a binomial: one test in 16,000 would fail by chance, and these draws are the same each time.
        const expected = share * (day + 1)
        const most = 4 * Math.sqrt(entries.length * expected * (1 - expected)) + 1
        expect(Math.abs(claimed.size - entries.length * expected)).toBeLessThanOrEqual(most)
        expect([...before].every(entryId => claimed.has(entryId))).toBe(true)
        before = claimed
      }
      expect(claimedOn(policy, days - 1).size).toBe(entries.length)
      expect(claimedOn(policy, 0).size).toBe(claimedOn(policy, 1 - 1e-6).size)
    },
  )
  it('claims the same entries in every process, after every restart, and in every release', () => {
    expect(claimedOn(inForce(0.25), 1)).toEqual(claimedOn(inForce(0.25), 1))
    expect(entries.slice(0, 3).map(({ entryId }) => rolloutShare(inForce(0.25, 7), entryId).toFixed(6))).toEqual([
      '0.481603',
      '0.029850',
      '0.765607',
    ])
  })
  it('claims others than the one before it: no entry is the first each time', () => {
    const [one, two] = [claimedOn(inForce(0.25, 1), 0), claimedOn(inForce(0.25, 2), 0)]
    const both = [...one].filter(entryId => two.has(entryId)).length
    expect(Math.abs(both - entries.length * 0.25 * 0.25)).toBeLessThan(4 * Math.sqrt(entries.length * 0.0625 * 0.9375))
  })
  it('is swept behind until a day after it has claimed all', () => {
    const policy = inForce(0.25)
    expect([0, 4, 4.9, 5].map(day => isRollingOut(policy, at + day * dayMs))).toEqual([true, true, true, false])
    expect(isRollingOut({ ...policy, sharePerDay: null }, at)).toBe(false)
  })
})
