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
import { crowdedOut, runSweep } from './sweep.ts'

const partitions = 4
const dayMs = 86_400_000

const month = { expiresAtMs: at + 30 * dayMs }
const names = Array.from({ length: 1_200 }, (_, n) => `e${n}`)

/** Two processes that sweep entries with these states of `promote`; gives the keys that they asked about, once there are `count`. */
const asked = async (
  stateOf: (name: string, n: number) => ReturnType<typeof promote.evolve>,
  cache: object,
  nowMs: number,
  count: number,
): Promise<readonly DomainEvent[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-sweep-'))
  const log = await openLmdbLog({ dir })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
  const state = names.map((name, n) => {
    const key = storedOf(name).key
    return { store: promote.name, key, value: Buffer.from(JSON.stringify(stateOf(name, n))) }
  })
  await log.commit({ records: [], progress: [], owners: [], state })
  const views = { current: () => viewsOf({ configuration: configurationOf({ cache: { sweepMs: 1_000, ...cache } }) }) }
  const onTrouble = (error: unknown): void => {
    throw error
  }
  const sweeps = await Promise.all(
    [0, 1].map(() => runSweep({ log, views, cache: { entries: () => [] }, partitions, clock: () => nowMs, onTrouble })),
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
  for (const deadline = Date.now() + 20_000; (await swept()).length < count && Date.now() < deadline; ) await delay(20)
  return swept()
}

it('a sweep asks about the entries that are due and no others, each of two processes about its own', async () => {
  const due = names.filter(name => !name.endsWith('7'))
  const found = await asked(
    name => {
      const stored = promote.evolve(null, storedOf(name, month))
      return name.endsWith('7') ? promote.evolve(stored, usedOf(name, 1, at + dayMs)) : stored
    },
    {},
    at + 7 * dayMs,
    due.length,
  )
  expect(found.map(({ key }) => key).sort()).toEqual(due.map(name => storedOf(name).key).sort())
  expect(new Set(found.map(({ type, timeMs }) => `${type} ${timeMs - at}`))).toEqual(
    new Set([`EntrySwept ${7 * dayMs}`]),
  )
  expect(found.every(event => toRecord(event, partitions).topic === 'cache.entries')).toBe(true)
})

it('where there are more entries than there may be, a sweep asks about those that were used longest ago', async () => {
  const maxEntries = 1_000
  // The order of use has nothing to do with that of storing.
  const usedAt = (n: number): number => at + ((n * 7) % names.length) * 1_000
  const found = await asked(
    (name, n) => promote.evolve(promote.evolve(null, storedOf(name, month)), usedOf(name, 1, usedAt(n))),
    { maxEntries },
    at + dayMs,
    150,
  )
  const sinceMs = new Set(found.map(event => (event as DomainEvent<'EntrySwept'>).data.unusedSinceMs))
  // Each process keeps its share of the bound.
  expect(sinceMs.size).toBeLessThanOrEqual(2)
  expect(names.length - found.length).toBeLessThanOrEqual(maxEntries)
  expect(names.length - found.length).toBeGreaterThan(maxEntries * 0.9)
  const oldest = names.map((_, n) => usedAt(n)).sort((a, b) => a - b)
  const kept = names.filter((_, n) => usedAt(n) > oldest[400]!).map(name => storedOf(name).key)
  for (const { key } of found) expect(kept).not.toContain(key)
})

it.each([
  [[5, 1, 3], 3, null],
  [[5, 1, 3], 2, 1],
  [[5, 1, 3, 3], 2, 3],
  [[5, 1], 0, 5],
])('of entries used last at %j a room for %i takes those out that were not used after %s', (used, limit, since) => {
  expect(crowdedOut(Float64Array.from(used), limit)).toBe(since)
})
