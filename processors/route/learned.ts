import { dot, type Gain, type Worded } from './gain.ts'
import { textFeaturesOf } from './text-features.ts'

/** A linear model of the gain, on plain features and the turn's vector. */
export interface LearnedModel {
  readonly intercept: number
  /** Coefficients by the names of text features. */
  readonly features: Readonly<Record<string, number>>
  /** Coefficients of the turn's vector, [dimensions]. */
  readonly vector: readonly number[]
  /** Mean of the vectors it was trained on, [dimensions]. */
  readonly centre: readonly number[]
  /** Turns whose vector's dot product with the centre is less are unlike those. */
  readonly familiarFrom: number
}

/** Prepares a model once; the predictor takes microseconds. A turn without a vector is judged by its text and not familiar. */
export const learnedGain = (model: LearnedModel): ((turn: Worded) => Gain) => {
  const names = Object.keys(model.features)
  const coefficients = Object.values(model.features)
  const centre = Float32Array.from(model.centre)
  const ofVector = Float32Array.from(model.vector)
  return ({ text, vector }) => {
    const plain = model.intercept + dot(coefficients, textFeaturesOf(text, names))
    return vector === null
      ? { gain: plain + dot(ofVector, centre), familiar: false }
      : { gain: plain + dot(ofVector, vector), familiar: dot(centre, vector) >= model.familiarFrom }
  }
}
