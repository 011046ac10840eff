import { dot } from '../../processors/route/gain.ts'
import { type LearnedModel, neighbourCounts } from '../../processors/route/learned.ts'
import { meanOf } from '../../processors/route/neighbours.ts'
import { textFeatures, textFeaturesOf } from '../../processors/route/text-features.ts'
import { aroundEach, strangers } from './around.ts'
import { foldsOf, gainOf, type Outcome, quantilesOf } from './outcome.ts'
import { type Moments, momentsOf, ridgeWeights } from './ridge.ts'

/** How far plain features are trusted, the rest being the vector's, and the penalty: what a training chooses among. */
const trusts = [1, 0.7, 0.4, 0.1] as const
const ridges = [3, 10, 30, 100, 300] as const
const choices = trusts.flatMap(trust => ridges.map(ridge => ({ trust, ridge })))
type Choice = (typeof choices)[number]

const innerFolds = 5

export interface TrainedLearned {
  readonly model: LearnedModel
  readonly choice: Choice
  /** Gains at equal steps, as predicted of the training turns out of fold. */
  readonly quantiles: readonly number[]
}

/** Where the columns of a row are: plain features, what neighbours say, and the vector. */
const plainEnd = textFeatures.length
const vectorStart = plainEnd + neighbourCounts.length

/** Makes columns comparable: each plain feature has variance 1 / their number, each neighbours' mean 1, the vector's dimensions together 1. */
interface Standard {
  readonly centre: readonly number[]
  readonly scale: readonly number[]
  row(raw: Float64Array): Float64Array
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const standardOf = (raws: readonly Float64Array[]): Standard => {
  const columns = Array.from(raws[0]!, (_, n) => n)
  const centre = columns.map(n => raws.reduce((sum, raw) => sum + raw[n]!, 0) / raws.length)
  const variance = columns.map(n => raws.reduce((sum, raw) => sum + (raw[n]! - centre[n]!) ** 2, 0) / raws.length)
  const ofVector = Math.sqrt(variance.slice(vectorStart).reduce((sum, value) => sum + value, 0)) || 1
  const scale = columns.map(n =>
    n >= vectorStart ? ofVector : Math.sqrt(variance[n]! * (n < plainEnd ? plainEnd : 1)) || 1,
  )
  return { centre, scale, row: raw => Float64Array.from(columns, n => (raw[n]! - centre[n]!) / scale[n]!) }
}

/** What all choices need of some training turns, made once. */
interface Prepared {
  readonly standard: Standard
  readonly moments: Moments
  readonly usual: number
}

const prepare = (raws: readonly Float64Array[], gains: readonly number[]): Prepared => {
  const standard = standardOf(raws)
  const usual = mean(gains)
  const moments = momentsOf(
    raws.map(standard.row),
    gains.map(gain => gain - usual),
  )
  return { standard, moments, usual }
}

const weightsOf = ({ moments }: Prepared, { trust, ridge }: Choice): Float64Array => {
  const trusted = (n: number): number => (n < plainEnd ? trust : n < vectorStart ? 1 : 1 - trust)
  const scales = Array.from(moments.moment, (_, n) => Math.sqrt(trusted(n)))
  return ridgeWeights(moments, scales, ridge)
}

/** The columns of each turn, with neighbours from a part of all turns, itself never among them. */
type RowsWith = (isNeighbour: (at: number) => boolean) => readonly Float64Array[]

const rowsOf = (outcomes: readonly Outcome[], around: ReturnType<typeof aroundEach>): RowsWith => {
  const plain = outcomes.map(({ text }) => textFeaturesOf(text))
  return isNeighbour =>
    outcomes.map(({ vector }, n) => {
      const near = around[n]!.filter(({ at }) => isNeighbour(at))
      const means = neighbourCounts.map(count => meanOf(near, 'gain', count))
      return Float64Array.from([...plain[n]!, ...means, ...vector])
    })
}

/** Of every choice, the gain of each turn as predicted by what was trained on the other folds, neighbours among them alone. */
const outOfFold = (rowsWith: RowsWith, gains: readonly number[], folds: readonly number[]): number[][] => {
  const predicted = choices.map(() => gains.map(() => 0))
  for (const fold of new Set(folds)) {
    const isOther = (_: unknown, n: number): boolean => folds[n] !== fold
    const raws = rowsWith(n => folds[n] !== fold)
    const prepared = prepare(raws.filter(isOther), gains.filter(isOther))
    const own = gains.flatMap((_, n) => (folds[n] === fold ? [{ n, row: prepared.standard.row(raws[n]!) }] : []))
    for (const [at, choice] of choices.entries()) {
      const weights = weightsOf(prepared, choice)
      for (const { n, row } of own) predicted[at]![n] = prepared.usual + dot(weights, row)
    }
  }
  return predicted
}

/**
 * Ridge regression of the gain on standardised features, vector and neighbours' gains. How far the vector is trusted and the penalty are
 * those with the least squared error out of fold among the turns given: whoever holds turns back can judge the result by them.
 * Deterministic. Needs two different texts at least.
 */
export const trainLearned = (outcomes: readonly Outcome[], seed: number): TrainedLearned => {
  const around = aroundEach(outcomes)
  const rowsWith = rowsOf(outcomes, around)
  const gains = outcomes.map(gainOf)
  const predicted = outOfFold(rowsWith, gains, foldsOf(outcomes, innerFolds, seed))
  const errors = predicted.map(those => mean(those.map((gain, n) => (gain - gains[n]!) ** 2)))
  const best = errors.indexOf(Math.min(...errors))
  const prepared = prepare(
    rowsWith(() => true),
    gains,
  )
  const { centre, scale } = prepared.standard
  const coefficients = Array.from(weightsOf(prepared, choices[best]!), (weight, n) => weight / scale[n]!)
  const likeness = around.map(near => meanOf(near, 'similarity', neighbourCounts[0]))
  return {
    model: {
      intercept: prepared.usual - dot(coefficients, centre),
      features: Object.fromEntries(textFeatures.map((name, n) => [name, coefficients[n]!])),
      vector: coefficients.slice(vectorStart),
      neighbours: coefficients.slice(plainEnd, vectorStart),
      withoutVector: dot(coefficients.slice(plainEnd), centre.slice(plainEnd)),
      outcomes: outcomes.map(({ vector }, n) => ({ vector, gain: gains[n]! })),
      familiarFrom: quantilesOf(likeness)[Math.round(strangers * 100)]!,
    },
    choice: choices[best]!,
    quantiles: quantilesOf(predicted[best]!),
  }
}
