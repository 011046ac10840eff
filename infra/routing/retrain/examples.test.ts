import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { DomainEvent } from '../../../processors/event.ts'
import { idOf } from '../../../processors/event.ts'
import { answeredOf, at, eventOf } from '../../../processors/fixtures.ts'
import { initialViews } from '../../../processors/views.ts'
import type { RouteJudged, TurnAnswered, TurnRouted } from '../../../schemas/types.ts'
import { catalogue, partitionsOf } from '../../../topics/catalogue.ts'
import { toRecord } from '../../../topics/wire.ts'
import { openLmdbLog } from '../../log/lmdb/open.ts'
import { createFacts } from '../../runtime/facts.ts'
import { readExamples } from './examples.ts'

const partitions = 2

const routed = (
  turnId: string,
  tier: string,
  { route = {}, answer = {} }: { route?: Partial<TurnRouted>; answer?: Partial<TurnAnswered> } = {},
): readonly DomainEvent[] => {
  const data: TurnRouted = {
    ...{ turnId, tenant: 'default', conversationId: turnId, solo: true, promptId: `${turnId}.prompt`, tier },
    ...{ router: 'features', score: 0.1, confidence: 1, features: { questions: 1 }, pools: ['tiny'], model: null },
    ...{ reason: 'score', propensity: 1, promptTokens: 100, maxTokens: 200, flightKey: null, scene: 'returns' },
    ...{ views: initialViews.versions, call: null },
    ...route,
  }
  return [
    eventOf('TurnRouted', data, { id: idOf.route(turnId), timeMs: at + Number(turnId.slice(1)) }),
    eventOf('TurnAnswered', answeredOf({ turnId, tier, ...answer }), { id: idOf.answered(turnId) }),
  ]
}
const judged = (turnId: string, tier: string, verdict: string, propensity = 0.5): DomainEvent => {
  const data: RouteJudged = {
    ...{ turnId, tenant: 'default', scene: 'returns', tier, router: 'features', verdict, misrouted: false },
    ...{ model: 'judge', propensity, views: initialViews.versions },
  }
  return eventOf('RouteJudged', data, { id: `${turnId}.judge.judged`, key: tier })
}
const marked = (turnId: string, helpful: boolean, n = 0): DomainEvent =>
  eventOf(
    'FeedbackGiven',
    { turnId, tenant: 'default', helpful, rating: null, comment: null, by: 'x' },
    { id: `${turnId}.feedback.${n}`, key: turnId },
  )

const examplesOf = async (...events: readonly DomainEvent[]) => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-examples-'))
  const log = await openLmdbLog({ dir })
  onTestFinished(async () => {
    await log.close()
    rmSync(dir, { recursive: true })
  })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
  await log.append(events.map(event => toRecord(event, partitions)))
  return readExamples(log, partitions, createFacts(log))
}

it('a verdict says which tiers are right', async () => {
  const cases = ['small', 'medium', 'large'].flatMap(tier => ['fits', 'weak', 'strong'].map(verdict => [tier, verdict]))
  const events = cases.flatMap(([tier, verdict], n) => [...routed(`t${n}`, tier!), judged(`t${n}`, tier!, verdict!)])
  const { judged: found, unhelpful, madeOf } = await examplesOf(...events)
  expect(found.map(({ turnId, least, most }, n) => [turnId, ...cases[n]!, least, most])).toEqual([
    ['t0', 'small', 'fits', 0, 0],
    ['t1', 'small', 'weak', 1, 2],
    ['t2', 'small', 'strong', 0, 0],
    ['t3', 'medium', 'fits', 1, 1],
    ['t4', 'medium', 'weak', 2, 2],
    ['t5', 'medium', 'strong', 0, 0],
    ['t6', 'large', 'fits', 2, 2],
    ['t7', 'large', 'weak', 2, 2],
    ['t8', 'large', 'strong', 0, 1],
  ])
  expect(found.map(({ weight }) => weight)).toEqual(found.map(() => 1))
  expect(unhelpful).toEqual([])
  expect(madeOf.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(9)
})

it('a judged turn counts for the inverse of its chance, of both draws, within a bound', async () => {
  const { judged: found } = await examplesOf(
    ...routed('t1', 'small'),
    judged('t1', 'small', 'fits', 0.1),
    ...routed('t2', 'small', { route: { propensity: 0.5 } }),
    judged('t2', 'small', 'fits', 0.1),
    ...routed('t3', 'small', { route: { propensity: 0.001 } }),
    judged('t3', 'small', 'fits', 0.1),
  )
  const [first] = found
  expect(found.map(({ weight }) => weight / first!.weight)).toEqual([1, 2, 10])
  expect(found.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(3)
})

it('what the router did not decide, no model answered or nobody could judge is left out', async () => {
  const { judged: found } = await examplesOf(
    ...routed('t1', 'small', { route: { tier: 'pinned', reason: 'pinned' } }),
    judged('t1', 'small', 'weak'),
    ...routed('t2', 'small', { route: { tier: 'batch', reason: 'busy' } }),
    judged('t2', 'small', 'weak'),
    ...routed('t3', 'small', { answer: { source: 'faq', degraded: 'no_upstream' } }),
    judged('t3', 'small', 'weak'),
    ...routed('t4', 'small'),
    judged('t4', 'small', 'unknown'),
    judged('t5', 'small', 'weak'),
    ...routed('t6', 'small', { answer: { tier: 'medium' } }),
    judged('t6', 'medium', 'fits'),
  )
  // Where another tier stood in, the verdict is on that one.
  expect(found.map(({ turnId, least, most }) => [turnId, least, most])).toEqual([['t6', 1, 1]])
})

it('an unhelpful mark blames a tier that is not the largest, unless it was taken back or a judge has spoken', async () => {
  const { unhelpful } = await examplesOf(
    ...routed('t1', 'small'),
    judged('t1', 'small', 'fits', 0.01),
    marked('t1', false),
    ...routed('t2', 'small'),
    marked('t2', false),
    ...routed('t3', 'small'),
    marked('t3', false),
    marked('t3', true, 1),
    ...routed('t4', 'large'),
    marked('t4', false),
    ...routed('t5', 'medium'),
    marked('t5', false),
    ...routed('t6', 'small', { answer: { source: 'hot', entryId: 'e' } }),
    marked('t6', false),
    marked('t7', false),
  )
  expect(unhelpful.map(({ turnId, least, most }) => [turnId, least, most])).toEqual([
    ['t2', 1, 2],
    ['t5', 2, 2],
  ])
  // It was drawn by nobody: one turn, where a judged one stands for a hundred.
  expect(unhelpful.map(({ weight }) => weight)).toEqual([0.01, 0.01])
})
