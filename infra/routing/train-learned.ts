import { dot } from '../../processors/route/gain.ts'
import type { LearnedModel } from '../../processors/route/learned.ts'
import { textFeatures, textFeaturesOf } from '../../processors/route/text-features.ts'
import { foldsOf, gainOf, type Outcome, quantilesOf } from './outcome.ts'
import { type Moments, momentsOf, ridgeWeights } from './ridge.ts'

/** How far plain features are trusted, the rest being the vector's, and the penalty: what a training chooses among. */
const trusts = [1, 0.7, 0.4, 0.1] as const
const ridges = [3, 10, 30, 100, 300] as const
const choices = trusts.flatMap(trust => ridges.map(ridge => ({ trust, ridge })))
type Choice = (typeof choices)[number]

const innerFolds = 5

/** Of training turns, so many may be less like the others than what is taken for familiar. */
const strangers = 0.01

export interface TrainedLearned {
  readonly model: LearnedModel
  readonly choice: Choice
  /** Gains at equal steps, as predicted of the training turns out of fold. */
  readonly quantiles: readonly number[]
}

/** Columns of one scale: each plain feature has variance 1 / their number, and the vector's dimensions together variance 1. */
interface Standard {
  readonly centre: readonly number[]
  readonly scale: readonly number[]
  row(raw: ArrayLike<number>): Float64Array
}

const rawOf = ({ text, vector }: Outcome): Float64Array => Float64Array.from([...textFeaturesOf(text), ...vector])

const standardOf = (raws: readonly Float64Array[]): Standard => {
  const width = raws[0]!.length
  const plain = textFeatures.length
  const columns = Array.from({ length: width }, (_, n) => n)
  const centre = columns.map(n => raws.reduce((sum, raw) => sum + raw[n]!, 0) / raws.length)
  const variance = columns.map(n => raws.reduce((sum, raw) => sum + (raw[n]! - centre[n]!) ** 2, 0) / raws.length)
  const ofVector = Math.sqrt(variance.slice(plain).reduce((sum, value) => sum + value, 0)) || 1
  const scale = columns.map(n => (n < plain ? Math.sqrt(variance[n]! * plain) || 1 : ofVector))
  return { centre, scale, row: raw => Float64Array.from(columns, n => (raw[n]! - centre[n]!) / scale[n]!) }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

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
  const scales = Array.from(moments.moment, (_, n) => Math.sqrt(n < textFeatures.length ? trust : 1 - trust))
  return ridgeWeights(moments, scales, ridge)
}

/** Of every choice, the gain of each turn as predicted by what was trained on the other folds. */
const outOfFold = (raws: readonly Float64Array[], gains: readonly number[], folds: readonly number[]): number[][] => {
  const predicted = choices.map(() => raws.map(() => 0))
  for (const fold of new Set(folds)) {
    const isOwn = (_: unknown, n: number): boolean => folds[n] === fold
    const isOther = (_: unknown, n: number): boolean => folds[n] !== fold
    const prepared = prepare(raws.filter(isOther), gains.filter(isOther))
    const own = raws.map((_, n) => n).filter(n => folds[n] === fold)
    const rows = raws.filter(isOwn).map(prepared.standard.row)
    for (const [at, choice] of choices.entries()) {
      const weights = weightsOf(prepared, choice)
      for (const [place, n] of own.entries()) predicted[at]![n] = prepared.usual + dot(weights, rows[place]!)
    }
  }
  return predicted
}

/**
 * Ridge regression of the gain on standardised features and vector. How far the vector is trusted and the penalty are those with the least
 * squared error out of fold among the turns given: whoever holds turns back can judge the result by them. Deterministic. Needs two
 * different texts at least.
 */
export const trainLearned = (outcomes: readonly Outcome[], seed: number): TrainedLearned => {
  const raws = outcomes.map(rawOf)
  const gains = outcomes.map(gainOf)
  const predicted = outOfFold(raws, gains, foldsOf(outcomes, innerFolds, seed))
  const errors = predicted.map(those => mean(those.map((gain, n) => (gain - gains[n]!) ** 2)))
  const best = errors.indexOf(Math.min(...errors))
  const prepared = prepare(raws, gains)
  const { centre, scale } = prepared.standard
  const coefficients = Array.from(weightsOf(prepared, choices[best]!), (weight, n) => weight / scale[n]!)
  const plain = textFeatures.length
  const vectorCentre = centre.slice(plain)
  const likeness = quantilesOf(outcomes.map(({ vector }) => dot(vectorCentre, vector)))
  return {
    model: {
      intercept: prepared.usual - dot(coefficients, centre),
      features: Object.fromEntries(textFeatures.map((name, n) => [name, coefficients[n]!])),
      vector: coefficients.slice(plain),
      centre: vectorCentre,
      familiarFrom: likeness[Math.round(strangers * (likeness.length - 1))]!,
    },
    choice: choices[best]!,
    quantiles: quantilesOf(predicted[best]!),
  }
}
