import { describe, expect, it } from 'vitest'
import type { Driver } from '../../infra/runtime/driver.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { at, eventOf, policyOf, turnOf } from '../../processors/fixtures.ts'
import type { EventType, VerdictGiven } from '../../schemas/types.ts'
import { driverWith, echoModels } from './fakes.ts'
import { applied, openTestCache, seeded, turn } from './setup.ts'

const cache = openTestCache()

const question = 'How do I return a jacket?'
const posed = (n: number, options: { conversationId?: string } = {}) => turn(n, question, options)
const mark = (turnId: string, id: string, timeMs = at + 10): DomainEvent =>
  eventOf(
    'FeedbackGiven',
    { turnId, tenant: 'default', helpful: false, rating: null, comment: null, by: 'u' },
    { id, timeMs },
  )
const verdict = (
  reviewId: string,
  options: Partial<VerdictGiven> = {},
  id = `${reviewId}.verdict`,
  timeMs = at + 1_000,
): DomainEvent => {
  const data: VerdictGiven = {
    reviewId,
    turnId: 't1',
    tenant: 'default',
    verdict: 'restore',
    answer: null,
    block: false,
    reason: null,
    by: 'ann',
    policyEpoch: -1,
    along: null,
    ...options,
  }
  return eventOf('VerdictGiven', data, { id, timeMs, subject: data.turnId!, key: data.turnId! })
}

const start = async (pick?: (n: number) => number): Promise<Driver> => {
  const driver = driverWith({ cache: cache(), models: echoModels(), clock: () => at, ...(pick ? { pick } : {}) })
  await driver.send(applied)
  return driver
}
const all = <T extends EventType>(driver: Driver, type: T): readonly DomainEvent<T>[] =>
  (['cache.entries', 'reviews', 'chat.answers'] as const)
    .flatMap(topic => driver.events(topic))
    .filter(event => isType(event, type)) as unknown as readonly DomainEvent<T>[]
const sources = (driver: Driver): readonly string[] => all(driver, 'TurnAnswered').map(({ data }) => data.source)
const asked = async (driver: Driver, n: number): Promise<string> => {
  await driver.send(posed(n))
  const { data } = all(driver, 'TurnAnswered').at(-1)!
  return `${data.source}: ${data.text}`
}

/** Learned from one turn, served to another, and marked by that one. */
const marked = async (): Promise<Driver> => {
  const driver = await start()
  await driver.send(posed(1))
  await driver.send(posed(2))
  await driver.send(mark('t2', 'f'))
  expect(sources(driver)).toEqual(['model', 'exact'])
  return driver
}
const entryOf = async (driver: Driver) => cache().entry(all(driver, 'ReviewOpened')[0]!.data.entryId!)

describe('a verdict on an answer that was served from an entry', () => {
  it('restore brings the entry back with its question, vector, answer, askers and sharing, for another time to live', async () => {
    const driver = await marked()
    const [before] = all(driver, 'EntryStored')
    expect(await entryOf(driver)).toBeNull()
    await driver.send(verdict('f.review', { turnId: 't2' }))
    const [, after] = all(driver, 'EntryStored')
    const later = 1_000
    expect(after!.data).toEqual({
      ...before!.data,
      storedAtMs: before!.data.storedAtMs + later,
      expiresAtMs: before!.data.expiresAtMs + later,
      exactExpiresAtMs: before!.data.exactExpiresAtMs + later,
      views: after!.data.views,
    })
    expect(await entryOf(driver)).toMatchObject({ answer: `answer to: ${question}` })
    expect(await asked(driver, 3)).toBe(`exact: answer to: ${question}`)
    expect(all(driver, 'ReviewDecided').map(({ data }) => data)).toEqual([
      expect.objectContaining({ reviewId: 'f.review', verdict: 'restore', by: 'ann' }),
    ])
  })
  it('edit serves what the reviewer wrote, to everybody', async () => {
    const driver = await marked()
    await driver.send(verdict('f.review', { turnId: 't2', verdict: 'edit', answer: 'Within 60 days.' }))
    expect(await entryOf(driver)).toMatchObject({
      answer: 'Within 60 days.',
      origin: 'curated',
      shared: true,
      sources: [],
      degraded: null,
    })
    expect(await asked(driver, 3)).toBe('exact: Within 60 days.')
  })
  it('delete leaves it out, and the next answer may be learned', async () => {
    const driver = await marked()
    await driver.send(verdict('f.review', { turnId: 't2', verdict: 'delete' }))
    expect(await entryOf(driver)).toBeNull()
    expect((await asked(driver, 3)).slice(0, 5)).toBe('model')
    expect((await asked(driver, 4)).slice(0, 5)).toBe('exact')
  })
  it('delete that blocks keeps every answer out', async () => {
    const driver = await marked()
    await driver.send(verdict('f.review', { turnId: 't2', verdict: 'delete', block: true }))
    for (const n of [3, 4]) expect((await asked(driver, n)).slice(0, 5)).toBe('model')
  })
  it('the first one counts, whatever comes after it', async () => {
    const driver = await marked()
    await driver.send(
      verdict('f.review', { turnId: 't2', verdict: 'delete', by: 'ann' }),
      verdict('f.review', { turnId: 't2', verdict: 'restore', by: 'bob' }, 'second'),
    )
    expect(all(driver, 'ReviewDecided').map(({ data }) => data.by)).toEqual(['ann'])
    expect(await entryOf(driver)).toBeNull()
  })
  it('does not bring back what a policy change has claimed meanwhile, but an answer written since is served', async () => {
    const driver = await marked()
    const change = policyOf({ keywords: ['jacket'] })
    await driver.send(eventOf('PolicyChanged', change, { id: 'policy', timeMs: at + 20 }))
    await driver.send(verdict('f.review', { turnId: 't2' }))
    expect((await asked(driver, 3)).slice(0, 5)).toBe('model')
    await driver.send(mark('t3', 'g', at + 2_000))
    await driver.send(
      verdict(
        'g.review',
        { turnId: 't3', verdict: 'edit', answer: 'By the new rule.', policyEpoch: 0 },
        'v',
        at + 3_000,
      ),
    )
    expect(await asked(driver, 4)).toBe('exact: By the new rule.')
  })
})

describe('a verdict on a fresh answer', () => {
  it('brings back what was learned from it', async () => {
    const driver = await start()
    await driver.send(posed(1))
    await driver.send(mark('t1', 'f'))
    expect(await entryOf(driver)).toBeNull()
    await driver.send(verdict('f.review'))
    expect(await asked(driver, 3)).toBe(`exact: answer to: ${question}`)
  })
  it('finds what was proposed where the entry was never stored', async () => {
    const driver = await marked()
    // Held already: this answer is proposed and refused, and marked as well.
    await driver.send(posed(3))
    await driver.send(mark('t3', 'g'))
    expect(all(driver, 'EntryStored')).toHaveLength(1)
    await driver.send(verdict('f.review', { turnId: 't2', verdict: 'delete' }))
    await driver.send(mark('t3', 'h', at + 2_000))
    await driver.send(verdict('h.review', { turnId: 't3' }, 'v', at + 3_000))
    expect((await entryOf(driver))?.turnId).toBe('t3')
  })
})

it('a verdict on an answer that no cache may have closes the review and touches no entry', async () => {
  const driver = await start()
  const personal = eventOf(
    'TurnReceived',
    turnOf({ turnId: 't1', message: 'Where is my order FH-104233?', channel: 'kafka' }),
    { id: 't1', key: 't1' },
  )
  await driver.send(personal)
  await driver.send(mark('t1', 'f'))
  const before = driver.events('cache.entries').length
  await driver.send(verdict('f.review', { verdict: 'delete' }))
  expect(all(driver, 'ReviewDecided')).toHaveLength(1)
  expect(driver.events('cache.entries')).toHaveLength(before)
})

it('a verdict on no review lies in dead.letters, and the next one counts', async () => {
  const driver = await marked()
  await driver.send(verdict('nothing', { turnId: 't2' }), verdict('f.review', { turnId: 't2' }))
  expect(driver.events('dead.letters')).toHaveLength(1)
  expect(await entryOf(driver)).not.toBeNull()
})

describe('a mark and a verdict at the same moment', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'whichever reaches the entry last counts, in the caches and in the deciders alike (seed %i)',
    async seed => {
      const driver = await start(seeded(seed))
      await driver.send(posed(1))
      await driver.send(posed(2))
      await driver.send(mark('t2', 'f'))
      await driver.send(
        verdict('f.review', { turnId: 't2' }),
        mark('t1', 'g', at + 1_001),
        ...(seed % 3 === 0 ? [posed(3)] : []),
      )
      const order = driver.events('cache.entries')
      const reached = order.findIndex(event => event.type === 'EntryReviewed')
      const again = order.findIndex(event => event.id === 'g.invalidated')
      expect((await entryOf(driver)) !== null).toBe(reached > again)
      await driver.send(verdict('g.review', { turnId: 't1' }, 'v', at + 2_000))
      expect(await entryOf(driver)).not.toBeNull()
      expect(await asked(driver, 9)).toBe(`exact: answer to: ${question}`)
      expect(driver.events('dead.letters')).toEqual([])
    },
  )
})
