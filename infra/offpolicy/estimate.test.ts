import { describe, expect, it } from 'vitest'
import { seededRandom } from '../runtime/simulation/random.ts'
import type { Estimate } from '../whatif/paired.ts'
import { effectiveSize, ips, meanOf, snips } from './estimate.ts'

const tiers = 3
/** What a turn of this difficulty costs in a tier, before chance. */
const costOf = (tier: number, hard: boolean): number => (hard ? 2 : 1) * 10 ** tier

/** Turns of which a share went to tiers at random, weighed for a router that sends all to one. */
const logged = (random: ReturnType<typeof seededRandom>, turns: number, explore: number, wanted: number) => {
  const rows: { weight: number; cluster: string }[] = []
  const rewards: number[] = []
  for (let n = 0; n < turns; n++) {
    const hard = random.chance(0.3)
    const own = hard ? 2 : 0
    const taken = random.chance(explore) ? random.int(0, tiers - 1) : own
    const odds = (taken === own ? 1 - explore : 0) + explore / tiers
    rows.push({ weight: taken === wanted ? 1 / odds : 0, cluster: String(n) })
    rewards.push(costOf(taken, hard) * (0.5 + random.next()))
  }
  return { rows, rewards }
}

describe('of 1,000 simulated logs', () => {
  const runs = 1_000
  const simulated = (wanted: number) => {
    const random = seededRandom(20 + wanted)
    const truth = 0.7 * costOf(wanted, false) + 0.3 * costOf(wanted, true)
    const estimates = Array.from({ length: runs }, () => {
      const { rows, rewards } = logged(random, 1_500, 0.2, wanted)
      return { ips: ips(rows, rewards), snips: snips(rows, rewards) }
    })
    const covered = (of: (each: (typeof estimates)[number]) => Estimate): number =>
      estimates.map(of).filter(({ low, high }) => low! <= truth && truth <= high!).length / runs
    const spread = (of: (each: (typeof estimates)[number]) => Estimate): number =>
      Math.sqrt(estimates.reduce((sum, each) => sum + (of(each).value - truth) ** 2, 0) / runs) / truth
    const bias = estimates.reduce((sum, { ips: { value } }) => sum + value, 0) / runs / truth - 1
    return {
      bias,
      covered: [covered(each => each.ips), covered(each => each.snips)],
      spread: [spread(each => each.ips), spread(each => each.snips)],
    }
  }
  it.each([0, 1, 2])(
    'intervals hold for a router that sends all to tier %d, and SNIPS varies less than IPS',
    wanted => {
      const { bias, covered, spread } = simulated(wanted)
      expect(Math.abs(bias)).toBeLessThan(0.02)
      for (const share of covered) {
        expect(share).toBeGreaterThan(0.91)
        expect(share).toBeLessThan(0.98)
      }
      expect(spread[1]).toBeLessThan(spread[0]!)
    },
  )
})

it('of the router that has routed both are the plain mean, and every turn counts', () => {
  const rows = Array.from({ length: 40 }, (_, n) => ({ weight: 1, cluster: String(n) }))
  const rewards = rows.map((_row, n) => n)
  expect(ips(rows, rewards)).toEqual(meanOf(rows, rewards))
  expect(snips(rows, rewards).value).toBeCloseTo(19.5, 12)
  expect(effectiveSize(rows)).toBe(40)
})

it('turns that ask the same count as one for an interval, and of few questions there is none', () => {
  const of = (clusters: number) => Array.from({ length: 400 }, (_, n) => ({ weight: 1, cluster: String(n % clusters) }))
  const rewards = of(40).map(({ cluster }) => Number(cluster))
  const width = ({ low, high }: Estimate): number => high! - low!
  const alone = of(400)
  expect(width(meanOf(of(40), rewards)) / width(meanOf(alone, rewards))).toBeCloseTo(Math.sqrt(10), 1)
  expect(meanOf(of(29), rewards)).toMatchObject({ low: null, high: null })
  expect(effectiveSize([{ weight: 0, cluster: 'a' }])).toBe(0)
})
