import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { openTurnstream, type Turnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at } from '../../processors/fixtures.ts'
import { fromRecord } from '../../topics/wire.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const signal = new AbortController().signal
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const question = 'How do I return a jacket?'

const outcomeOf = (told: Awaited<ReturnType<Turnstream['intake']['ask']>>): string =>
  told.kind === 'hit' ? told.resolution.outcome : 'model'
const events = async (log: Turnstream['log'], type: DomainEvent['type']): Promise<readonly DomainEvent[]> => {
  const found: DomainEvent[] = []
  for (let partition = 0; partition < 4; partition++)
    for (const record of await log.read({ topic: 'cache.entries', partition, offset: 0n }, 10_000)) {
      const event = fromRecord(record)
      if (event.type === type) found.push(event)
    }
  return found
}
const until = async (what: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 30_000; !(await what()); await delay(20))
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`)
}

it('an entry in use becomes hot, is served by its key after that has expired, cools down and is evicted; the log tells all of it again', {
  timeout: 60_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-hot-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  let now = at
  const open = (cache: { sweepMs?: number; hot?: object }) =>
    openTurnstream({
      configuration: configurationSchema.parse({
        ...configuration,
        cache: { ...cache, hot: { countMs: 100, ...cache.hot } },
      }),
      dataDir,
      logger,
      models: echoModels(),
      embedding: hashEmbedding,
      clock: () => now++,
    })
  let turnstream = await open({})
  const ask = async (message = question): Promise<string> =>
    outcomeOf(await turnstream.intake.ask(plainAsk(message), signal))
  /** Whether the caches, folded again from the log, are what they were. */
  const equal = async () => (await turnstream.caches.rebuild('all')).every(layer => layer.equal)
  const promotions = async () =>
    (await events(turnstream.log, 'EntryPromoted')).map(({ data }) => (data as { layer: string }).layer)

  expect(await ask()).toBe('model')
  await ask('Do you sell rugs?')
  await turnstream.settled()
  for (let n = 0; n < 4; n++) expect(await ask()).toBe('exact')
  await until(async () => (await events(turnstream.log, 'EntryUsed')).length > 0)
  await turnstream.settled()
  expect(await promotions()).toEqual([])
  expect(await ask()).toBe('exact')
  await until(async () => (await promotions()).length > 0)
  await turnstream.settled()
  await turnstream.drain(1_000)

  // Another configuration: decisions that were made under the first one, and that nothing came of, are still its own.
  turnstream = await open({ hot: { promoteAt: 2 } })
  expect(await equal()).toBe(true)
  now = at + hourMs + 60_000
  expect([await ask(), await ask('Do you sell rugs?')]).toEqual(['hot', 'cold'])
  now = at + 23 * hourMs
  expect(await ask()).toBe('hot')
  await turnstream.settled()
  await turnstream.drain(1_000)

  const last = { sweepMs: 1_000, hot: { promoteAt: 3 } }
  turnstream = await open(last)
  await until(async () => (await promotions()).length > 1)
  await turnstream.settled()
  expect(await ask()).toBe('cold')
  expect(await promotions()).toEqual(['hot', 'cold'])
  now = at + 20 * dayMs
  await until(async () => (await events(turnstream.log, 'EntryEvicted')).length === 2)
  await turnstream.settled()
  expect(await turnstream.caches.size()).toBe(0)
  expect(turnstream.moves()).toEqual({ promoted: 0, demoted: 1, evicted: 2 })
  expect(await ask()).toBe('model')
  await turnstream.settled()
  expect(await equal()).toBe(true)
  await turnstream.drain(1_000)

  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const verified = await verifyLog({ log, states: true })
  expect(verified.first).toEqual([])
  expect(verified.byProcessor.promote).toMatchObject({ events: 4, differences: 0 })
  await log.close()
})
