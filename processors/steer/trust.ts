import type { ConfidenceMeasured, HitChecked } from '../../schemas/types.ts'
import { classes, expectedFalse, largestOf, middleOf, noCounts, total } from './doubt.ts'
import { learnedEveryMs, learnedOf, noOrder, type Order, orderAfter } from './order.ts'

/** How far a scene's answers are trusted. */
export interface Trust {
  /** Least confidence that is served of what neighbours agree on. */
  readonly leastConfidence: number
  /** The same of an entry that stands by itself, because its wording was compared. */
  readonly leastByWording: number
  /** Whether each entry must stand by itself, neighbours that agree not counting: questions come in an order, and how new entries are is not known. */
  readonly apart: boolean
  /** Where questions come in an order, about every how many ms an answer is learned; 0 where they are mixed. */
  readonly learnedEveryMs: number
  /** Mean doubt of the answers served. */
  readonly meanDoubt: number
  readonly maxFalseRate: number
  /** Answers learned, to the nearest half octave below, so that it moves seldom. */
  readonly learned: number
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
const priorWrong = 1
const priorExpected = 1
/** Standard deviations that the misfit is taken to be worse than its mean. */
const caution = 1.3
/** Hits that are taken to be still to come, so that the first few neither forbid nor allow everything. */
const toCome = 200
/** Standard deviations that the count of wrong hits is kept below what is tolerated: one in ten exceeds it, were all else exact. */
const margin = 1.3
/**
 * No answer that neighbours agree on is served that is likelier wrong than so many times what is tolerated on average, less what confidence does
 * not see: where questions hardly differ, a few of a thousand of the surest answers are wrong whatever the neighbours say.
 */
const mostDoubt = 1.6
const unseen = 0.004
/** Where questions come in an order wrong answers come in runs, which a Poisson count does not expect: doubts are taken for so many times as large. */
const inRuns = 1.5
/** Nobody is served what is less sure, whatever the checks say. */
const leastEver = 0.9

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

/** The largest doubt to serve, so that all wishes up to it, and those still to come, which are taken to be sure, have at most this mean. */
const largestDoubt = (wishes: readonly number[], mean: number): number => {
  let count = toCome
  let doubt = 0
  let least = classes
  for (let of = classes - 1; of >= 0; of--) {
    count += wishes[of]!
    doubt += wishes[of]! * middleOf(of)
    if (doubt <= mean * count) least = of
  }
  return largestOf(least)
}

/** The largest of 1, 1.4, 2, 2.8, 4 … that is not above a count, to the whole number. */
const halfOctave = (count: number): number =>
  count === 0 ? 0 : Math.round(2 ** (Math.floor(2 * Math.log2(count)) / 2))

/** A mean time that was told before, until it has doubled or halved, so that it moves seldom. */
const steady = (before: number, now: number): number =>
  before > 0 && now < 2 * before && now > before / 2 ? before : Math.round(now)

const trustOf = (standing: Standing, maxFalseRate: number): Trust => {
  const { wishes, served, order } = standing
  const everyMs = order.isOrdered ? steady(standing.trust?.learnedEveryMs ?? 0, learnedEveryMs(order)) : 0
  const hits = total(served)
  const misfit = misfitOf(standing) * (order.isOrdered ? inRuns : 1)
  const tolerable = tolerableDoubt(maxFalseRate, hits) / misfit
  const most = (mostDoubt * Math.max(0, maxFalseRate - unseen)) / misfit
  const doubt = Math.min(largestDoubt(wishes, tolerable), most)
  const byWording = (1 - initialConfidence(maxFalseRate)) * (misfitOf(noStanding) / misfit)
  return {
    leastConfidence: Math.max(leastEver, 1 - doubt),
    leastByWording: Math.max(leastEver, 1 - byWording),
    apart: order.isOrdered && everyMs === 0,
    learnedEveryMs: everyMs,
    meanDoubt: hits === 0 ? tolerable : expectedFalse(served) / hits,
    maxFalseRate,
    learned: halfOctave(learnedOf(order)),
  }
}

const isMoved = (before: Trust | null, after: Trust): boolean =>
  before === null ||
  before.leastConfidence !== after.leastConfidence ||
  before.leastByWording !== after.leastByWording ||
  before.apart !== after.apart ||
  before.learnedEveryMs !== after.learnedEveryMs ||
  before.learned !== after.learned ||
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
