import { expect, it } from 'vitest'
import { candidateOf } from '../fixtures.ts'
import { answerEvidence } from './answers.ts'

const giving = (...similarities: (number | null)[]) =>
  similarities.map(answerSimilarity => candidateOf({ answerSimilarity }))

it('compares the answers of backers with those of the nearest rivals', () => {
  const backers = giving(0.7, 0.5)
  const [served, ours, rival, difference] = answerEvidence(backers[0]!, backers, giving(0.3, 0.4, 0.6))
  expect([served, ours, rival]).toEqual([0.7, 0.6, 0.6])
  expect(difference).toBeCloseTo(0.25, 12)
})

it('passes over answers whose embedding is not known, and takes what is usual where none is', () => {
  const [unknown] = giving(null)
  expect(answerEvidence(unknown!, [unknown!, ...giving(0.7)], giving(null, 0.5))).toEqual([
    0.5,
    0.7,
    0.5,
    expect.closeTo(0.2, 12),
  ])
  expect(answerEvidence(unknown!, [unknown!], [unknown!])).toEqual([0.5, 0.5, 0.48, 0.09])
})

it('takes a far one for the rival that there is not', () => {
  const backers = giving(0.7)
  expect(answerEvidence(backers[0]!, backers, [])).toEqual([0.7, 0.7, 0.2, expect.closeTo(0.5, 12)])
})
