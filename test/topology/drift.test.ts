import { expect, it } from 'vitest'
import { instruction } from '../../processors/drift/judgement.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { at, configurationOf } from '../../processors/fixtures.ts'
import { configuration, driverWith, hashEmbedding, modelsOf } from './fakes.ts'
import { appliedOf, openTestCache, turn } from './setup.ts'

const cache = openTestCache()
const pools = {
  small: { kind: 'openai', tier: 'small', model: 'tiny' },
  judge: { kind: 'openai', tier: 'large', model: 'grand' },
}

it('turns are judged by a turn of its own, whose answer is told of, measured, and learned by nobody', async () => {
  const asked: string[] = []
  const models = modelsOf(async ({ messages, model }) => {
    if (messages[0]!.content !== instruction) return `Tiny answer to ${messages.at(-1)!.content}`
    asked.push(model)
    return messages.at(-1)!.content.includes('lamp 3') ? 'weak' : 'fits'
  })
  const driver = driverWith({ cache: cache(), models, embedding: hashEmbedding, clock: () => at })
  const drift = { pool: 'judge', share: 1, window: 10, alarm: 0.05 }
  await driver.send(appliedOf(configurationOf({ ...configuration, pools, route: { drift } })))
  for (let n = 1; n <= 12; n++) await driver.send(turn(n, `What does lamp ${n} cost?`))

  const judgement = driver.events('chat.turns').find(({ id }) => id === 't3.judge')
  expect(judgement?.data).toMatchObject({
    ...{ channel: 'judgement', model: 'grand', systemPrompt: instruction, maxTokens: 16, userId: null, history: [] },
    message: 'Customer: What does lamp 3 cost?\n\nAnswered by class small:\nTiny answer to What does lamp 3 cost?',
  })
  expect(new Set(asked)).toEqual(new Set(['grand']))
  expect(asked).toHaveLength(12)
  const judged = driver.events('feedback.events').filter(event => isType(event, 'RouteJudged'))
  expect(judged).toHaveLength(12)
  expect(judged.map(({ data }) => data).find(({ turnId }) => turnId === 't3')).toMatchObject({
    ...{ tier: 'small', router: 'features', verdict: 'weak', misrouted: true, model: 'grand', propensity: 1 },
  })
  const measured = driver.events('control').flatMap(({ type, data }) => (type === 'DriftMeasured' ? [data] : []))
  expect(measured).toHaveLength(12)
  expect(measured.filter(({ alarm }) => alarm).length).toBeGreaterThan(0)
  expect(measured.map(({ judged: of }) => of)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10])
  // A judgement costs what it costs, and is no answer to a customer.
  expect(driver.events('cost.ledger').map(({ subject }) => subject)).toContain('t3.judge')
  const learned = driver.events('cache.entries').filter(event => isType(event, 'EntryProposed'))
  expect(learned.map(({ data }) => (data as DomainEvent<'EntryProposed'>['data']).answer)).not.toContain('fits')
})

it('nothing is judged where no pool is named', async () => {
  const models = modelsOf(async () => 'An answer.')
  const driver = driverWith({ cache: cache(), models, embedding: hashEmbedding, clock: () => at })
  await driver.send(appliedOf(configurationOf({ ...configuration, pools })))
  await driver.send(turn(1, 'What does lamp 1 cost?'))
  expect(driver.events('tasks')).toEqual([])
})
