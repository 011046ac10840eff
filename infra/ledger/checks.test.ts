import { expect, it } from 'vitest'
import { seededRandom } from '../runtime/simulation/random.ts'
import { addLine, type Cells } from './cells.ts'
import { addCheck, checksOf, noChecks, ratioOf } from './checks.ts'
import { lineOf, usageOf } from './ledger.fixtures.ts'
import { summarise } from './summary.ts'

/** What a check tells: so many tokens sent and received were assumed, and so many taken afresh; 1 USD for 1,000,000 of them. */
const told = (assumed: number, fresh: number, propensity = 0.05) => ({
  propensity,
  assumedTokens: usageOf(assumed, 0),
  assumedPicoUsd: assumed * 1e6,
  freshTokens: usageOf(fresh, 0),
  freshPicoUsd: fresh * 1e6,
})
const hit = { source: 'exact', usage: usageOf(0, 0), costPicoUsd: 0, calls: 0 }
const check = {
  purpose: 'check',
  baselineTokens: usageOf(0, 0),
  baselinePicoUsd: 0,
  costPicoUsd: 0,
  usage: usageOf(0, 0),
}

const summaryOf = (...lines: readonly Parameters<typeof lineOf>[0][]) => {
  const cells: Cells = new Map()
  for (const line of lines) addLine(cells, lineOf(line))
  return summarise([...cells.values()], ['tenant'])
}

it('moves what hits are assumed to have spared by what their checks took afresh', () => {
  // 100 hits at 100 tokens: assumed 10,000 tokens and 0.01 USD, and a fourth more by their checks, which differ in nothing.
  const hits = Array.from({ length: 100 }, () => ({ ...hit, baselineTokens: usageOf(100, 0), baselinePicoUsd: 1e8 }))
  const checks = Array.from({ length: 40 }, () => ({ ...check, checked: told(100, 125) }))
  const { usd, savedInterval, rows } = summaryOf(...hits, ...checks)
  expect(usd.saved).toBe('0.01')
  expect(savedInterval).toEqual({
    ...{ checks: 40, chosen: 0, ratio: expect.closeTo(1.25), cannotTell: null },
    tokens: { low: 12_500, high: 12_500 },
    usd: { low: '0.0125', high: '0.0125' },
  })
  expect(rows[0]!.savedInterval).toEqual(savedInterval)
})

it.each([
  ['29 hits were answered afresh, and an interval takes 30', Array(29).fill(0.05)],
  [
    '31 hits were answered afresh, which tell as much as 1 drawn evenly, and an interval takes 30',
    [1e-4, ...Array(30).fill(1)],
  ],
])('says that nobody can tell: %s', (why, propensities: readonly number[]) => {
  const checks = propensities.map(propensity => ({ ...check, checked: told(100, 90, propensity) }))
  const { savedInterval } = summaryOf(hit, ...checks)
  expect(savedInterval).toMatchObject({ checks: checks.length, ratio: null, usd: null, cannotTell: why })
})

it('has nothing to say of savings without a hit, or of a baseline without a price', () => {
  const checks = Array.from({ length: 30 }, () => ({ ...check, checked: told(100, 90) }))
  expect(summaryOf({}).savedInterval.cannotTell).toBe('there is no hit whose baseline is assumed')
  expect(summaryOf(...checks).savedInterval.cannotTell).toBe('there is no hit whose baseline is assumed')
  const priceless = checks.map(line => ({ ...line, checked: { ...line.checked, assumedPicoUsd: 0 } }))
  expect(summaryOf(hit, ...priceless).savedInterval.cannotTell).toContain('has no price')
})

it('counts checks whose model chose an existing answer', () => {
  const choice = { offered: 4, chosen: true, tokens: 40, costPicoUsd: 0, savedTokens: 0, savedPicoUsd: 0 }
  expect(
    summaryOf({ ...check, checked: told(1, 1), choice }, { ...check, checked: told(1, 1) }).savedInterval,
  ).toMatchObject({
    ...{ checks: 2, chosen: 1 },
  })
})

it('the interval of 95 % has what all hits would have taken in 90 to 99 of 100 samples drawn by doubt', () => {
  const random = seededRandom(7)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const samples = 300
  let within = 0
  for (let n = 0; n < samples; n++) {
    const parts = [noChecks(), noChecks()]
    let [assumed, fresh] = [0, 0]
    for (let h = 0; h < 4_000; h++) {
      const doubt = random.next()
      const a = Math.round(300 * Math.exp(0.5 * normal()))
      // Where there is more doubt fresh answers are longer, so that only the weights keep them from counting too much.
      const b = Math.round(a * (0.8 + 0.4 * doubt) * Math.exp(0.3 * normal()))
      assumed += a
      fresh += b
      const propensity = 0.01 + 0.08 * doubt
      if (random.chance(propensity)) addCheck(parts[h % 2]!, told(a, b, propensity), false)
    }
    const { value, reach } = ratioOf(checksOf(parts), 'usd')!
    if (Math.abs(value - fresh / assumed) <= reach) within++
  }
  expect(within / samples).toBeGreaterThanOrEqual(0.9)
  expect(within / samples).toBeLessThanOrEqual(0.99)
})
