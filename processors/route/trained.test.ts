import { expect, it } from 'vitest'
import type { Gain, Worded } from './gain.ts'
import type { RoutedTurn } from './router.ts'
import { trainedRouter } from './trained.ts'

const bounds = { smallBelow: 0.2, mediumBelow: 0.6 }
const never = new AbortController().signal
const asked: Worded[] = []
const router = trainedRouter({
  name: 'learned:1',
  gain: (turn): Gain => {
    asked.push(turn)
    return { gain: turn.text.length / 10, familiar: turn.vector !== null }
  },
  quantiles: [0, 0.2, 0.4, 0.6, 0.8],
  embeddingModel: 'm',
})
const turn = (more: Partial<RoutedTurn> = {}): RoutedTurn => ({
  turnId: 't_1',
  features: { followUp: 0 } as unknown as RoutedTurn['features'],
  text: 'four',
  vector: Float32Array.of(1),
  embeddingModel: 'm',
  ...more,
})
const score = (more: Partial<RoutedTurn>) => router.score(turn(more), bounds, never)

it('scores by the share of training turns that gain less', () => {
  expect(score({ text: 'four' })).toEqual({ score: 0.5, confidence: 1 })
  expect(score({ text: 'a' })).toEqual({ score: 0.125, confidence: 1 })
  expect(score({ text: 'a long text' })).toEqual({ score: 1, confidence: 1 })
})

it('is unsure of what it was not trained on: a follow-up, no vector, or one of another model', () => {
  const unsure = { score: 0.4, confidence: 0 }
  expect(score({ features: { followUp: 1 } as unknown as RoutedTurn['features'] })).toEqual(unsure)
  expect(score({ vector: null })).toEqual(unsure)
  expect(score({ embeddingModel: 'another' })).toEqual(unsure)
  expect(asked.at(-1)!.vector).toBeNull()
})
