import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOf } from '../../infra/audit/as-of.ts'
import type { Moment } from '../../infra/audit/past-part.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()

/** What the running system held, and was asked, at an instant at which nothing was under way. */
interface Seen {
  readonly atMs: number
  readonly entries: readonly string[]
  readonly versions: object
  readonly policies: readonly string[]
  readonly turns: number
}
const seen: Seen[] = []
let dataDir: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-as-of-'))
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse({
      ...configuration,
      scenes: ['returns', 'general'],
      // What is gathered over some seconds is written down later, with the time of what it is about.
      cache: { ...configuration.cache, steer: false, hot: { ...configuration.cache.hot, countMs: 60_000 } },
    }),
    ...{ dataDir, logger, models: echoModels(), embedding: hashEmbedding },
  })
  const random = seededRandom(5)
  const answered: string[] = []
  let policies = 0
  for (let step = 0; step < 40; step++) {
    const kind = random.int(0, 9)
    if (kind === 0)
      await turnstream.changePolicy(policyOf({ version: `v${++policies}`, keywords: [`rug ${random.int(0, 14)}`] }))
    else if (kind === 1 && answered.length > 0)
      await turnstream.giveFeedback({
        ...{ turnId: random.pick(answered), tenant: 'default', helpful: false, rating: null, comment: null, by: 'u' },
      })
    else {
      const ask = { ...plainAsk(`How do I clean rug ${random.int(0, 14)}?`), userId: `u${step}`, scene: 'returns' }
      answered.push((await turnstream.intake.ask(ask, signal)).turnId)
    }
    await turnstream.settled()
    await sleep(3)
    const views = turnstream.views.current()
    const entries = await turnstream.caches.reader.entries(null, 1_000)
    seen.push({
      atMs: Date.now(),
      entries: entries.map(({ entryId }) => entryId).sort(),
      versions: views.versions,
      policies: views.policies.map(({ version }) => version).reverse(),
      turns: answered.length,
    })
    await sleep(3)
  }
  await turnstream.drain(1_000)
}, 60_000)
afterAll(() => rmSync(dataDir, { recursive: true }))

const past = async (moment: Partial<Moment>) => {
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  try {
    const views = await followViews(log)
    views.stop()
    const asked = { atMs: Date.now(), scene: null, tenant: null, limit: 1_000, ...moment }
    return await asOf(log, asked, views.asOf(asked.atMs))
  } finally {
    await log.close()
  }
}

describe('The past', () => {
  it('is what the running system held at any instant', async () => {
    expect(seen.some(({ policies }) => policies.length > 1)).toBe(true)
    // Entries have gone again.
    expect(seen.some(({ entries }, at) => entries.length < (seen[at - 1]?.entries.length ?? 0))).toBe(true)
    for (const { atMs, entries, versions, policies, turns } of seen) {
      const told = await past({ atMs })
      expect(told.cache.rows.map(row => row.entry_id).sort()).toEqual(entries)
      expect(told).toMatchObject({ versions, month: { turns } })
      expect(told.policies.map(({ version }) => version)).toEqual(policies)
      expect(told.cache.entries).toBe(entries.length)
    }
  })

  it('is empty before the first turn', async () => {
    expect(await past({ atMs: 1 })).toMatchObject({
      ...{ policies: [], versions: { policyEpoch: -1, controlVersion: -1 }, month: { turns: 0, usd: '0' } },
      cache: { entries: 0, by_layer: { exact: 0, hot: 0, cold: 0 }, rows: [] },
    })
  })

  it('is told of one scene and tenant, by layer, without what had expired by then', async () => {
    const { atMs, entries } = seen.at(-1)!
    expect((await past({ atMs, scene: 'general' })).cache).toMatchObject({ entries: 0, by_scene: {} })
    expect((await past({ atMs, tenant: 'other' })).cache.entries).toBe(0)
    const now = await past({ atMs, scene: 'returns' })
    expect(now.cache).toMatchObject({ by_layer: { exact: entries.length }, by_scene: { returns: entries.length } })
    // No answer lives for a year.
    expect((await past({ atMs: atMs + 365 * 86_400_000 })).cache.entries).toBe(0)
  })

  it('shows the last ones stored where it may not show all', async () => {
    const { atMs } = seen.at(-1)!
    const all = await past({ atMs })
    const few = await past({ atMs, limit: 2 })
    expect(few).toEqual({ ...all, cache: { ...all.cache, rows: all.cache.rows.slice(0, 2) } })
    const stored = all.cache.rows.map(row => row.stored_at)
    expect(stored).toEqual(stored.toSorted().reverse())
  })
})
