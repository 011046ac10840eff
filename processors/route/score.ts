import type { Features } from './features.ts'
import { type Bounds, type RoutedTurn, type Router, rounded, type Score } from './router.ts'

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

const confidenceOf = (score: number, features: Features, { smallBelow, mediumBelow }: Bounds): number => {
  const margin = Math.min(Math.abs(score - smallBelow), Math.abs(score - mediumBelow))
  const evidence = (0.6 + 0.4 * share(features.messageTokens, enoughTokens)) * (features.followUp === 1 ? 0.9 : 1)
  return (0.5 + 0.5 * share(margin, certainMargin)) * evidence
}

/**
 * The router that is in force by default: a weighted sum of the features, at once and the same each time. Its confidence is the distance from the nearest bound, less
 * where the message is too short, or too dependent on what was said before, to be judged by itself.
 */
export const featureRouter = {
  name: 'features',
  score: ({ features }: Pick<RoutedTurn, 'features'>, bounds: Bounds): Score => {
    const sum = weights.reduce((total, [feature, weight, full]) => total + weight * share(features[feature]!, full), 0)
    const further = furtherQuestions.weight * share(features.questions - 1, furtherQuestions.full)
    const score = Math.min(1, sum + further)
    return { score: rounded(score), confidence: rounded(confidenceOf(score, features, bounds)) }
  },
} satisfies Router
