import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCache } from '../../infra/cache/embedded.ts'
import type { CacheModel } from '../../infra/cache/model.ts'
import { eventOf } from '../../processors/fixtures.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { Candidate, EntryStored } from '../../schemas/types.ts'
import { type Asked, crossingOf, drawing, entryFor, tenantNames } from './tenants.ts'

const lookups = Number(process.env.TENANT_LOOKUPS ?? 60_000)
const entries = 20_000
const tenants = tenantNames(1_000)

describe('1,000 tenants who ask the same questions', () => {
  let dir: string
  let cache: CacheModel
  const stored: EntryStored[] = []
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'turnstream-tenants-'))
    cache = await openCache({ dir, logId: 'test', dimensions: 384, searchable: entries })
    const draw = drawing(1, tenants)
    for (let n = 0; n < entries; n++) stored.push(entryFor(draw(), n % 5 !== 0))
    for (let n = 0; n < entries; n += 500) {
      const events = stored.slice(n, n + 500).map(entry => eventOf('EntryStored', entry, { key: entry.entryId }))
      cache.apply(0, events, BigInt(n + events.length))
    }
  }, 300_000)
  afterAll(async () => {
    await cache.close()
    rmSync(dir, { recursive: true })
  })

  /** Lookups by layer, and the first answer that crossed to somebody else. */
  const ask = async (reader: CacheReader, count: number, draw: () => Asked) => {
    const hits: Record<string, number> = {}
    for (let n = 0; n < count; n++) {
      const { hit, crosses } = await crossingOf(reader, draw())
      if (crosses) return { hits, crosses, after: n }
      if (hit) hits[hit] = (hits[hit] ?? 0) + 1
    }
    return { hits, crosses: null, after: count }
  }

  /** A cache that finds what somebody else has stored, in place of what it was asked for. */
  const careless = (
    as: (candidate: Candidate, asked: { identity: string; tenant: string; language: string }) => Candidate,
  ): CacheReader => {
    let drawn = 0
    const other = (): EntryStored => stored[(drawn++ * 7_919) % entries]!
    return {
      ...cache,
      exact: () => null,
      nearest: async query => {
        const { identity } = other()
        return (await cache.nearest({ ...query, identity })).map(candidate => as(candidate, query))
      },
    }
  }

  it(`are given none of each other's answers in ${lookups.toLocaleString('en')} lookups`, {
    timeout: 1_800_000,
  }, async () => {
    const { hits, crosses } = await ask(cache, lookups, drawing(Number(process.env.TENANT_SEED ?? 2), tenants))
    expect(crosses).toBeNull()
    console.log(`${lookups} lookups, hits ${JSON.stringify(hits)}, none of them another's`)
    // Else the lookups would say nothing.
    expect(hits.exact! + hits.cold!).toBeGreaterThan(lookups / 10)
  })
  it('are given none either by a search that returns entries of others: they are looked at again', async () => {
    expect(
      await ask(
        careless(candidate => candidate),
        20_000,
        drawing(3, tenants),
      ),
    ).toMatchObject({ crosses: null, hits: {} })
  })
  it('would be found out: a search that also passes entries of others for the asker’s own is noticed', async () => {
    const passed = careless((candidate, { identity, tenant, language }) => ({
      ...candidate,
      identity,
      tenant,
      language,
    }))
    expect((await ask(passed, 20_000, drawing(4, tenants))).crosses).toMatch(/served to/)
  })
})
