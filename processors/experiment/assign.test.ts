import { describe, expect, it } from 'vitest'
import type { ExperimentStarted } from '../../schemas/types.ts'
import { eventOf, viewsOf } from '../fixtures.ts'
import { evolveViews, type Views } from '../views.ts'
import { armOf, viewsOfTurn } from './assign.ts'

const strict = { name: 'strict', set: [{ path: 'cache.threshold', value: '0.97' }] }
const started = (options: Partial<ExperimentStarted> = {}) =>
  eventOf('ExperimentStarted', {
    ...{ name: 'bar', share: 1, arms: [{ name: 'control', set: [] }, strict], guards: [], by: 'ann', reason: null },
    ...options,
  })
const stopped = (name: string, arm: string | null) =>
  eventOf('ExperimentStopped', { name, arm, by: 'ann', reason: null, views: null })
const viewsAfter = (...events: Parameters<typeof evolveViews>[1][]): Views =>
  events.reduce((views, event, offset) => evolveViews(views, event, offset), viewsOf({}))
const arms = (views: Views, count = 2_000): readonly (string | null)[] =>
  Array.from({ length: count }, (_, n) => armOf(views, `default/c${n}`, `t${n}`)?.arm.name ?? null)
const shareOf = (of: readonly unknown[], wanted: unknown): number =>
  of.filter(each => each === wanted).length / of.length

describe('conversations', () => {
  it('are spread evenly over the arms, and each stays in its own', () => {
    const views = viewsAfter(started())
    const found = arms(views)
    expect(shareOf(found, 'control')).toBeCloseTo(0.5, 1)
    expect(shareOf(found, 'strict')).toBeCloseTo(0.5, 1)
    expect(arms(views)).toEqual(found)
    expect(new Set([1, 2, 3].map(n => armOf(views, 'default/c', `t${n}`)!.arm.name)).size).toBe(1)
  })
  it('take part by the share that is asked for, and with another name others do', () => {
    const found = arms(viewsAfter(started({ share: 0.2 })))
    expect(shareOf(found, null)).toBeCloseTo(0.8, 1)
    const other = arms(viewsAfter(started({ share: 0.2, name: 'other' })))
    const both = found.filter((arm, n) => arm !== null && other[n] !== null).length / found.length
    expect(both).toBeCloseTo(0.04, 1)
  })
  it('are in one experiment at most: the first', () => {
    const views = viewsAfter(
      started({ share: 0.5 }),
      started({
        name: 'second',
        arms: [
          { name: 'control', set: [] },
          { ...strict, name: 'b' },
        ],
      }),
    )
    const names = Array.from({ length: 1_000 }, (_, n) => armOf(views, `c${n}`, `t${n}`)!.experiment.name)
    expect(shareOf(names, 'bar')).toBeCloseTo(0.5, 1)
    expect(shareOf(names, 'second')).toBeCloseTo(0.5, 1)
  })
  it('are in none before it starts, once it is over, or where their arm is', () => {
    expect(shareOf(arms(viewsAfter()), null)).toBe(1)
    expect(shareOf(arms(viewsAfter(started(), stopped('bar', null))), null)).toBe(1)
    const without = arms(viewsAfter(started(), stopped('bar', 'strict')))
    expect(shareOf(without, 'strict')).toBe(0)
    expect(shareOf(without, null)).toBeCloseTo(0.5, 1)
    expect(shareOf(arms(viewsAfter(started(), stopped('other', null))), null)).toBe(0)
  })
})

it('what we ask ourselves is in no experiment', () => {
  for (const turnId of ['t.check', 't.judge', 't.summary.1', 'w_1'])
    expect(armOf(viewsAfter(started()), 'default/c', turnId)).toBeNull()
})

it('a name counts once, and what is over stays as it was stopped first', () => {
  const views = viewsAfter(started(), started({ share: 0.1 }), stopped('bar', null), stopped('bar', 'strict'))
  expect(views.experiments).toMatchObject([
    { name: 'bar', share: 1, version: 0, stopped: { by: 'ann' }, stoppedArms: {} },
  ])
})

describe('the configuration of an arm', () => {
  const views = viewsAfter(started())
  const inArm = (wanted: string): Views => {
    const n = arms(views).indexOf(wanted)
    return viewsOfTurn(views, `default/c${n}`, 't')
  }
  it('is what it sets, in a namespace of its own; of control all but the namespace is as it was', () => {
    expect(inArm('strict').configuration).toEqual({
      ...views.configuration,
      namespace: '/bar/strict',
      cache: { ...views.configuration.cache, threshold: 0.97 },
    })
    expect(inArm('control').configuration).toEqual({ ...views.configuration, namespace: '/bar/control' })
  })
  it('is the same object each time, for memos hang on it', () => {
    expect(inArm('strict').configuration).toBe(inArm('strict').configuration)
  })
  it('is as configured where what it sets does not go with what was configured since', () => {
    const odd = viewsAfter(
      started({
        arms: [
          { name: 'control', set: [] },
          { name: 'odd', set: [{ path: 'cache.threshold', value: '7' }] },
        ],
      }),
    )
    const n = arms(odd).indexOf('odd')
    expect(viewsOfTurn(odd, `default/c${n}`, 't').configuration.cache.threshold).toBe(odd.configuration.cache.threshold)
  })
  it('that is in no experiment is the usual one', () => {
    expect(viewsOfTurn(views, 'default/c', 't.check')).toBe(views)
  })
})
