import { expect, test } from 'vitest'
import { normalDistribution } from '../../../infra/eval/rules/normal.ts'
import { fitSigmoid, rightAt, type Seen, separatedVariance } from '../../../infra/eval/rules/sigmoid.ts'
import { seededRandom } from '../../../infra/runtime/simulation/random.ts'

const random = seededRandom(3)

const drawn = (count: number, threshold: number, steepness: number): readonly Seen[] =>
  Array.from({ length: count }, () => {
    const similarity = random.next()
    return { similarity, isRight: random.next() < rightAt(similarity, threshold, steepness) }
  })

test('the curve is the one that the observations were drawn from', () => {
  const curve = fitSigmoid(drawn(20_000, 0.6, 15))!
  expect(curve.threshold).toBeCloseTo(0.6, 2)
  expect(Math.abs(curve.steepness - 15)).toBeLessThan(1)
})

test('the variance of the threshold is that of thresholds fitted again and again', () => {
  const curves = Array.from({ length: 400 }, () => fitSigmoid(drawn(200, 0.5, 15))!)
  const said = curves.reduce((sum, { variance }) => sum + variance, 0) / curves.length
  const found = curves.reduce((sum, { threshold }) => sum + (threshold - 0.5) ** 2, 0) / curves.length
  expect(said / found).toBeGreaterThan(0.75)
  expect(said / found).toBeLessThan(1.33)
})

test('observations without an error put the threshold into the middle of the gap, and all but certain beside it', () => {
  const seen = [0, 0.3, 0.5].map(similarity => ({ similarity, isRight: false }))
  const curve = fitSigmoid([...seen, ...[0.7, 0.8, 1].map(similarity => ({ similarity, isRight: true }))])!
  expect(curve.threshold).toBeCloseTo(0.6, 9)
  expect(rightAt(0.7, curve.threshold, curve.steepness)).toBeCloseTo(1, 6)
  expect(curve.variance).toBeCloseTo(1 / 24, 9)
})

test('right answers at low similarities and wrong ones at high ones determine no threshold below 1', () => {
  const seen = [0.1, 0.2, 0.3].flatMap(at => [
    { similarity: at, isRight: true },
    { similarity: 1 - at, isRight: false },
  ])
  const curve = fitSigmoid([...seen, { similarity: 0, isRight: false }, { similarity: 1, isRight: true }])
  expect(curve === null || rightAt(0.9, curve.threshold, curve.steepness) < 0.6).toBe(true)
})

test('one similarity that was right and wrong gives a curve or none, and never a number that is none', () => {
  const seen = [
    { similarity: 0, isRight: false },
    { similarity: 0.7, isRight: false },
    { similarity: 0.7, isRight: true },
    { similarity: 1, isRight: true },
  ]
  const curve = fitSigmoid(seen)
  if (curve !== null) expect(Object.values(curve).every(Number.isFinite)).toBe(true)
})

/** Similarities and threshold uniform, two observations at the ends; only draws without an error count. */
const simulated = (observations: number): number => {
  let [sum, count] = [0, 0]
  while (count < 2_000) {
    const threshold = random.next()
    let [wrong, right] = [0, 1]
    for (const { similarity, isRight } of drawn(observations - 2, threshold, 5))
      if (isRight) right = Math.min(right, similarity)
      else wrong = Math.max(wrong, similarity)
    if (right <= wrong) continue
    sum += ((wrong + right) / 2 - threshold) ** 2
    count++
  }
  return sum / count
}

test.each([6, 10, 15])('the variance of %i separated observations is what a simulation gives', observations => {
  expect(Math.abs(simulated(observations) / separatedVariance(observations) - 1)).toBeLessThan(0.15)
})

test.each([
  [0, 0.5],
  [1.959964, 0.975],
  [-1.644854, 0.05],
  [3.090232, 0.999],
])('the normal distribution at %f is %f', (z, probability) => {
  expect(normalDistribution(z)).toBeCloseTo(probability, 6)
})
