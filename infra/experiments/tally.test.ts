import { expect, it } from 'vitest'
import { eventOf } from '../../processors/fixtures.ts'
import type { LedgerLine, TurnExposed } from '../../schemas/types.ts'
import { createTally } from './tally.ts'

const arms = [
  { name: 'control', set: [] },
  { name: 'b', set: [] },
]
const exposures = new Map<string, TurnExposed>()
const expose = (turnId: string, conversationId: string, arm: string, experiment = 'bar'): void => {
  const views = { policyEpoch: -1, controlVersion: 0 }
  exposures.set(turnId, { turnId, tenant: 'default', conversationId, experiment, arm, views })
}
const line = (turnId: string, options: Partial<LedgerLine> = {}) =>
  eventOf('LedgerLine', {
    ...{ turnId, purpose: 'answer', source: 'model', degraded: null, costPicoUsd: 2_000_000_000, latencyMs: 100 },
    ...options,
  } as LedgerLine)
const marked = (turnId: string, helpful: boolean | null, rating: number | null = null) =>
  eventOf('FeedbackGiven', { turnId, tenant: 'default', helpful, rating, comment: null } as never)
const tallyOf = () => createTally({ name: 'bar', arms }, turnId => exposures.get(turnId) ?? null)
const figuresOf = (tally: ReturnType<typeof tallyOf>, at: number) =>
  Object.fromEntries(tally.arms()[at]!.figures.map(({ metric, mean, error }) => [metric, [mean, error]]))

it('counts turns and what became of them, by arm; what belongs to no arm, to another experiment or to no customer is passed over', () => {
  const tally = tallyOf()
  expose('t1', 'c1', 'control')
  expose('t2', 'c1', 'control')
  expose('t3', 'c2', 'b')
  expose('t4', 'c3', 'b', 'other')
  tally.add(line('t1'))
  tally.add(line('t2', { source: 'exact', degraded: 'no_upstream', costPicoUsd: 0, latencyMs: 10 }))
  tally.add(line('t3', { source: 'apology', degraded: 'failover' }))
  const before = tally.changes()
  for (const other of [line('t4'), line('t5'), line('t1', { purpose: 'check' })]) tally.add(other)
  expect(tally.changes()).toBe(before)
  expect(tally.arms().map(({ arm, conversations, turns }) => [arm, conversations, turns])).toEqual([
    ['control', 1, 2],
    ['b', 1, 1],
  ])
  expect(figuresOf(tally, 0)).toEqual({
    ...{ hits: [0.5, null], failed: [0, null], unhelpful: [0, null] },
    ...{ cost: [0.001, null], latency: [55, null] },
  })
  expect(figuresOf(tally, 1)).toMatchObject({ hits: [0, null], failed: [1, null] })
})

it('counts a mark once, and what a customer says last', () => {
  const tally = tallyOf()
  expose('m1', 'm', 'b')
  tally.add(line('m1'))
  const unhelpful = () => figuresOf(tally, 1).unhelpful![0]
  for (const event of [marked('m1', false), marked('m1', null, 1), marked('m1', null)]) tally.add(event)
  expect(unhelpful()).toBe(1)
  tally.add(marked('m1', true))
  expect(unhelpful()).toBe(0)
  tally.add(marked('m1', null, 2))
  expect(unhelpful()).toBe(1)
})

it('an error is that of conversations, and not of turns', () => {
  const tally = tallyOf()
  // Every conversation has five turns, and all of them are hits or none is: as much is known as of one turn of each.
  for (let n = 0; n < 100; n++)
    for (let turn = 0; turn < 5; turn++) {
      expose(`e${n}.${turn}`, `e${n}`, 'b')
      tally.add(line(`e${n}.${turn}`, { source: n % 4 === 0 ? 'exact' : 'model' }))
    }
  const [mean, error] = figuresOf(tally, 1).hits!
  expect(mean).toBe(0.25)
  expect(error).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 99), 10)
})
