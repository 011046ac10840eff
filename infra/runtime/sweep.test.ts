import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { storedOf, usedOf } from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, configurationOf, viewsOf } from '../../processors/fixtures.ts'
import { promote } from '../../processors/promote/decide.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { openLmdbLog } from '../log/lmdb/open.ts'
import { runSweep } from './sweep.ts'

const partitions = 4
const dayMs = 86_400_000

it('a sweep asks about the entries that are due and no others, each of two processes about its own', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-sweep-'))
  const log = await openLmdbLog({ dir })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
  const month = { expiresAtMs: at + 30 * dayMs }
  const names = Array.from({ length: 1_200 }, (_, n) => `e${n}`)
  const state = names.map(name => {
    const stored = promote.evolve(null, storedOf(name, month))
    const used = name.endsWith('7') ? promote.evolve(stored, usedOf(name, 1, at + dayMs)) : stored
    const key = storedOf(name).key
    return { store: promote.name, key, value: Buffer.from(JSON.stringify(used)) }
  })
  await log.commit({ records: [], progress: [], owners: [], state })

  const views = { current: () => viewsOf({ configuration: configurationOf({ cache: { sweepMs: 1_000 } }) }) }
  const onTrouble = (error: unknown): void => {
    throw error
  }
  const sweeps = await Promise.all(
    [0, 1].map(() => runSweep({ log, views, partitions, clock: () => at + 7 * dayMs, onTrouble })),
  )
  onTestFinished(async () => {
    await Promise.all(sweeps.map(({ stop }) => stop()))
    await log.close()
    rmSync(dir, { recursive: true })
  })
  const swept = async (): Promise<readonly DomainEvent[]> => {
    const all = [0, 1, 2, 3].map(partition => log.read({ topic: 'cache.entries', partition, offset: 0n }, 10_000))
    return (await Promise.all(all)).flat().map(fromRecord)
  }
  const due = names.filter(name => !name.endsWith('7'))
  for (const deadline = Date.now() + 20_000; (await swept()).length < due.length && Date.now() < deadline; )
    await delay(20)
  const found = await swept()
  expect(found.map(({ key }) => key).sort()).toEqual(due.map(name => storedOf(name).key).sort())
  expect(new Set(found.map(({ type, timeMs }) => `${type} ${timeMs - at}`))).toEqual(
    new Set([`EntrySwept ${7 * dayMs}`]),
  )
  expect(found.every(event => toRecord(event, partitions).topic === 'cache.entries')).toBe(true)
})
