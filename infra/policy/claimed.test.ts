import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { entryIdOf, evictedOf, invalidatedOf, restoredOf, storedOf } from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, eventOf, policyOf, viewsOf } from '../../processors/fixtures.ts'
import { evolveViews } from '../../processors/views.ts'
import type { PolicyChanged } from '../../schemas/types.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'
import { type LmdbLog, openLmdbLog } from '../log/lmdb/open.ts'
import { claimedOnLog } from './claimed.ts'

const partitions = 4
let dir: string
let log: LmdbLog
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-claimed-'))
  log = await openLmdbLog({ dir })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
})
afterEach(async () => {
  await log.close()
  rmSync(dir, { recursive: true })
})

let ids = 0
const append = (...events: readonly DomainEvent[]) =>
  log.append(events.map(event => toRecord({ ...event, id: `${event.id}.${ids++}` }, partitions)))
const claimed = (options: Partial<PolicyChanged>, views = viewsOf()) =>
  claimedOnLog(policyOf({ tenant: 'default', ...options }), { log, views, partitions, nowMs: at + 1 })

it('counts what is served now and matches, by scene, with some of it', async () => {
  await append(
    storedOf('e1', { answer: 'Within 30 Days.' }),
    storedOf('e2'),
    storedOf('e3', { scene: 'refunds', scenes: ['refunds', 'returns'], answer: 'After 30 days.' }),
  )
  expect(await claimed({ keywords: ['30 days'] })).toEqual({
    entries: 2,
    of: 3,
    scenes: { returns: 1, refunds: 1 },
    examples: [
      { entry_id: entryIdOf('e1'), question: 'question e1' },
      { entry_id: entryIdOf('e3'), question: 'question e3' },
    ],
  })
  expect(await claimed({ scene: 'refunds' })).toMatchObject({ entries: 1, of: 3 })
  expect(await claimed({ entries: [entryIdOf('e2')] })).toMatchObject({ entries: 1 })
  expect(await claimed({ beforeVersion: '1' })).toMatchObject({ entries: 0 })
})

it('leaves out what nobody is served any more: taken out, waiting, evicted, expired or claimed by a change before', async () => {
  await append(
    storedOf('e1'),
    invalidatedOf('e1'),
    storedOf('e2'),
    invalidatedOf('e2', { review: true }),
    storedOf('e3'),
    evictedOf('e3'),
    storedOf('e4', { expiresAtMs: at }),
    storedOf('e5', { policyEpoch: -1, products: ['Aurora'] }),
    storedOf('e6'),
    invalidatedOf('e6', { review: true }),
    restoredOf('e6'),
    storedOf('e6'),
  )
  const before = eventOf('PolicyChanged', policyOf({ tenant: 'default', products: ['Aurora'] }), { id: 'p' })
  expect(await claimed({}, evolveViews(viewsOf(), before, 0))).toMatchObject({
    entries: 1,
    of: 1,
    examples: [{ entry_id: entryIdOf('e6') }],
  })
})
