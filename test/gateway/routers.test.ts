import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RouterList } from '../../infra/gateway/routers.ts'
import { idOf } from '../../processors/event.ts'
import { at, eventOf } from '../../processors/fixtures.ts'
import { shippedWeights } from '../../processors/route/score.ts'
import { toRecord } from '../../topics/wire.ts'
import { openSystem, type System, system } from './system.ts'

const figures = { small: 0.5, medium: 0.25, large: 0.25, tooLow: 0.1, tooHigh: 0.05, costPicoUsd: 12 }
const propose = async (on: System, proposalId: string, base: string): Promise<void> => {
  const event = eventOf('RouterProposed', {
    ...{ proposalId, base, kind: 'features', intercept: 0.9, weights: [...shippedWeights.weights], judged: 60 },
    ...{ unhelpful: 2, heldOut: 20, heldOutFromMs: at, before: figures, after: { ...figures, tooLow: 0 } },
    madeOf: [{ topic: 'feedback.events', partition: 0, from: 0, to: 80 }],
  })
  const [position] = await on.turnstream.log.append([
    toRecord({ ...event, id: `router.${proposalId}.proposed` }, on.turnstream.partitions),
  ])
  await on.turnstream.views.reached('control', Number(position!.offset))
}

let on: System
beforeAll(async () => {
  on = await openSystem()
})
afterAll(() => on.close())

const list = async (): Promise<RouterList> => (await (await on.get('/v1/router/proposals')).json()) as RouterList
type Answer = RouterList & { error?: { code: string; message: string; details: object } }
const decide = async (id: string, body: object, of = on) => {
  const response = await of.post(`/v1/router/proposals/${encodeURIComponent(id)}`, body)
  return { status: response.status, ...((await response.json()) as Answer) }
}
const states = ({ proposals }: RouterList) => proposals.map(({ proposal_id, state }) => `${proposal_id} ${state}`)
const routerOf = async (message: string): Promise<string> => {
  const { turn_id } = (await (await on.post('/v1/chat', { message })).json()) as { turn_id: string }
  return on.turnstream.facts.event('TurnRouted', idOf.route(turn_id)).data.router
}

it('what was proposed is listed, routes once it is accepted, and is replaced by what was made of it', async () => {
  expect(await list()).toEqual({ configured: 'features', serving: 'shipped', router: 'features', proposals: [] })
  await propose(on, 'p', 'shipped')
  await propose(on, 'x', 'shipped')
  const [, listed] = (await list()).proposals
  expect(listed).toMatchObject({
    ...{ proposal_id: 'p', state: 'open', base: 'shipped', judged: 60, unhelpful: 2, held_out: 20, decided: null },
    before: { small: 0.5, medium: 0.25, large: 0.25, too_low: 0.1, too_high: 0.05, cost_pico_usd: 12 },
    made_of: [{ topic: 'feedback.events', partition: 0, from: 0, to: 80 }],
    weights: { questions: 0.12 },
    held_out_from: new Date(at).toISOString(),
  })
  expect(await routerOf('Where is the first parcel?')).toBe('features')

  const accepted = await decide('p', { decision: 'accept', by: 'ann', reason: 'it is better' })
  expect(accepted).toMatchObject({ status: 200, serving: 'p', router: 'features:p' })
  expect(states(accepted)).toEqual(['x outdated', 'p serving'])
  expect(accepted.proposals[1]!.decided).toMatchObject({ decision: 'accept', by: 'ann', reason: 'it is better' })
  expect(await routerOf('Where is the second parcel?')).toBe('features:p')

  // Again: answered as the first time.
  const again = await decide('p', { decision: 'accept', by: 'bob' })
  expect(again.proposals).toEqual(accepted.proposals)
  expect(await decide('x', { decision: 'accept', by: 'bob' })).toMatchObject({
    status: 409,
    error: { code: 'CONFLICT', message: expect.stringContaining('would replace shipped, but p serves by now') },
  })
  await propose(on, 'q', 'p')
  expect(states(await decide('q', { decision: 'accept', by: 'bob' }))).toEqual([
    'q serving',
    'x outdated',
    'p replaced',
  ])
  expect(await decide('q', { decision: 'reject', by: 'bob' })).toMatchObject({ status: 409 })
  const rejected = await decide('x', { decision: 'reject', by: 'bob' })
  expect(states(rejected)).toEqual(['q serving', 'x rejected', 'p replaced'])
  expect(await decide('x', { decision: 'reject', by: 'cy' })).toMatchObject({ status: 200 })

  const back = await decide('shipped', { decision: 'accept', by: 'ann' })
  expect(back).toMatchObject({ status: 200, serving: 'shipped', router: 'features' })
  expect(await decide('x', { decision: 'accept', by: 'ann' })).toMatchObject({
    status: 409,
    error: { message: 'proposal x was rejected by bob' },
  })
  expect(await routerOf('Where is the third parcel?')).toBe('features')
})

it('two who accept at once are not both told that theirs routes', async () => {
  await propose(on, 'a', 'shipped')
  await propose(on, 'b', 'shipped')
  const outcomes = await Promise.all(['a', 'b'].map(id => decide(id, { decision: 'accept', by: id })))
  const { serving } = await list()
  expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(outcomes.findIndex(({ status }) => status === 200)).toBe(['a', 'b'].indexOf(serving))
  await decide('shipped', { decision: 'accept', by: 'ann' })
})

it.each([
  ['nobody', { decision: 'accept' }, 'by: is missing'],
  ['no name', { decision: 'accept', by: '' }, 'by: must not be empty'],
  ['no decision', { by: 'ann' }, 'decision: must be accept or reject'],
  ['another decision', { decision: 'maybe', by: 'ann' }, 'decision: must be accept or reject'],
  ['a field too many', { decision: 'accept', by: 'ann', weights: [] }, 'unknown field weights'],
  ['no object', [], 'the body must be a JSON object'],
])('a decision by %s is refused', async (_who, body, message) => {
  expect(await decide('p', body)).toMatchObject({
    status: 400,
    error: { code: 'BAD_REQUEST', message: expect.stringContaining(message) },
  })
})

it.each(['nothing', '%', '__proto__', 'x'.repeat(60), ' '])('no router was proposed as %j', async id => {
  const { status, error } = await decide(id, { decision: 'accept', by: 'ann' })
  expect([status, error?.code]).toEqual([404, 'NOT_FOUND'])
})

it('the router of the release is not rejected', async () => {
  expect(await decide('shipped', { decision: 'reject', by: 'ann' })).toMatchObject({
    status: 409,
    error: { code: 'CONFLICT', message: 'the router of the release cannot be rejected' },
  })
})

it('nothing is accepted that would route nothing', async () => {
  const route = { router: 'classifier', classifier: { pool: 'first' } }
  const asked = await system({}, { configuration: { route } })
  await propose(asked, 'p', 'shipped')
  expect(await decide('p', { decision: 'accept', by: 'ann' }, asked)).toMatchObject({
    status: 409,
    error: { code: 'CONFLICT', message: expect.stringContaining('route.router is classifier') },
  })
})
