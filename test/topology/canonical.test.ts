import { describe, expect, it } from 'vitest'
import { offeredIn } from '../../infra/stub/offers.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, eventOf, policyOf } from '../../processors/fixtures.ts'
import type { ChatCall, ChatModels } from '../../processors/ports/models.ts'
import { driverWith, modelsOf, wordEmbedding } from './fakes.ts'
import { applied, openTestCache, turn } from './setup.ts'

const cache = openTestCache()

const policy = eventOf('PolicyChanged', policyOf({ keywords: ['original box'] }), { id: 'policy', key: 'policy' })

/** A model that takes an answer that was offered wherever there is one, and else writes this. */
const choosing = (written: string, between: (call: ChatCall) => Promise<void> | void = () => undefined) => {
  const calls: ChatCall[] = []
  const models = modelsOf(async call => {
    calls.push(call)
    await between(call)
    return offeredIn(call.messages)[0]?.label ?? written
  })
  return { models, calls }
}

const driverOf = async (models: ChatModels) => {
  const driver = driverWith({ cache: cache(), models, embedding: wordEmbedding, clock: () => at })
  await driver.send(applied)
  return driver
}
const first = turn(1, 'Do you take a parcel back that was opened?')
const second = turn(2, 'Will you take back a parcel that somebody opened already?')
const written = 'Yes, in its original box, within thirty days.'

describe('a question near to one that was answered', () => {
  it('is answered with that answer where the model chooses it, and is a hit of its own from then on', async () => {
    const { models, calls } = choosing(written)
    const driver = await driverOf(models)
    await driver.send(first)
    await driver.send(second)
    await driver.send(turn(3, second.data.message))
    const answers = driver.events('chat.answers').map(({ data }) => data as DomainEvent<'TurnAnswered'>['data'])
    const entry = driver.events('cache.entries').find(({ type }) => type === 'EntryStored')!.key
    expect(answers.map(({ source, text }) => [source, text])).toEqual([
      ['model', written],
      ['model', written],
      ['exact', written],
    ])
    expect(answers[1]!.choice).toMatchObject({ offered: 1, entryId: entry })
    expect(answers[1]!.answerHash).toBe(answers[0]!.answerHash)
    expect(calls).toHaveLength(2)
    const stored = driver.events('cache.entries').filter(event => event.type === 'EntryStored')
    expect(stored.map(({ data }) => data.answerHash)).toEqual([answers[0]!.answerHash, answers[0]!.answerHash])
    expect(stored[1]!.data.expiresAtMs).toBe(stored[0]!.data.expiresAtMs)
    const line = driver.events('cost.ledger')[1]!.data as DomainEvent<'LedgerLine'>['data']
    expect(line.choice).toMatchObject({ offered: 1, chosen: true, savedTokens: 6 })
    expect(driver.events('dead.letters')).toEqual([])
  })

  it('is not answered with it where a policy change claims it while the model chooses: the model writes', async () => {
    let asked = 0
    const { models, calls } = choosing(written, async () => {
      if (++asked === 2) await driver.send(policy)
    })
    const driver = await driverOf(models)
    await driver.send(first)
    await driver.send(second)
    const answers = driver.events('chat.answers').map(({ data }) => data as DomainEvent<'TurnAnswered'>['data'])
    expect(calls.map(({ messages }) => offeredIn(messages).length)).toEqual([0, 1, 0])
    expect(answers[1]).toMatchObject({ text: written, calls: 2, choice: { offered: 1, entryId: null } })
    expect(driver.events('dead.letters')).toEqual([])
  })

  it('gives the same events when it comes again', async () => {
    const { models, calls } = choosing(written)
    const driver = await driverOf(models)
    await driver.send(first)
    await driver.send(second, second)
    const before = driver.events('chat.answers')
    await driver.send(second)
    expect(driver.events('chat.answers')).toEqual(before)
    expect(before).toHaveLength(2)
    expect(calls).toHaveLength(2)
  })
})
