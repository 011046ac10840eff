import { expect, it } from 'vitest'
import { eventOf } from '../../processors/fixtures.ts'
import { createStandings } from './standings.ts'

const written = (documentId: string, revision: number, tenant = 'default') =>
  eventOf(
    'PassagesWritten',
    {
      ...{ documentId, tenant, revision, contentHash: '', title: `T${revision}`, scene: 'returns' },
      ...{ embeddingModel: 'test:1', passages: [{ heading: 'H', text: 'words', vector: null }] },
    },
    { timeMs: revision },
  )
const removed = (documentId: string, revision: number) =>
  eventOf('PassagesRemoved', { documentId, tenant: 'default', revision })

it('lists what is there, by tenant and id, as it was last written', () => {
  const standings = createStandings()
  for (const event of [written('b', 1), written('a', 1), written('a', 2), written('z', 1, 'another'), removed('b', 2)])
    standings.apply(event)
  expect(standings.list().map(({ tenant, documentId, revision }) => [tenant, documentId, revision])).toEqual([
    ['another', 'z', 1],
    ['default', 'a', 2],
  ])
  expect(standings.list()[1]).toMatchObject({ title: 'T2', passages: 1, changedAtMs: 2 })
})

it('knows who has documents, however often one is written or taken out', () => {
  const standings = createStandings()
  expect(standings.has('default')).toBe(false)
  for (const event of [written('a', 1), written('a', 2), written('b', 1), removed('b', 2), removed('b', 3)])
    standings.apply(event)
  expect([standings.has('default'), standings.has('another')]).toEqual([true, false])
  standings.apply(removed('a', 3))
  expect(standings.has('default')).toBe(false)
})

it('has met a revision once it, or a later one, was heard of, of what was taken out too', () => {
  const standings = createStandings()
  standings.apply(written('a', 1))
  const wanted = { 'default/a': 3 }
  expect([standings.hasMet({}), standings.hasMet({ 'default/a': 1 }), standings.hasMet(wanted)]).toEqual([
    ...[true, true, false],
  ])
  standings.apply(removed('a', 4))
  expect(standings.hasMet(wanted)).toBe(true)
})
