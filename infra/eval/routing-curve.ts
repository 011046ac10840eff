import { gainOf } from '../routing/outcome.ts'
import { seededRandom } from '../runtime/simulation/random.ts'
import type { Interval } from './interval.ts'

/** Whether each model's answer was right. */
export interface Answered {
  readonly weak: boolean
  readonly strong: boolean
}

/** Indices of rows by falling score; those of equal score stand together. */
export type Ranking = readonly (readonly number[])[]

export const rankingOf = (scores: readonly number[]): Ranking => {
  const order = scores.map((_, n) => n).sort((a, b) => scores[b]! - scores[a]!)
  const groups: number[][] = []
  for (const n of order) {
    const last = groups.at(-1)
    if (last && scores[last[0]!] === scores[n]) last.push(n)
    else groups.push([n])
  }
  return groups
}

/** Both in [0, 1]: of rows, those sent to the strong model, and those answered rightly. */
export interface CurvePoint {
  readonly strongShare: number
  readonly accuracy: number
}

/**
 * The accuracy as ever more rows go to the strong model, those with the highest scores first. Rows of equal score go in any order, so
 * between the ends of such a group the accuracy to be expected is a straight line. `times` says how often each row counts.
 */
const pointsOf = (rows: readonly Answered[], ranking: Ranking, times?: ArrayLike<number>): readonly CurvePoint[] => {
  const weightOf = (n: number): number => (times ? times[n]! : 1)
  let total = 0
  let right = 0
  for (const [n, { weak }] of rows.entries()) {
    total += weightOf(n)
    right += weak ? weightOf(n) : 0
  }
  let sent = 0
  const points: CurvePoint[] = [{ strongShare: 0, accuracy: right / total }]
  for (const group of ranking) {
    for (const n of group) {
      sent += weightOf(n)
      right += gainOf(rows[n]!) * weightOf(n)
    }
    points.push({ strongShare: sent / total, accuracy: right / total })
  }
  return points
}

export interface Merit {
  /**
   * The least share sent to the strong model with which the accuracy is 95 % of the strong model's, between two points on the
   * straight line that joins them. In [0, 1].
   */
  readonly strongShareAt95: number
  /**
   * Average performance gap recovered (RouteLLM, Ong et al. 2024, eq. 7): the area between the curve and the weak model's accuracy, of the
   * same area for the strong model; 0.5 is chance, whatever the models. The integral itself, not a sum of ten points. 0 where the strong
   * model is no better than the weak one.
   */
  readonly apgr: number
}

const meritOf = (points: readonly CurvePoint[]): Merit => {
  const weak = points[0]!.accuracy
  const strong = points.at(-1)!.accuracy
  const target = 0.95 * strong
  let strongShareAt95 = weak >= target ? 0 : 1
  let area = 0
  let reached = weak >= target
  for (let n = 1; n < points.length; n++) {
    const [from, to] = [points[n - 1]!, points[n]!]
    const width = to.strongShare - from.strongShare
    area += ((from.accuracy + to.accuracy) / 2 - weak) * width
    if (reached || to.accuracy < target) continue
    reached = true
    strongShareAt95 = from.strongShare + (width * (target - from.accuracy)) / (to.accuracy - from.accuracy)
  }
  return { strongShareAt95, apgr: strong > weak ? area / (strong - weak) : 0 }
}

export const merit = (rows: readonly Answered[], ranking: Ranking): Merit => meritOf(pointsOf(rows, ranking))

/** The curve at equal steps, both ends included. */
export const curveOf = (rows: readonly Answered[], ranking: Ranking, steps = 20): readonly CurvePoint[] => {
  const points = pointsOf(rows, ranking)
  let at = 1
  return Array.from({ length: steps + 1 }, (_, n) => {
    const strongShare = n / steps
    while (at < points.length - 1 && points[at]!.strongShare < strongShare) at++
    const [from, to] = [points[at - 1]!, points[at]!]
    const part = (strongShare - from.strongShare) / (to.strongShare - from.strongShare)
    return { strongShare, accuracy: from.accuracy + part * (to.accuracy - from.accuracy) }
  })
}

const resamples = 1_000

const middle95 = (values: readonly number[]): Interval => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!
  return [at(0.025), at(0.975)]
}

/**
 * The merit of each ranking on 1,000 samples of the rows with replacement (bootstrap), the same samples for all, so that their
 * differences can be taken sample by sample. It says how much the choice of rows matters, not that of the training.
 */
export const resampled = (
  rows: readonly Answered[],
  rankings: readonly Ranking[],
  seed: number,
): readonly (readonly Merit[])[] => {
  const random = seededRandom(seed)
  const merits: Merit[][] = rankings.map(() => [])
  for (let n = 0; n < resamples; n++) {
    const times = new Uint16Array(rows.length)
    for (let drawn = 0; drawn < rows.length; drawn++) times[random.int(0, rows.length - 1)]!++
    for (const [at, ranking] of rankings.entries()) merits[at]!.push(meritOf(pointsOf(rows, ranking, times)))
  }
  return merits
}

/** 95 % percentile interval of a figure over resamples. */
export const intervalOf = (merits: readonly Merit[], figure: (merit: Merit, n: number) => number): Interval =>
  middle95(merits.map(figure))
