import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { configurationOf } from '../../processors/fixtures.ts'
import { route } from '../../processors/infer/infer.fixtures.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { openLmdbLog } from '../log/lmdb/open.ts'
import { isNews, runLoad } from './load.ts'
import { followViews } from './views.ts'

const partitions = 4
const onTrouble = (error: unknown): void => {
  throw error
}

it.each([
  ['a load far below the bound', 7, 0, 10, false],
  ['one that nears it', 9, 0, 10, true],
  ['one that moves little', 11, 10, 10, false],
  ['one that moves', 13, 10, 10, true],
  ['one that falls from it', 7, 10, 10, true],
  ['one that falls to nothing', 0, 9, 10, true],
  ['one that was told to be low', 0, 7, 10, false],
])('%s', (_title, now, last, bound, news) => expect(isNews(now, last, bound)).toBe(news))

it('of several processes one says how busy all are, once it changes, and when it is over', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-load-'))
  const log = await openLmdbLog({ dir })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, partitions) })))
  const tail = await followViews(log, onTrouble)
  const configuration = configurationOf({ route: { busyAbove: 10, busyWindowMs: 1_000 } })
  const views = { current: () => ({ ...tail.current(), configuration }) }
  let nowMs = 1_000
  const options = { log, views, partitions, clock: () => nowMs, onTrouble, everyMs: 10 }
  const running = await Promise.all([runLoad(options), runLoad(options)])
  onTestFinished(async () => {
    for (const { stop } of running) await stop()
    tail.stop()
    await log.close()
    rmSync(dir, { recursive: true })
  })
  const told = async (): Promise<number[]> => {
    const records = await log.read({ topic: 'control', partition: 0, offset: 0n }, 100)
    return records.map(fromRecord).flatMap(({ type, data }) => (type === 'LoadMeasured' ? [data.turnsPerSecond] : []))
  }
  const routes = (from: number, count: number) =>
    log.append(
      Array.from({ length: count }, (_, n) => {
        const turnId = `t${from + n}`
        return toRecord({ ...route({ turnId }), id: `${turnId}.route`, key: turnId }, partitions)
      }),
    )
  // It counts from when it began to look.
  await expect
    .poll(
      async () => {
        await routes(Math.floor(Math.random() * 1e9), 1)
        return (await told()).length
      },
      { interval: 5, timeout: 10_000 },
    )
    .toBe(1)
  const [first] = await told()
  expect(first).toBeGreaterThan(8)
  nowMs += 2_000
  // One that came last may still be counted.
  await expect.poll(told).toEqual([first, expect.toSatisfy((rate: number) => rate <= 2)])
  const [, last] = await told()
  await expect.poll(() => tail.current().load.turnsPerSecond).toBe(last)
})
