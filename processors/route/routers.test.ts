import { describe, expect, it } from 'vitest'
import type { RouterProposed } from '../../schemas/types.ts'
import { at, eventOf } from '../fixtures.ts'
import { evolveViews, initialViews, type Views } from '../views.ts'
import type { Features } from './features.ts'
import { isOfFeatures, nameInForce, objection, standingOf, weightsInForce } from './routers.ts'
import { marginFor, scoreBy, shippedWeights } from './score.ts'

const figures = { small: 1, medium: 0, large: 0, tooLow: 0, tooHigh: 0, costPicoUsd: null }
const proposed = (proposalId: string, base = 'shipped', more: Partial<RouterProposed> = {}) =>
  eventOf('RouterProposed', {
    ...{ proposalId, base, kind: 'features', intercept: 0.5, weights: [], judged: 60, unhelpful: 0, heldOut: 20 },
    ...{ heldOutFromMs: at, before: figures, after: figures, madeOf: [] },
    ...more,
  })
const decided = (proposalId: string, decision: string, by = 'ann') =>
  eventOf('RouterDecided', { proposalId, decision, by, reason: null })
const folded = (...events: readonly ReturnType<typeof proposed | typeof decided>[]): Views =>
  events.reduce((views, event, offset) => evolveViews(views, event, offset), initialViews)
const standings = ({ routers }: Views) => routers.proposals.map(each => standingOf(each, routers))

describe('A proposed router', () => {
  it('routes nothing until it is accepted', () => {
    const before = folded(proposed('p'))
    expect(weightsInForce(before.routers)).toBe(shippedWeights)
    expect(nameInForce(before.routers)).toBe('features')
    expect(before.versions.controlVersion).toBe(0)
    const since = folded(proposed('p'), decided('p', 'accept'))
    expect(weightsInForce(since.routers)).toMatchObject({ intercept: 0.5, weights: [] })
    expect(nameInForce(since.routers)).toBe('features:p')
    expect(since.versions.controlVersion).toBe(1)
  })

  it('is replaced by one that was made of it, and by the one of the release', () => {
    const second = folded(proposed('p'), decided('p', 'accept'), proposed('q', 'p'), decided('q', 'accept'))
    expect(second.routers.serving).toBe('q')
    expect(standings(second)).toEqual(['replaced', 'serving'])
    const back = evolveViews(second, decided('shipped', 'accept'), 4)
    expect(weightsInForce(back.routers)).toBe(shippedWeights)
    // And forth again.
    expect(evolveViews(back, decided('p', 'accept'), 5).routers.serving).toBe('p')
  })

  it('does not serve where what it would replace does not', () => {
    const both = folded(proposed('p'), proposed('q'), decided('p', 'accept'))
    expect(standings(both)).toEqual(['serving', 'outdated'])
    expect(objection(both.routers, 'q', 'accept')).toBe(
      'proposal q would replace shipped, but p serves by now: retrain, or accept shipped first',
    )
    expect(evolveViews(both, decided('q', 'accept'), 3).routers).toEqual(both.routers)
  })

  it('that was rejected is not accepted, and one that was accepted not rejected', () => {
    const rejected = folded(proposed('p'), decided('p', 'reject', 'bob'), decided('p', 'accept'))
    expect(standings(rejected)).toEqual(['rejected'])
    expect(objection(rejected.routers, 'p', 'accept')).toBe('proposal p was rejected by bob')
    const accepted = folded(proposed('p'), decided('p', 'accept'), decided('p', 'reject'))
    expect(accepted.routers.serving).toBe('p')
    expect(objection(accepted.routers, 'p', 'reject')).toContain('was accepted by ann')
    expect(objection(accepted.routers, 'shipped', 'reject')).toContain('cannot be rejected')
  })

  it.each([
    ['of another kind', { kind: 'forest' }],
    ['whose weight is no number', { weights: [{ feature: 'steps', from: 0, full: 3, weight: Number.NaN }] }],
    ['that divides by nothing', { weights: [{ feature: 'steps', from: 0, full: 0, weight: 1 }] }],
    ['that calls itself shipped', { proposalId: 'shipped' }],
  ])('%s is none', (_what, more) => {
    const { routers, versions } = folded(proposed('p', 'shipped', more), decided('p', 'accept'))
    expect(routers).toEqual(initialViews.routers)
    expect(versions.controlVersion).toBe(1)
  })

  it('is known once, and decisions on others and of other words change nothing', () => {
    const { routers } = folded(proposed('p'), proposed('p'), decided('x', 'accept'), decided('p', 'maybe'))
    expect(routers.proposals).toHaveLength(1)
    expect(standingOf(routers.proposals[0]!, routers)).toBe('open')
  })
})

it('routes by features are told by their names', () => {
  expect(['features', 'features:ab', 'features-2', 'classifier:x', 'learned:ab'].map(isOfFeatures)).toEqual([
    ...[true, true, false, false, false],
  ])
})

it('a score so far from the bounds is so confident, and none is where the message says too little', () => {
  const bounds = { smallBelow: 0.3, mediumBelow: 0.7 }
  const features = (messageTokens: number, followUp: number): Features => ({
    ...{ messageTokens, followUp, promptTokens: 0, questions: 1, steps: 0, historyTurns: 0, slots: 0, structured: 0 },
    ...{ intents: 0, reasoning: 0 },
  })
  const confidenceAt = (score: number, of: Features): number =>
    scoreBy({ intercept: score, weights: [] }, of, bounds).confidence
  for (const of of [features(20, 0), features(20, 1), features(3, 0)])
    for (const wanted of [0.5, 0.65, 0.8]) {
      const margin = marginFor(wanted, of)
      expect(confidenceAt(0.3 - margin - 0.001, of)).toBeGreaterThanOrEqual(wanted)
      if (margin > 0.001) expect(confidenceAt(0.3 - margin + 0.001, of)).toBeLessThan(wanted)
    }
  expect(marginFor(0.65, features(0, 0))).toBe(Number.POSITIVE_INFINITY)
  expect(marginFor(0.5, features(20, 0))).toBe(0)
})
