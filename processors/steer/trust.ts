import type { ConfidenceMeasured, HitChecked } from '../../schemas/types.ts'
import { classes, expectedFalse, largestOf, middleOf, noCounts, total } from './doubt.ts'
import { noOrder, type Order, orderAfter } from './order.ts'

/** How far a scene's answers are trusted. */
export interface Trust {
  /** Least confidence that is served. */
  readonly leastConfidence: number
  /** Whether each entry must stand by itself: neighbours that agree do not count. */
  readonly apart: boolean
  /** Mean doubt of the answers served. */
  readonly meanDoubt: number
  readonly maxFalseRate: number
}

/** What is known of how right a scene's answers are. */
export interface Standing {
  /** Answers that could have been served, and those that were, by class of doubt; older ones fade. */
  readonly wishes: readonly number[]
  readonly served: readonly number[]
  readonly checked: number
  readonly wrong: number
  /** Wrong ones that confidence expected among those that were checked. */
  readonly expectedWrong: number
  readonly order: Order
  /** As last made known; null before. */
  readonly trust: Trust | null
}

export const noStanding: Standing = {
  wishes: noCounts(),
  served: noCounts(),
  checked: 0,
  wrong: 0,
  expectedWrong: 0,
  order: noOrder,
  trust: null,
}

/** Tenants learn nothing from each other. A scope is a scene that has a bound of its own, or empty: all the others. */
export const scopeKeyOf = (tenant: string, scope: string): string => `${tenant}/${scope}`

/**
 * The least confidence before anything is known of a scene, so that the hits of a mixed stream are wrong at about the given
 * rate: most are far surer than the least sure, and about a fifth of what is tolerated there is their mean (docs/cache.md).
 */
export const initialConfidence = (maxFalseRate: number): number => Math.max(0, 1 - 5 * maxFalseRate)

/** Wishes after which one counts 1/e as much. */
const memory = 2_000
/** Wrong ones, and how many were expected, before any check: how slowly checks move what is known (gamma prior). */
const priorWrong = 2
const priorExpected = 2.5
/** Standard deviations that the misfit is taken to be worse than its mean. */
const caution = 0.5
/** Hits that are taken to be still to come, so that the first few neither forbid nor allow everything. */
const toCome = 200
/** Standard deviations that the count of wrong hits is kept below what is tolerated: one in ten exceeds it, were all else exact. */
const margin = 1.3
/** Nobody is served what is less sure, whatever the checks say. */
const leastEver = 0.9
/** Where entries stand by themselves each answer, not only their mean, must be as sure as this part of what is tolerated. */
const apartShare = 1 / 3

/** How many times as often as confidence says answers are wrong: what checks found against what they were expected to find. */
export const misfitOf = ({ wrong, expectedWrong }: Standing): number => {
  const found = priorWrong + wrong
  return (found + caution * Math.sqrt(found)) / (priorExpected + expectedWrong)
}

/**
 * The mean doubt at which a Poisson count of wrong ones stays within what is tolerated of so many hits. Wilson and Hilferty's cube root
 * for the quantile of a gamma distribution (1931).
 */
export const tolerableDoubt = (maxFalseRate: number, served: number): number => {
  const hits = served + toCome
  const count = maxFalseRate * hits + 0.5
  return Math.max(0, count * (1 - 1 / (9 * count) - margin / (3 * Math.sqrt(count))) ** 3) / hits
}

/** The largest doubt to serve, so that all wishes up to it have at most this mean. */
const largestDoubt = (wishes: readonly number[], mean: number): number => {
  let count = 0
  let doubt = 0
  let least = classes
  for (let of = classes - 1; of >= 0; of--) {
    count += wishes[of]!
    doubt += wishes[of]! * middleOf(of)
    if (count > 0 && doubt <= mean * count) least = of
  }
  return least === classes ? mean : largestOf(least)
}

const trustOf = (standing: Standing, maxFalseRate: number): Trust => {
  const { wishes, served, order } = standing
  const hits = total(served)
  const tolerable = tolerableDoubt(maxFalseRate, hits) / misfitOf(standing)
  const together = Math.max(leastEver, 1 - largestDoubt(wishes, tolerable))
  return {
    leastConfidence: order.apart ? Math.max(together, 1 - apartShare * maxFalseRate) : together,
    apart: order.apart,
    meanDoubt: hits === 0 ? tolerable : expectedFalse(served) / hits,
    maxFalseRate,
  }
}

const isMoved = (before: Trust | null, after: Trust): boolean =>
  before === null ||
  before.leastConfidence !== after.leastConfidence ||
  before.apart !== after.apart ||
  before.maxFalseRate !== after.maxFalseRate

/** With the trust that follows from it, where that is another than before. */
const settled = (standing: Standing, maxFalseRate: number): Standing => {
  const trust = trustOf(standing, maxFalseRate)
  return isMoved(standing.trust, trust) ? { ...standing, trust } : standing
}

const faded = (before: readonly number[], more: readonly number[], by: number): readonly number[] =>
  before.map((count, of) => count * by + (more[of] ?? 0))

/** After a run of turns. */
export const afterMeasurement = (standing: Standing, measured: ConfidenceMeasured): Standing => {
  const by = Math.exp(-total(measured.wishes) / memory)
  const next = {
    ...standing,
    wishes: faded(standing.wishes, measured.wishes, by),
    served: faded(standing.served, measured.served, by),
    order: orderAfter(standing.order, measured),
  }
  return settled(next, measured.maxFalseRate)
}

/** After a hit was checked. A misfit matters once it is measured against answers, so trust waits for the first measurement. */
export const afterCheck = (standing: Standing, { isRight, confidence }: HitChecked): Standing => {
  const next = {
    ...standing,
    checked: standing.checked + 1,
    wrong: standing.wrong + (isRight ? 0 : 1),
    expectedWrong: standing.expectedWrong + 1 - confidence,
  }
  return next.trust === null ? next : settled(next, next.trust.maxFalseRate)
}
