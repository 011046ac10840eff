import { expect, test } from 'vitest'
import { fitLogistic, type Observation } from '../../infra/eval/evidence/fit.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'

test('logistic regression finds the weights that the observations were drawn with', () => {
  const random = seededRandom(5)
  const observations = Array.from({ length: 20_000 }, (): Observation => {
    const evidence = [random.next() * 4 - 2, random.next() * 10]
    const p = 1 / (1 + Math.exp(-(1 + 2 * evidence[0]! - 0.5 * evidence[1]!)))
    return { evidence, isRight: random.next() < p }
  })
  const { intercept, coefficients } = fitLogistic(observations, 1)
  expect(intercept).toBeCloseTo(1, 0)
  expect(coefficients[0]).toBeCloseTo(2, 0)
  expect(coefficients[1]).toBeCloseTo(-0.5, 1)
})
