import type { FeatureWeight } from '../../schemas/types.ts'
import type { Features } from './features.ts'
import { type Bounds, type RoutedTurn, type Router, rounded, type Score } from './router.ts'

/** What a score is made of: linear in features that each add nothing at first and no more in the end. */
export interface Weights {
  readonly intercept: number
  readonly weights: readonly FeatureWeight[]
}

/** Set by hand, from what customers of shops ask. */
export const shippedWeights: Weights = {
  intercept: 0,
  weights: [
    { feature: 'messageTokens', from: 0, full: 200, weight: 0.2 },
    { feature: 'promptTokens', from: 0, full: 4_000, weight: 0.1 },
    { feature: 'steps', from: 0, full: 3, weight: 0.2 },
    { feature: 'followUp', from: 0, full: 1, weight: 0.08 },
    { feature: 'historyTurns', from: 0, full: 10, weight: 0.07 },
    { feature: 'slots', from: 0, full: 5, weight: 0.1 },
    { feature: 'structured', from: 0, full: 2, weight: 0.15 },
    { feature: 'intents', from: 0, full: 2, weight: 0.3 },
    { feature: 'reasoning', from: 0, full: 2, weight: 0.3 },
    { feature: 'questions', from: 1, full: 2, weight: 0.12 },
  ],
}

/** A score this far from the nearest bound is certain to be on its side. */
const certainMargin = 0.15

/** A message of so many tokens says enough about itself. */
const enoughTokens = 4

const share = (value: number, full: number): number => Math.min(1, Math.max(0, value) / full)

/** How sure a score may be at most: a message that is short, or that depends on what was said before, cannot be judged by itself. */
const evidenceOf = (features: Features): number =>
  (0.6 + 0.4 * share(features.messageTokens, enoughTokens)) * (features.followUp === 1 ? 0.9 : 1)

const confidenceOf = (score: number, features: Features, { smallBelow, mediumBelow }: Bounds): number => {
  const margin = Math.min(Math.abs(score - smallBelow), Math.abs(score - mediumBelow))
  return (0.5 + 0.5 * share(margin, certainMargin)) * evidenceOf(features)
}

/** How far from a bound a score must be to be so confident; infinite where no score of the turn is. */
export const marginFor = (confidence: number, features: Features): number => {
  const wanted = (confidence / evidenceOf(features) - 0.5) / 0.5
  return wanted > 1 ? Number.POSITIVE_INFINITY : Math.max(0, wanted) * certainMargin
}

/** How much of a feature's weight counts, 0 to 1; nothing of a feature that this release does not know. */
export const shareOf = ({ feature, from, full }: FeatureWeight, features: Readonly<Record<string, number>>): number =>
  share((features[feature] ?? 0) - from, full)

/**
 * A weighted sum of the features, at once and the same each time. Its confidence is the distance from the nearest bound, less
 * where the message is too short, or too dependent on what was said before, to be judged by itself.
 */
export const scoreBy = ({ intercept, weights }: Weights, features: Features, bounds: Bounds): Score => {
  const sum = weights.reduce((total, each) => total + each.weight * shareOf(each, features), intercept)
  const score = Math.min(1, Math.max(0, sum))
  return { score: rounded(score), confidence: rounded(confidenceOf(score, features, bounds)) }
}

/** The router that is in force by default. */
export const featureRouter = {
  name: 'features',
  score: ({ features }: Pick<RoutedTurn, 'features'>, bounds: Bounds): Score =>
    scoreBy(shippedWeights, features, bounds),
} satisfies Router
