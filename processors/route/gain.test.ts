import { describe, expect, it } from 'vitest'
import { shareBelow } from './gain.ts'
import { learnedGain } from './learned.ts'
import { nearest, neighboursGain } from './neighbours.ts'
import { textFeatures, textFeaturesOf } from './text-features.ts'

const at = (...values: number[]): Float32Array => Float32Array.from(values)

describe('the share of training turns that gain less', () => {
  it.each([
    [-2, 0],
    [-1, 0],
    [-0.5, 0.125],
    [0, 0.375],
    [0.5, 0.625],
    [1, 0.875],
    [7, 1],
  ])('of a gain of %d is %d', (gain, share) => {
    expect(shareBelow(gain, [-1, 0, 0, 1, 1])).toBe(share)
  })
})

describe('a learned model', () => {
  const gain = learnedGain({
    intercept: 0.1,
    features: { percentages: 0.2, sentences: -0.1 },
    vector: [0.5, 0],
    neighbours: [0.25, 0.5],
    withoutVector: 0.3,
    // Ten are near to [1, 0], of which eight gain; thirty are on the other side, and none does.
    outcomes: Array.from({ length: 40 }, (_, n) => ({ vector: at(n < 10 ? 1 : -1, 0), gain: n < 8 ? 1 : 0 })),
    familiarFrom: 0.3,
  })
  it('adds what it was trained on: text, vector, ten neighbours and forty', () => {
    const said = gain({ text: 'What is 5 % of 7 %?', vector: at(1, 0) })
    expect(said.gain).toBeCloseTo(0.1 + 2 * 0.2 - 0.1 + 0.5 + 0.25 * 0.8 + 0.5 * 0.2, 12)
    expect(said.familiar).toBe(true)
  })
  it('does not know a turn that is unlike those of the past', () => {
    expect(gain({ text: 'Hello', vector: at(0, 1) }).familiar).toBe(false)
  })
  it('judges a turn without a vector by its text, and does not know it', () => {
    expect(gain({ text: 'Hello', vector: null }).gain).toBeCloseTo(0.3, 12)
    expect(gain({ text: 'Hello', vector: null }).familiar).toBe(false)
  })
})

describe('neighbours', () => {
  const outcomes = [
    { vector: at(1, 0), gain: 1 },
    { vector: at(0.8, 0.6), gain: 0 },
    { vector: at(0, 1), gain: -1 },
    { vector: at(-1, 0), gain: -1 },
  ]
  const gain = neighboursGain({ outcomes, k: 2, familiarFrom: 0.7 })
  it('say the mean of what came of the nearest', () => {
    expect(gain({ text: '', vector: at(1, 0) })).toEqual({ gain: 0.5, familiar: true })
    expect(gain({ text: '', vector: at(0, 1) })).toEqual({ gain: -0.5, familiar: true })
  })
  it('are found in order, of equal ones the earlier', () => {
    const near = nearest(at(1, 0), [...outcomes, { vector: at(0.8, 0.6), gain: 1 }], 3)
    expect(near.map(({ gain: each }) => each)).toEqual([1, 0, 1])
    expect(nearest(at(1, 0), outcomes, 9).map(({ similarity }) => Number(similarity.toFixed(6)))).toEqual([
      1, 0.8, 0, -1,
    ])
  })
  it('do not know a turn that none is near to', () => {
    expect(gain({ text: '', vector: at(-1, 0) }).familiar).toBe(false)
    expect(gain({ text: '', vector: null })).toEqual({ gain: -0.25, familiar: false })
  })
})

describe('the features of a text', () => {
  it('are counted', () => {
    const text = 'Anna buys 3 lamps at $4.50 each. How much is twice that, less 10 %?'
    const counted = Object.fromEntries(textFeatures.map((name, n) => [name, textFeaturesOf(text)[n]]))
    expect(counted).toMatchObject({ sentences: 2, decimals: 1, amounts: 1, percentages: 1, asksForNumber: 1, rates: 1 })
    expect(counted).toMatchObject({
      logNumbers: Math.log1p(3),
      logLargestNumber: Math.log1p(10),
      multiples: 1,
      names: 0,
    })
  })
  it('are finite for any text', () => {
    for (const text of ['', '...', '9'.repeat(400), 'ß'.repeat(20_000), '。。'])
      expect(textFeaturesOf(text).every(Number.isFinite)).toBe(true)
  })
})
