import { describe, expect, it } from 'vitest'
import { isTurnstreamError } from '../../../processors/errors.ts'
import { at, configurationOf, viewsOf } from '../../../processors/fixtures.ts'
import type { Features } from '../../../processors/route/features.ts'
import { initialRouters } from '../../../processors/route/routers.ts'
import { featureRouter, shippedWeights } from '../../../processors/route/score.ts'
import { chooseTier } from '../../../processors/route/tier.ts'
import { seededRandom } from '../../runtime/simulation/random.ts'
import { type Example, type Examples, tiers } from './examples.ts'
import { figuresOf, isBetter } from './figures.ts'
import { leastJudged, proposalFrom, wrongWay } from './retrain.ts'

const pool = (tier: string, model: string) => ({ kind: 'openai', tier, model })
const price = (model: string, input: string, output: string) => ({
  ...{ model, input, output, cached_input: '0', valid_from: '2026-01-01' },
})
const views = viewsOf({
  configuration: configurationOf({
    pools: { tiny: pool('small', 'tiny'), mid: pool('medium', 'mid'), big: pool('large', 'big') },
    prices: [price('tiny', '1', '1'), price('mid', '3', '3'), price('big', '10', '10')],
  }),
})
const { route } = views.configuration

const routedTo = (features: Features): number =>
  tiers.indexOf(chooseTier(featureRouter.score({ features }, route), route, null, at, true).tier)

/** Turns for which one tier is right, as `truth` says; of a share of them the judge says anything. */
const drawn = (count: number, seed: number, truth: (features: Features) => number, errs = 0): Examples => {
  const random = seededRandom(seed)
  const judged = Array.from({ length: count }, (_, n): Example => {
    const features: Features = {
      ...{ messageTokens: 5 + Math.floor(random.next() * 60), promptTokens: 300, questions: 1, steps: 0, followUp: 0 },
      ...{ historyTurns: 0, slots: Math.floor(random.next() * 3), structured: random.next() < 0.3 ? 1 : 0 },
      intents: random.next() < 0.2 ? 1 + Math.floor(random.next() * 2) : 0,
      reasoning: random.next() < 0.2 ? 1 + Math.floor(random.next() * 2) : 0,
    }
    const answeredBy = routedTo(features)
    const right = random.next() < errs ? Math.floor(random.next() * 3) : truth(features)
    // As a judgement of one answer says it: whether it fits, or which way the right tier lies.
    const [least, most] =
      right > answeredBy ? [answeredBy + 1, 2] : right < answeredBy ? [0, answeredBy - 1] : [right, right]
    const usage = { promptTokens: 300, completionTokens: 50, cachedTokens: 0, counted: true }
    return { turnId: `t${n}`, timeMs: at + n, tenant: 'shop', features, least, most, weight: 1, usage, maxTokens: 100 }
  })
  return { judged, unhelpful: [], madeOf: [{ topic: 'feedback.events', partition: 0, from: 0, to: count }] }
}

/** As shipped, but that the small tier fails on what has a table, code or a list in it. */
const failsOnStructure = (features: Features): number => {
  const tier = routedTo(features)
  return features.structured > 0 && tier === 0 ? 1 : tier
}

const refusal = (examples: Examples, of = views): { code: string; message: string } => {
  try {
    proposalFrom(examples, of)
  } catch (error) {
    if (isTurnstreamError(error)) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('was proposed')
}

describe('Retraining', () => {
  it.each([1, 2, 3, 4, 5])('sends higher what a cheap tier fails on, and leaves the rest (seed %i)', seed => {
    const { before, after, weights, judged, heldOut } = proposalFrom(drawn(400, seed, failsOnStructure), views)
    expect([judged, heldOut]).toEqual([300, 100])
    expect(before.tooLow).toBeGreaterThan(0.1)
    expect(before.tooHigh).toBe(0)
    expect(wrongWay(after)).toBeLessThan(0.5 * wrongWay(before))
    expect(after.small).toBeLessThan(before.small)
    expect(after.costPicoUsd).toBeGreaterThan(before.costPicoUsd!)
    const weightOf = (feature: string, of: typeof weights): number => of.find(each => each.feature === feature)!.weight
    expect(weightOf('structured', weights)).toBeGreaterThan(weightOf('structured', shippedWeights.weights) + 0.1)
  })

  it('gives the same proposal of the same log, byte for byte, and another one of another', () => {
    const first = proposalFrom(drawn(200, 1, failsOnStructure), views)
    expect(JSON.stringify(proposalFrom(drawn(200, 1, failsOnStructure), views))).toBe(JSON.stringify(first))
    expect(proposalFrom(drawn(201, 1, failsOnStructure), views).proposalId).not.toBe(first.proposalId)
  })

  it.each([1, 2, 3, 4, 5])('is not led astray by a judge that errs in one of ten (seed %i)', seed => {
    const { base, intercept, weights } = proposalFrom(drawn(600, seed, failsOnStructure, 0.1), views)
    expect(base).toBe('shipped')
    const { judged } = drawn(1_000, seed + 100, failsOnStructure)
    const before = wrongWay(figuresOf(shippedWeights, judged, views))
    expect(wrongWay(figuresOf({ intercept, weights }, judged, views))).toBeLessThan(0.6 * before)
    // With nothing to be learned beside the errors, nothing is.
    expect(refusal(drawn(600, seed, routedTo, 0.1)).code).toBe('CHECK_FAILED')
  })

  it('begins with what serves, and says so', () => {
    const first = proposalFrom(drawn(400, 1, failsOnStructure), views)
    const proposals = [{ ...first, atMs: at, decided: null }]
    const since = { ...views, routers: { serving: first.proposalId, proposals } }
    expect(first.base).toBe('shipped')
    expect(refusal(drawn(400, 1, features => routedTo(features))).message).toContain('nothing is proposed')
    // By what serves now, turns as the release routes them go the wrong way: it may be learned back.
    const back = proposalFrom(drawn(400, 2, routedTo), since)
    expect(back.base).toBe(first.proposalId)
    expect(back.before.tooHigh).toBeGreaterThan(0.05)
    expect({ ...views.routers }).toEqual(initialRouters)
  })

  it('proposes nothing where there is nothing to learn, and says what was found', () => {
    expect(refusal(drawn(200, 1, routedTo))).toEqual({
      code: 'CHECK_FAILED',
      message: expect.stringContaining(
        'nothing is proposed: of 50 judged turns held out, 0.0 % go the wrong way by the router in force, and',
      ),
    })
  })

  it.each([
    [2, 0, false],
    [3, 0, true],
    [3, 1, false],
    [6, 1, true],
    [0, 3, false],
  ])('of %i turns put right and %i put wrong says whether that is more than chance', (right, wrong, better) => {
    const [example] = drawn(1, 1, routedTo).judged
    const features = { ...example!.features, structured: 1, intents: 0, reasoning: 0, slots: 0 }
    const turns = (count: number, least: number, most: number): Example[] =>
      Array.from({ length: count }, () => ({ ...example!, features, least, most }))
    // Everything with structure goes to the medium tier instead of the small one.
    const weights = shippedWeights.weights.map(each => (each.feature === 'structured' ? { ...each, weight: 1 } : each))
    const heldOut = [...turns(right, 1, 2), ...turns(wrong, 0, 0)]
    expect(isBetter(shippedWeights, { intercept: 0, weights }, heldOut, views)).toBe(better)
  })

  it('says how many judged turns there are and how many it takes', () => {
    expect(refusal(drawn(leastJudged - 1, 1, failsOnStructure))).toEqual({
      code: 'CHECK_FAILED',
      message: expect.stringContaining('79 turns were judged, and it takes 80'),
    })
    expect(() => proposalFrom({ judged: [], unhelpful: [], madeOf: [] }, views)).toThrow('0 turns were judged')
  })

  it.each([
    [{ router: 'classifier', classifier: { pool: 'tiny' } }, 'there is nothing to train'],
    [{ router: 'learned', model: 'router.json' }, 'npm run router'],
    [{ router: 'neighbours', model: 'router.json' }, 'more than an event holds'],
  ])('refuses %j', (other, why) => {
    const configuration = configurationOf({ pools: { tiny: pool('small', 'tiny') }, route: other })
    expect(refusal(drawn(100, 1, failsOnStructure), { ...views, configuration })).toEqual({
      code: 'USAGE',
      message: expect.stringContaining(why),
    })
  })

  it('knows no price where a pool has none', () => {
    const { pools } = views.configuration
    const unpriced = { ...views, configuration: configurationOf({ pools, prices: [price('tiny', '1', '1')] }) }
    const { before, after } = proposalFrom(drawn(400, 1, failsOnStructure), unpriced)
    expect([before.costPicoUsd, after.costPicoUsd]).toEqual([null, null])
  })
})
