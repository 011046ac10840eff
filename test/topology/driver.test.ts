import { beforeEach, describe, expect, it } from 'vitest'
import type { DomainEvent } from '../../processors/event.ts'
import { at, eventOf, policyOf } from '../../processors/fixtures.ts'
import { partitionOf } from '../../topics/partition.ts'
import { toRecord } from '../../topics/wire.ts'
import { driverWith, echoModels } from './fakes.ts'
import { applied, openTestCache, seeded, turn } from './setup.ts'

const cache = openTestCache()
let now = at
beforeEach(() => {
  now = at
})

const start = async (pick?: (n: number) => number) => {
  const models = echoModels()
  const driver = driverWith({ cache: cache(), models, clock: () => now, ...(pick ? { pick } : {}) })
  await driver.send(applied)
  return { driver, models }
}

describe('a turn from end to end', () => {
  it('misses, is answered by the model, learned, and hit when it is asked again', async () => {
    const { driver, models } = await start()
    await driver.send(turn(1, 'How do I return a jacket?'))
    await driver.send(turn(2, 'how do i return a jacket'))
    const answers = driver.events('chat.answers').map(({ data }) => data as DomainEvent<'TurnAnswered'>['data'])
    expect(answers.map(({ turnId, source, text }) => [turnId, source, text])).toEqual([
      ['t1', 'model', 'answer to: How do I return a jacket?'],
      ['t2', 'exact', 'answer to: How do I return a jacket?'],
    ])
    expect(models.calls()).toBe(1)
    expect(driver.events('cost.ledger')).toHaveLength(2)
    expect(driver.events('dead.letters')).toEqual([])
  })

  it('that arrives twice is answered once', async () => {
    const { driver, models } = await start()
    await driver.send(turn(1, 'How do I return a jacket?'), turn(1, 'How do I return a jacket?'))
    expect(driver.events('chat.answers')).toHaveLength(1)
    expect(driver.events('cost.ledger')).toHaveLength(1)
    expect(models.calls()).toBe(1)
  })

  it('gives the same events on every run', async () => {
    const run = async () => {
      const { driver } = await start()
      await driver.send(
        turn(1, 'How do I return a jacket?'),
        turn(2, 'And how long does it take?', { conversationId: 'c' }),
      )
      return [
        'chat.enriched',
        'chat.resolved',
        'chat.prompts',
        'chat.routes',
        'chat.inferences',
        'chat.answers',
        'cache.entries',
        'cost.ledger',
      ].flatMap(topic => driver.events(topic as never))
    }
    const first = await run()
    cache().clear()
    expect(await run()).toEqual(first)
  })
})

describe('a conversation', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'keeps its order however its events interleave (seed %i)',
    async seed => {
      const { driver } = await start(seeded(seed))
      const said = [
        'Where is my order FH-104233?',
        'And the other one?',
        'When will it arrive?',
        'Can you cancel it?',
        'Thank you',
      ]
      await driver.send(
        ...said.map((message, n) => turn(n, message, { conversationId: 'c' })),
        ...[10, 11, 12].map(n => turn(n, `Do you sell rug ${n}?`)),
      )
      const prompts = driver.events('chat.prompts').filter(({ key }) => key === 'c')
      let outstanding: string | null = null
      const order: string[] = []
      for (const event of prompts) {
        if (event.type === 'PromptBuilt') {
          expect(outstanding).toBeNull()
          outstanding = event.data.turnId
          order.push(event.data.turnId)
          // Everything that was answered before it is in its history.
          expect(event.data.messages.filter(({ role }) => role === 'assistant')).toHaveLength(order.length - 1)
        }
        if (event.type === 'TurnSettled') {
          expect(event.data.turnId).toBe(outstanding)
          outstanding = null
        }
      }
      expect(order).toEqual(['t0', 't1', 't2', 't3', 't4'])
      expect(driver.events('chat.answers')).toHaveLength(8)
    },
  )
})

describe('a record that nobody can process', () => {
  const foreign = (value: Buffer, headers: Record<string, string> = { ce_id: 'x', ce_subject: 'x' }) => {
    const key = Buffer.from('k')
    return { topic: 'chat.turns', partition: partitionOf(key, 4), key, value, headers, timestampMs: at }
  }
  it.each<[string, Buffer, Record<string, string> | undefined, RegExp]>([
    ['foreign bytes', Buffer.from('{"message":"hello"}'), undefined, /starts with byte 0/],
    ['an unknown schema', Buffer.from([0, 0, 1, 0, 0, 1]), undefined, /never published/],
    ['a record cut in the middle', Buffer.from(toRecord(turn(1, 'How?'), 4).value!.subarray(0, 20)), undefined, /./],
    ['an event of another topic', Buffer.from(toRecord(applied, 4).value!), undefined, /belongs on control/],
    ['a record without an id', Buffer.from(toRecord(turn(1, 'How?'), 4).value!), {}, /ce_id is missing/],
  ])(
    'lies in dead.letters byte for byte, and the next turn is answered: %s',
    async (_what, value, headers, message) => {
      const { driver } = await start()
      await driver.sendRecord(foreign(value, headers))
      await driver.send(turn(2, 'How do I return a jacket?'))
      const [dead, ...more] = driver.events('dead.letters') as DomainEvent<'DeadLettered'>[]
      expect(more).toEqual([])
      expect(dead!.data).toMatchObject({
        topic: 'chat.turns',
        offset: 0,
        processor: 'enrich',
        code: 'RECORD_UNDECODABLE',
      })
      expect(dead!.data.value!.equals(value)).toBe(true)
      expect(dead!.data.message).toMatch(message)
      expect(driver.events('chat.answers')).toHaveLength(1)
    },
  )
})

describe('a policy change', () => {
  it('makes the next asking a miss and the one after it a hit again', async () => {
    const { driver, models } = await start()
    const change = policyOf({ keywords: ['jacket'] })
    await driver.send(turn(1, 'How do I return a jacket?'), turn(2, 'How do I return a mug?'))
    await driver.send(eventOf('PolicyChanged', change, { id: 'policy' }))
    expect(driver.events('cache.entries').filter(({ type }) => type === 'EntryInvalidated')).toHaveLength(1)
    await driver.send(turn(3, 'How do I return a jacket?'))
    await driver.send(turn(4, 'How do I return a jacket?'), turn(5, 'How do I return a mug?'))
    const sources = driver.events('chat.answers').map(event => (event as DomainEvent<'TurnAnswered'>).data.source)
    expect(sources).toEqual(['model', 'model', 'model', 'exact', 'exact'])
    expect(models.calls()).toBe(3)
  })
})

describe('an unhelpful mark', () => {
  it('takes the answer out at once and keeps it out', async () => {
    const { driver, models } = await start()
    await driver.send(turn(1, 'How do I return a jacket?'))
    await driver.send(
      eventOf(
        'FeedbackGiven',
        { turnId: 't1', tenant: 'default', helpful: false, rating: null, comment: null, by: 'u' },
        { id: 'f' },
      ),
    )
    await driver.send(turn(2, 'How do I return a jacket?'))
    await driver.send(turn(3, 'How do I return a jacket?'))
    expect(models.calls()).toBe(3)
    expect(driver.events('reviews')).toHaveLength(1)
  })
})
