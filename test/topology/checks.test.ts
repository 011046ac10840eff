import { expect, it } from 'vitest'
import { offeredIn } from '../../infra/stub/offers.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { at, eventOf } from '../../processors/fixtures.ts'
import { initialViews } from '../../processors/views.ts'
import { configuration, driverWith, modelsOf, wordEmbedding } from './fakes.ts'
import { appliedOf, openTestCache, turn } from './setup.ts'

const cache = openTestCache()

const applied = appliedOf({ ...configuration, cache: { ...configuration.cache, steer: true } })
/** So little doubt is usual that each hit is checked. */
const steered = eventOf(
  'TrustSteered',
  {
    ...{
      tenant: 'default',
      scope: '',
      leastConfidence: 0.5,
      leastByWording: 0.5,
      learned: 1_000,
      apart: false,
      learnedEveryMs: 0,
      meanDoubt: 1e-4,
      maxFalseRate: 0.01,
    },
    ...{ served: 0, expectedFalse: 0, checked: 0, wrong: 0, reason: 'test', views: initialViews.versions },
  },
  { id: 'steered' },
)
const written = 'Yes, in its original box, within thirty days.'

/** What a model says that is shown the answer which a hit was given, and that writes otherwise as a rule. */
const checkedBy = async (says: (label: string) => string) => {
  const models = modelsOf(async ({ messages }) => {
    const offered = offeredIn(messages)[0]
    return offered ? says(offered.label) : written
  })
  const driver = driverWith({ cache: cache(), models, embedding: wordEmbedding, clock: () => at })
  await driver.send(applied)
  await driver.send(steered)
  await driver.send(turn(1, 'Do you take a parcel back that was opened?'))
  await driver.send(turn(2, 'Please, do you take a parcel back that was opened?'))
  return driver
}

it('a hit is asked again as a turn of its own, and the model that chooses its answer finds it right', async () => {
  const driver = await checkedBy(label => label)
  const answers = driver.events('chat.answers').map(({ data }) => data as DomainEvent<'TurnAnswered'>['data'])
  expect(answers.map(({ turnId, source, text }) => [turnId, source, text])).toEqual([
    ['t1', 'model', written],
    ['t2', 'cold', written],
    ['t2.check', 'model', written],
  ])
  const again = driver.events('chat.turns').find(({ id }) => id === 't2.check')!
  expect(again.data).toMatchObject({ channel: 'check', asker: 'anonymous', task: null, rider: null })
  const checked = driver.events('feedback.events').filter(event => isType(event, 'HitChecked'))
  expect(checked.map(({ data }) => data)).toMatchObject([{ turnId: 't2', isRight: true, propensity: 1, scope: '' }])
})

it('an answer in words of its own says neither', async () => {
  const driver = await checkedBy(() => 'No, never.')
  expect(driver.events('chat.answers').map(({ subject }) => subject)).toContain('t2.check')
  expect(driver.events('feedback.events')).toEqual([])
})

it('the ledger has what a check tells of the baseline that was assumed for its hit', async () => {
  const driver = await checkedBy(() => 'No, never.')
  const lines = driver.events('cost.ledger').map(({ data }) => data as DomainEvent<'LedgerLine'>['data'])
  const [, hit, check] = lines
  expect(lines.map(({ turnId }) => turnId)).toEqual(['t1', 't2', 't2.check'])
  expect(hit!.checked).toBeNull()
  expect(check!.checked).toMatchObject({
    propensity: 1,
    assumedTokens: hit!.baselineTokens,
    freshTokens: { completionTokens: check!.usage.completionTokens },
  })
  expect(check!.checked!.freshTokens.promptTokens).toBeGreaterThan(0)
})
