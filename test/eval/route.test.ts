import { expect, test } from 'vitest'
import { evaluateRouting, type RouteEvaluation } from '../../infra/eval/route.ts'
import { curveOf, merit, rankingOf } from '../../infra/eval/routing-curve.ts'
import type { RouteRow } from '../../infra/eval/rows.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'

const configuration = configurationSchema.parse({})

/** A vector for the subject alone; it says nothing of the numbers in the text. */
const embedding: EmbeddingModel = {
  name: 'subject',
  dimensions: 3,
  embed: async texts =>
    texts.map(text => ({
      vector: Float32Array.from(['lamp', 'kettle', 'scarf'].map(subject => (text.includes(subject) ? 1 : 0))),
      tokens: 8,
    })),
  close: async () => {},
}

/** Half of the rows ask for a sum of many numbers; `weakFails` says of which the weak model fails. */
const rowsOf = (count: number, weakFails: (hard: boolean, chance: number, subject: string) => boolean): RouteRow[] => {
  const random = seededRandom(3)
  return Array.from({ length: count }, (_, n) => {
    const hard = random.chance(0.5)
    const subject = random.pick(['lamp', 'kettle', 'scarf'])
    const sum = Array.from({ length: hard ? 6 : 1 }, () => random.int(2, 99)).join(' and ')
    return {
      text: `What do ${sum} of the ${subject} ${n} cost?`,
      weak: !weakFails(hard, random.next(), subject),
      strong: true,
    }
  })
}

const evaluated = (rows: readonly RouteRow[]): Promise<RouteEvaluation> =>
  evaluateRouting({ rows, configuration, embedding })

test('finds which questions the weak model fails on, where their text says so', async () => {
  const { strongShareAt95, apgr, routers, curve, ...result } = await evaluated(
    rowsOf(300, (hard, chance) => hard && chance < 0.8),
  )
  expect(result).toMatchObject({ rows: 300, router: 'learned', strongAccuracy: 1 })
  expect(strongShareAt95).toBeLessThan(0.5)
  expect(apgr).toBeGreaterThan(0.7)
  expect(routers.learned).toMatchObject({ strongShareAt95, apgr })
  // The vector says nothing of the numbers.
  expect(routers.learned.lessNeighbours.strongShareAt95.ci95[1]).toBeLessThan(0)
  expect(routers.oracle.strongShareAt95).toBeLessThanOrEqual(strongShareAt95)
  expect(routers.random.apgr).toBeCloseTo(0.5, 12)
  expect(curve[0]).toEqual({ strongShare: 0, accuracy: result.weakAccuracy })
  expect(curve.at(-1)).toEqual({ strongShare: 1, accuracy: 1 })
})

test('finds them where similar questions say so, as neighbours do', async () => {
  const { routers } = await evaluated(rowsOf(300, (_hard, chance, subject) => subject === 'lamp' && chance < 0.8))
  for (const router of [routers.learned, routers.neighbours]) {
    expect(router.strongShareAt95).toBeLessThan(0.4)
    expect(router.apgr).toBeGreaterThan(0.75)
  }
})

test('finds nothing where nothing is to be found', async () => {
  const { routers } = await evaluated(rowsOf(300, (_hard, chance) => chance < 0.4))
  for (const router of [routers.learned, routers.neighbours]) {
    expect(router.ci95.apgr[0]).toBeLessThan(0.5)
    expect(Math.abs(router.apgr - 0.5)).toBeLessThan(0.1)
  }
})

test('the same rows and seed give the same result, times aside, and another seed other folds', async () => {
  const rows = rowsOf(120, (hard, chance) => hard && chance < 0.6)
  const timeless = async (seed: number) => {
    const { msPerTurn, embeddingMsPerTurn, ...rest } = await evaluateRouting({ rows, configuration, embedding, seed })
    return rest
  }
  expect(await timeless(1)).toEqual(await timeless(1))
  expect((await timeless(2)).apgr).not.toBe((await timeless(1)).apgr)
})

test('too few rows are refused, and too few texts', async () => {
  await expect(evaluated(rowsOf(19, hard => hard))).rejects.toMatchObject({ code: 'USAGE' })
  const one = Array.from({ length: 50 }, () => rowsOf(1, () => true)[0]!)
  await expect(evaluated(one)).rejects.toMatchObject({ code: 'USAGE' })
})

const easy = { weak: true, strong: true }
const worth = { weak: false, strong: true }
const lost = { weak: true, strong: false }

test('the share is read where the curve crosses 95 % of the strong accuracy', () => {
  // 12 of 20 without the strong model, 20 with it for all: 19 is 95 %, the seventh of eight.
  const rows = [...Array.from({ length: 8 }, () => worth), ...Array.from({ length: 12 }, () => easy)]
  const byWorth = rows.map((_, n) => -n)
  expect(merit(rows, rankingOf(byWorth)).strongShareAt95).toBeCloseTo(7 / 20, 12)
  // Worst first: the twelve that gain nothing, then seven of the eight.
  expect(merit(rows, rankingOf(rows.map((_, n) => n))).strongShareAt95).toBeCloseTo(19 / 20, 12)
  // All equal: a straight line from 12 to 20.
  const chance = merit(rows, rankingOf(rows.map(() => 1)))
  expect(chance.strongShareAt95).toBeCloseTo(7 / 8, 12)
  expect(chance.apgr).toBeCloseTo(0.5, 12)
})

test('APGR is the area, and an order that finds all the worth first recovers more than the strong model alone', () => {
  const rows = [worth, worth, easy, lost]
  // Gains 2 at once, loses 1 at last: (0.5 + 1.5 + 2 + 1.5) / 4 of a gap of 1.
  expect(merit(rows, rankingOf([4, 3, 2, 1])).apgr).toBeCloseTo(1.375, 12)
  expect(merit([lost, lost], rankingOf([2, 1]))).toEqual({ strongShareAt95: 0, apgr: 0 })
  expect(curveOf(rows, rankingOf([4, 3, 2, 1]), 4).map(({ accuracy }) => accuracy)).toEqual([0.5, 0.75, 1, 1, 0.75])
})
