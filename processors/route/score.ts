import type { Features } from './features.ts'

/** Scores below `smallBelow` are simple, below `mediumBelow` middling, others hard. */
export interface Bounds {
  readonly smallBelow: number
  readonly mediumBelow: number
}

export interface Score {
  /** Complexity, 0 to 1. */
  readonly score: number
  /** Of the score, 0 to 1. */
  readonly confidence: number
}

/** Judges how hard a turn is. Pure: what it needs beyond the features is part of it. */
export interface Router {
  readonly name: string
  score(features: Features, bounds: Bounds): Score
}

/** What a feature adds to the score, and the value at which it adds all of it. */
const weights: readonly (readonly [feature: keyof Features & string, weight: number, full: number])[] = [
  ['messageTokens', 0.2, 200],
  ['promptTokens', 0.1, 4_000],
  ['steps', 0.2, 3],
  ['followUp', 0.08, 1],
  ['historyTurns', 0.07, 10],
  ['slots', 0.1, 5],
  ['structured', 0.15, 2],
  ['intents', 0.3, 2],
  ['reasoning', 0.3, 2],
]
const furtherQuestions = { weight: 0.12, full: 2 }

/** A score this far from the nearest bound is certain to be on its side. */
const certainMargin = 0.15

/** A message of so many tokens says enough about itself. */
const enoughTokens = 4

const share = (value: number, full: number): number => Math.min(1, Math.max(0, value) / full)
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const confidenceOf = (score: number, features: Features, { smallBelow, mediumBelow }: Bounds): number => {
  const margin = Math.min(Math.abs(score - smallBelow), Math.abs(score - mediumBelow))
  const evidence = (0.6 + 0.4 * share(features.messageTokens, enoughTokens)) * (features.followUp === 1 ? 0.9 : 1)
  return (0.5 + 0.5 * share(margin, certainMargin)) * evidence
}

/**
 * The router that ships: a weighted sum of the features. Its confidence is the distance from the nearest bound, less
 * where the message is too short, or too dependent on what was said before, to be judged by itself.
 */
export const featureRouter: Router = {
  name: 'features',
  score: (features, bounds) => {
    const sum = weights.reduce((total, [feature, weight, full]) => total + weight * share(features[feature]!, full), 0)
    const further = furtherQuestions.weight * share(features.questions - 1, furtherQuestions.full)
    const score = Math.min(1, sum + further)
    return { score: rounded(score), confidence: rounded(confidenceOf(score, features, bounds)) }
  },
}
