import { expect, it } from 'vitest'
import { exactKeyOf, invalidatedOf, promotedOf, storedOf } from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at } from '../../processors/fixtures.ts'
import type { ExactEntries } from '../../processors/ports/exact.ts'
import { createEntries } from '../redis/embedded/entries.ts'
import { mirrorHot } from './mirror.ts'

const hourMs = 3_600_000
const key = exactKeyOf('e1')

/** A store behind a mirror that counts lookups and, where told so, holds their results back. */
const open = async () => {
  let end = 0n
  const store = createEntries({ id: 'log', ends: async () => [end] })
  const behind = { lookups: 0, trouble: null as string | null, gate: null as Promise<void> | null }
  const counted: ExactEntries = {
    ...store,
    trouble: () => behind.trouble,
    exact: async (...args) => {
      behind.lookups++
      const found = await store.exact(...args)
      await behind.gate
      return found
    },
  }
  const mirror = mirrorHot(counted)
  await mirror.begin()
  const apply = async (...events: readonly DomainEvent[]): Promise<void> => {
    const placed = events.map((event, n) => ({ offset: end + BigInt(n), event }))
    end += BigInt(events.length)
    await mirror.apply(0, placed, end)
  }
  const layer = async (nowMs = at) => (await mirror.exact(key, nowMs, false))?.candidate.layer ?? null
  return { mirror, behind, apply, layer }
}
const hot = [storedOf('e1'), promotedOf('e1', at + 8 * hourMs)]

it('a hot entry is asked of the store once, in whichever layer it is found; one that is not hot each time', async () => {
  const { mirror, behind, apply, layer } = await open()
  await apply(...hot, storedOf('e2'))
  expect([await layer(), await layer(), await layer(at + hourMs)]).toEqual(['exact', 'exact', 'hot'])
  expect((await mirror.exact(key, at, true))?.candidate.keywords).toBe('question e1\nanswer e1.')
  expect((await mirror.exact(key, at, false))?.candidate.keywords).toBe('')
  expect(behind.lookups).toBe(1)
  for (let n = 0; n < 3; n++) await mirror.exact(exactKeyOf('e2'), at, false)
  expect(behind.lookups).toBe(4)
})

it('what is kept ends when its time does', async () => {
  const { apply, layer } = await open()
  await apply(...hot)
  expect([await layer(), await layer(at + 8 * hourMs - 1), await layer(at + 8 * hourMs)]).toEqual([
    'exact',
    'hot',
    null,
  ])
})

it.each<[string, DomainEvent, string | null]>([
  ['an invalidation', invalidatedOf('e1'), null],
  ['a demotion', promotedOf('e1', 0), null],
  ['a longer promotion', promotedOf('e1', at + 9 * hourMs), 'hot'],
])('%s counts when it is applied', async (_, change, after) => {
  const { apply, layer } = await open()
  await apply(...hot)
  await layer()
  await apply(change)
  expect(await layer(at + 8 * hourMs)).toBe(after === null ? null : 'hot')
  expect(await layer(at + hourMs)).toBe(after)
})

it('an entry that is stored again is served as it is now', async () => {
  const { mirror, apply, layer } = await open()
  await apply(...hot)
  await layer()
  await apply(storedOf('e1', { answer: 'Newer.' }))
  expect((await mirror.exact(key, at, false))?.answer.text).toBe('Newer.')
})

it('a lookup that was under way while its entry was removed keeps nothing of it', async () => {
  const { behind, apply, layer } = await open()
  await apply(...hot)
  const { promise, resolve } = Promise.withResolvers<void>()
  behind.gate = promise
  const asked = layer()
  await apply(invalidatedOf('e1'))
  resolve()
  expect(await asked).toBe('exact')
  expect(await layer()).toBeNull()
})

it('nothing is served from it while the store is in trouble, nor after its place was lost', async () => {
  const { mirror, behind, apply, layer } = await open()
  await apply(...hot)
  await layer()
  behind.trouble = 'gone'
  await layer()
  expect(behind.lookups).toBe(2)
  behind.trouble = null
  await mirror.clear()
  expect(await layer()).toBeNull()
})
