import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCache } from '../../../infra/cache/embedded.ts'
import type { CacheModel } from '../../../infra/cache/model.ts'
import { type Rules, rules } from './gateway.ts'
import { race } from './race.ts'

const wanted = Number(process.env.RACE_REQUESTS ?? 20_000)

/** Runs in which a broken rule must show. */
const within = 100

const mutants: Readonly<Record<string, Partial<Rules>>> = {
  'serves without a lease': {
    serves: (_leases, current, read) => current.versions.policyEpoch === read.versions.policyEpoch,
  },
  'acknowledges what it has applied itself': { settles: false },
  'does not look at the changes in force': { judgedUnder: current => ({ ...current, policies: [] }) },
  'takes an answer for one made under the epoch it is stored under': {
    madeUnder: (_prompted, storing) => storing.versions.policyEpoch,
  },
}

describe('Policy changes that race lookups', () => {
  let dir: string
  let caches: CacheModel[]
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'turnstream-race-'))
    caches = await Promise.all(
      ['a', 'b', 'c'].map(name =>
        openCache({ dir: join(dir, name), logId: 'race', dimensions: 384, searchable: 1_000 }),
      ),
    )
  })
  afterAll(async () => {
    await Promise.all(caches.map(cache => cache.close()))
    rmSync(dir, { recursive: true })
  })

  it(`leave no older answer to any of ${wanted.toLocaleString('en')} requests sent after they were acknowledged`, {
    timeout: 3_600_000,
  }, async () => {
    const first = Number(process.env.RACE_SEED ?? 1)
    const met: Record<string, number> = {}
    let requests = 0
    let hits = 0
    let acknowledged = 0
    let seed = first
    for (; requests < wanted; seed++) {
      const run = await race(seed, caches)
      if (run.older) expect.fail(`RACE_SEED=${seed}: an older answer was served ${run.older}`)
      requests += run.requests
      hits += run.hits
      acknowledged += run.acknowledged
      for (const [trouble, times] of Object.entries(run.troubles)) met[trouble] = (met[trouble] ?? 0) + times
    }
    console.log(
      `${requests} requests after ${acknowledged} acknowledged changes in ${seed - first} runs, ${hits} hits, 0 older answers; ${JSON.stringify(met)}`,
    )
    expect(hits).toBeGreaterThan(requests / 10)
    expect(acknowledged).toBeGreaterThan((seed - first) * 2)
    expect(Object.keys(met).sort()).toEqual(['is killed', 'is stopped', 'leases are forgotten'])
  })

  it.each(Object.entries(mutants))(
    'would be found out to leave some: a gateway that %s',
    { timeout: 600_000 },
    async (_name, broken) => {
      for (let seed = 1; seed <= within; seed++) if ((await race(seed, caches, { ...rules, ...broken })).older) return
      expect.fail(`${within} runs do not tell it from the right one`)
    },
  )
})
