import { expect, test } from 'vitest'
import type { Entry } from '../../../infra/eval/rules/rule.ts'
import { openRuleRun } from '../../../infra/eval/rules/run.ts'
import { rightAt } from '../../../infra/eval/rules/sigmoid.ts'
import { exploration, leastObservations, verified } from '../../../infra/eval/rules/vcache.ts'
import { type Truth, truthOf } from '../../../infra/eval/truth.ts'
import { seededRandom } from '../../../infra/runtime/simulation/random.ts'

const rows = ['a', 'b'].map(group => ({ text: `asks for ${group}`, group }))
const truth = truthOf(rows)
const [answerA, answerB] = rows.map(truth.answerTo) as [string, string]

const open = (delta: number, storesEach = false) =>
  verified({ delta, storesEach }).open({ truth, answerSimilarity: () => 0 })

const entryOf = (row: number, answer: string): Entry => ({ row, question: `question ${row}`, answer })

/** Steps from wrong to right at its threshold, as far as numbers go. */
const step = { threshold: 0.5, steepness: 1e6 }

test('a threshold that is known for certain serves above it always, and below it never', () => {
  const curve = { ...step, variance: 0 }
  expect(exploration(0.51, curve, 0.01)).toBe(0)
  expect(exploration(0.49, curve, 0.01)).toBeCloseTo(0.99, 9)
})

test('at the threshold itself half of the hits would be wrong: 1 - delta / 0.5', () => {
  expect(exploration(0.5, { threshold: 0.5, steepness: 20, variance: 0 }, 0.02)).toBeCloseTo(0.96, 4)
})

test('so many deviations above an uncertain threshold the bound is what the normal distribution leaves', () => {
  // Epsilon is P(z > 1.65) = 0.04947, so that 1 - 0.02 / 0.04947 = 0.5957; at twice the rate 0.1914, and at 5 % below 0.
  const at = 0.5 + 1.651 * 0.1
  const curve = { ...step, variance: 0.01 }
  expect(exploration(at, curve, 0.02)).toBeCloseTo(0.5957, 3)
  expect(exploration(at, curve, 0.04)).toBeCloseTo(0.1914, 3)
  expect(exploration(at, curve, 0.05)).toBe(0)
})

test('the band that binds is weighed against the curve: the minimum over epsilon, by hand on three of them', () => {
  const curve = { threshold: 0.5, steepness: 20, variance: 0.01 }
  // (1 - epsilon) · L(0.8, 0.5 + 0.1 z, 20) at z = 1.5, 1.75 and 2: 0.93319 · 0.95257, 0.95994 · 0.92414 and 0.97725 · 0.88080.
  const best = 0.93319 * 0.95257
  const bound = 1 - 0.05 / (1 - best)
  expect(exploration(0.8, curve, 0.05)).toBeLessThanOrEqual(bound + 1e-4)
  expect(exploration(0.8, curve, 0.05)).toBeGreaterThan(bound - 0.01)
})

test('nothing is served of an entry of which too little is known, however near the question', () => {
  const rule = open(0.05)
  expect(rule.judge('first', [])).toBeNull()
  const entry = entryOf(0, answerA)
  rule.learn(entry, [])
  for (let n = 3; n < leastObservations; n++) {
    const nearest = [{ entry, similarity: 0.99 }]
    expect(rule.judge(`question ${n}`, nearest)).toBeNull()
    rule.learn(entryOf(n, answerA), nearest)
  }
  expect(rule.judge('question 5', [{ entry, similarity: 0.99 }])).toBeNull()
})

test('an answer that the nearest entry gives already is observed and not stored, unless each is', () => {
  const entry = entryOf(0, answerA)
  const nearest = [{ entry, similarity: 0.8 }]
  for (const storesEach of [false, true]) {
    const rule = open(0.02, storesEach)
    expect(rule.learn(entry, [])).toBe(true)
    expect(rule.learn(entryOf(1, answerA), nearest)).toBe(storesEach)
    expect(rule.learn(entryOf(2, answerB), nearest)).toBe(true)
  }
})

/** Questions to one entry; it is right as the curve says. Shares of the last ones served above 0.8 and below 0.5. */
const converge = (isRight: (similarity: number) => boolean, delta: number) => {
  const random = seededRandom(11)
  const rule = open(delta)
  const entry = entryOf(0, answerA)
  rule.learn(entry, [])
  const served = { above: 0, below: 0, wrong: 0 }
  const asked = { above: 0, below: 0, all: 1_500 }
  for (let n = 1; n <= asked.all; n++) {
    const similarity = 0.3 + 0.7 * random.next()
    const right = isRight(similarity)
    const nearest = [{ entry, similarity }]
    const hit = rule.judge(`question ${n}`, nearest) !== null
    if (!hit) rule.learn(entryOf(n, right ? answerA : answerB), nearest)
    if (hit && !right) served.wrong++
    if (n < asked.all / 2) continue
    const side = similarity > 0.8 ? 'above' : similarity < 0.5 ? 'below' : null
    if (side === null) continue
    asked[side]++
    if (hit) served[side]++
  }
  return {
    above: served.above / asked.above,
    below: served.below / asked.below,
    wrongPerRequest: served.wrong / asked.all,
  }
}

test('where a similarity separates right from wrong, what is above it comes to be served and what is below it not', () => {
  const { above, below, wrongPerRequest } = converge(similarity => similarity > 0.65, 0.02)
  expect(above).toBeGreaterThan(0.95)
  expect(below).toBeLessThan(0.05)
  expect(wrongPerRequest).toBeLessThan(0.02)
})

test('where right and wrong overlap as the curve has it, the share of requests that are answered wrongly stays within delta', () => {
  const random = seededRandom(12)
  const { above, wrongPerRequest } = converge(similarity => random.next() < rightAt(similarity, 0.6, 20), 0.05)
  expect(wrongPerRequest).toBeLessThan(0.05)
  expect(above).toBeGreaterThan(0.8)
})

test('an answer that the model chose wrongly is believed: whether answers agree is all that the rule is told', () => {
  const erring: Truth = { ...truth, isRight: row => row.group === 'a' }
  const run = openRuleRun(open(0.02), erring, 0)
  for (const [n, row] of rows.entries()) run.take(row, new Float32Array(n).fill(0.9))
  expect(run.counts()).toEqual({ requests: 2, hits: 0, wrongHits: 0, wrongOnMiss: 1 })
})
