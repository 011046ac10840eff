import { dot, type Gain, type Worded } from './gain.ts'
import { meanOf, nearest, type PastOutcome } from './neighbours.ts'
import { textFeaturesOf } from './text-features.ts'

/** So many of the nearest turns of the past each give a number: one of what is close by, one of what is around. */
export const neighbourCounts = [10, 40] as const

/** A linear model of the gain, on plain features, the turn's vector, and what came of similar turns. */
export interface LearnedModel {
  readonly intercept: number
  /** Coefficients by the names of text features. */
  readonly features: Readonly<Record<string, number>>
  /** Coefficients of the turn's vector, [dimensions]. */
  readonly vector: readonly number[]
  /** Coefficients of the mean gains of so many neighbours as `neighbourCounts` says. */
  readonly neighbours: readonly number[]
  /** What vector and neighbours add on the average of the training turns, for a turn that has no vector. */
  readonly withoutVector: number
  readonly outcomes: readonly PastOutcome[]
  /** Turns whose nearest neighbours' mean similarity is less are unlike those of the past. */
  readonly familiarFrom: number
}

/** Prepares a model once. A turn without a vector is judged by its text alone and not familiar. */
export const learnedGain = (model: LearnedModel): ((turn: Worded) => Gain) => {
  const names = Object.keys(model.features)
  const coefficients = Object.values(model.features)
  const ofVector = Float32Array.from(model.vector)
  return ({ text, vector }) => {
    const plain = model.intercept + dot(coefficients, textFeaturesOf(text, names))
    if (vector === null) return { gain: plain + model.withoutVector, familiar: false }
    const near = nearest(vector, model.outcomes, Math.max(...neighbourCounts))
    const around = neighbourCounts.map(count => meanOf(near, 'gain', count))
    return {
      gain: plain + dot(ofVector, vector) + dot(model.neighbours, around),
      familiar: meanOf(near, 'similarity', neighbourCounts[0]) >= model.familiarFrom,
    }
  }
}
