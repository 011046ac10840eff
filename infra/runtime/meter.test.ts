import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DomainEvent } from '../../processors/event.ts'
import { answeredOf, at, eventOf } from '../../processors/fixtures.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { type LmdbLog, openLmdbLog } from '../log/lmdb/open.ts'
import { createDecodedEvents } from './decoded.ts'
import { runMeter } from './meter.ts'

const partitions = 4
let dir: string
let log: LmdbLog
let meters: Awaited<ReturnType<typeof runMeter>>[] = []
const troubles: unknown[] = []

const open = async (seed?: number): Promise<void> => {
  log = await openLmdbLog({ dir, ...(seed === undefined ? {} : { unkind: { seed } }) })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
}
const meter = async (over: LmdbLog = log, everyMs = 5): Promise<void> => {
  const decoded = createDecodedEvents()
  meters.push(
    await runMeter({
      log: over,
      decoded,
      partitions,
      everyMs: () => everyMs,
      onTrouble: error => void troubles.push(error),
    }),
  )
}
const answered = (n: number, entryId: string | null = `e${n % 7}`): DomainEvent<'TurnAnswered'> =>
  eventOf('TurnAnswered', answeredOf({ turnId: `t${n}`, entryId }), {
    id: `t${n}.answered`,
    key: `c${n % 50}`,
    timeMs: at + n,
  })
const append = async (...answers: readonly DomainEvent[]): Promise<void> =>
  void (await log.append(answers.map(event => toRecord(event, partitions))))
const recorded = async (): Promise<readonly DomainEvent<'EntryUsed'>[]> => {
  const used: DomainEvent<'EntryUsed'>[] = []
  for (let partition = 0; partition < partitions; partition++)
    // An unkind log gives less than there is.
    for (let offset = 0n; ; offset++) {
      const [record] = await log.read({ topic: 'cache.entries', partition, offset }, 1)
      if (!record) break
      used.push(fromRecord(record) as DomainEvent<'EntryUsed'>)
    }
  return used
}
const hits = async (): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { data } of await recorded()) sums[data.entryId] = (sums[data.entryId] ?? 0) + data.hits
  return sums
}
const counted = async (): Promise<number> => Object.values(await hits()).reduce((a, b) => a + b, 0)
const until = async (total: number): Promise<void> => {
  for (const deadline = Date.now() + 20_000; (await counted()) < total; await delay(10))
    if (Date.now() > deadline) throw new Error(`${await counted()} of ${total} hits were counted`)
}
/** Long enough for whoever would count more. */
const quiet = (): Promise<void> => delay(150)

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-meter-'))
  troubles.length = 0
})
afterEach(async () => {
  await Promise.all(meters.map(one => one.stop()))
  meters = []
  await log.close()
  rmSync(dir, { recursive: true })
})

it('every hit is counted once, whichever of two processes owns its partition, and no miss is', async () => {
  await open()
  await Promise.all([meter(), meter()])
  for (let n = 0; n < 700; n += 50) {
    await append(...Array.from({ length: 50 }, (_, i) => answered(n + i)), answered(10_000 + n, null))
    await delay(3)
  }
  await until(700)
  await quiet()
  expect(await hits()).toEqual(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map(n => [`e${n}`, 100])))
  expect(troubles).toEqual([])
})

it('hits that come together are one event for each entry', async () => {
  await open()
  await append(...Array.from({ length: 700 }, (_, n) => answered(n)))
  await meter()
  await until(700)
  // One for each entry and partition of the answers.
  expect((await recorded()).length).toBeLessThanOrEqual(7 * partitions)
})

it('a process that dies before its commit, and one that dies after it, leave each hit counted once', async () => {
  await open()
  await append(...Array.from({ length: 70 }, (_, n) => answered(n)))
  const failing = (after: boolean): LmdbLog => ({
    ...log,
    commit: async commit => {
      if (after) await log.commit(commit)
      throw new Error('the process has died')
    },
  })
  for (const after of [false, true]) {
    await meter(failing(after))
    await quiet()
    await meters.pop()!.stop()
  }
  await append(...Array.from({ length: 70 }, (_, n) => answered(70 + n)))
  await meter()
  await until(140)
  await quiet()
  expect(await counted()).toBe(140)
})

it('an answer that arrives again is not counted again, at once or later', async () => {
  await open()
  await meter()
  await append(answered(1), answered(1))
  await until(1)
  await append(answered(1), answered(8))
  await until(2)
  await quiet()
  expect(await hits()).toEqual({ e1: 2 })
})

it('however many misses lie between, an answer that arrives again is not counted again', async () => {
  await open()
  await meter()
  await append(answered(1))
  await until(1)
  const misses = Array.from({ length: 11_000 }, (_, n) => ({ ...answered(n, null), id: `m${n}.answered`, key: 'c1' }))
  await append(...misses)
  await append(answered(1), { ...answered(8), key: 'c1' })
  await until(2)
  expect(await hits()).toEqual({ e1: 2 })
})

it('partitions that move in the middle of it, back and forth, cost and add no hit', async () => {
  await open(7)
  await Promise.all([meter(), meter(), meter()])
  for (let n = 0; n < 700; n += 10) {
    await append(...Array.from({ length: 10 }, (_, i) => answered(n + i)))
    await delay(2)
  }
  await until(700)
  await quiet()
  expect(await hits()).toEqual(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map(n => [`e${n}`, 100])))
})
