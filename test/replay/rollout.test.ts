import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { at, policyOf } from '../../processors/fixtures.ts'
import { claimedBy } from '../../processors/policy.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const signal = new AbortController().signal
const dayMs = 86_400_000

it('a gradual change claims its share day by day over restarts, the caches are cleaned up behind it, and the log tells it again', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-rollout-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  let now = at
  const open = (sweepMs: number) =>
    openTurnstream({
      configuration: configurationSchema.parse({ ...configuration, cache: { sweepMs } }),
      dataDir,
      logger,
      models: echoModels(),
      embedding: hashEmbedding,
      clock: () => now++,
    })
  const never = 100_000_000
  let turnstream = await open(never)
  for (let n = 0; n < 60; n++) await turnstream.intake.ask(plainAsk(`How do I return rug ${n}?`), signal)
  await turnstream.settled()
  const all = await turnstream.caches.reader.entries(null, 1_000)
  expect(all).toHaveLength(60)
  await turnstream.changePolicy(policyOf({ keywords: ['rug'], sharePerDay: 0.25 }))
  /** Those that lookups serve no more. */
  const claimed = (): readonly string[] => {
    const { policies } = turnstream.views.current()
    return all
      .filter(entry => claimedBy(policies, { ...entry, keywords: entry.question }, now))
      .map(({ entryId }) => entryId)
  }

  let before: readonly string[] = []
  for (let day = 0; day < 4; day++) {
    const found = claimed()
    expect(found).toEqual(expect.arrayContaining([...before]))
    expect(found.length).toBeGreaterThan(before.length)
    await turnstream.drain(1_000)
    turnstream = await open(1_000)
    expect(claimed()).toEqual(found)
    const left = 60 - found.length
    for (const deadline = Date.now() + 30_000; (await turnstream.caches.size())! > left && Date.now() < deadline; )
      await delay(20)
    await turnstream.drain(1_000)
    turnstream = await open(never)
    const kept = (await turnstream.caches.reader.entries(null, 1_000)).map(({ entryId }) => entryId)
    expect(kept).toEqual(all.map(({ entryId }) => entryId).filter(entryId => !found.includes(entryId)))
    before = found
    now += dayMs
  }
  expect(before).toHaveLength(60)
  await turnstream.settled()
  await turnstream.drain(1_000)

  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const verified = await verifyLog({ log, states: true })
  expect(verified.first).toEqual([])
  expect(verified.byProcessor['invalidate-rollout']).toMatchObject({ events: 60, differences: 0 })
  await log.close()
})
