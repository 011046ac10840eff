import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventLog, NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import { openLmdbLog } from '../log/lmdb/open.ts'
import { type EffectOptions, type RunningEffect, runEffect } from './effects.ts'

const partitions = [0, 1, 2]
const keyOf = (record: NewRecord): string => Buffer.from(record.key!).toString()
const idOf = ({ partition, offset }: StoredRecord): string => `${partition}/${offset}`

const question = (partition: number, lane: string): NewRecord => ({
  topic: 'questions',
  partition,
  key: Buffer.from(lane),
  value: null,
  headers: {},
  timestampMs: 0,
})

const answer = (record: StoredRecord, to = 'answers'): NewRecord => ({
  ...question(0, idOf(record)),
  topic: to,
})

/** `lanes` lanes of `length` records each, spread over the partitions. */
const questions = (lanes: number, length: number): NewRecord[] =>
  Array.from({ length: lanes * length }, (_, index) => question((index % lanes) % 3, `lane-${index % lanes}`))

describe('an effect on the embedded log', () => {
  let dir: string
  let log: EventLog
  let effects: RunningEffect[]

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'turnstream-effects-'))
    log = await openLmdbLog({ dir })
    effects = []
    const specs = [
      { name: 'questions', partitions: 3 },
      { name: 'answers', partitions: 1 },
    ]
    await log.createTopics(specs.map(spec => ({ ...spec, cleanup: 'delete', retentionMs: null })))
  })

  afterEach(async () => {
    await Promise.all(effects.map(effect => effect.stop()))
    await log.close()
    await rm(dir, { recursive: true })
  })

  const start = async (overrides: Partial<EffectOptions> = {}): Promise<RunningEffect> => {
    const effect = await runEffect({
      log,
      group: 'effect',
      topics: ['questions'],
      accepts: record => keyOf(record) !== 'ignored',
      laneOf: keyOf,
      run: async record => ({ records: [answer(record)] }),
      onFailure: record => ({ records: [answer(record)] }),
      onHalt: error => expect.unreachable(String(error)),
      ...overrides,
    })
    effects.push(effect)
    return effect
  }

  const answers = async (): Promise<string[]> =>
    (await log.read({ topic: 'answers', partition: 0, offset: 0n }, 10_000)).map(keyOf)

  const expectAnswers = (count: number) => vi.waitFor(async () => expect(await answers()).toHaveLength(count), 10_000)

  const next = (): Promise<bigint[]> =>
    Promise.all(
      partitions.map(async partition => (await log.progress('effect', { topic: 'questions', partition })).next),
    )

  it('given records before and after it starts, when it runs, then each is answered once and in order per lane', async () => {
    await log.append(questions(7, 20))
    await start({ run: async record => sleep(Math.random() * 4, { records: [answer(record)] }) })
    await log.append(questions(7, 20))
    await expectAnswers(280)
    const all = await answers()
    expect(new Set(all).size).toBe(280)
    for (const partition of partitions) {
      const lanes = Object.groupBy(await log.read({ topic: 'questions', partition, offset: 0n }, 1_000), keyOf)
      for (const lane of Object.values(lanes)) {
        const places = lane!.map(record => all.indexOf(idOf(record)))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }
    }
  })

  it('given a member that joins and one that drains, when partitions move, then each record is answered once', async () => {
    const run: EffectOptions['run'] = (record, { signal }) => sleep(3, { records: [answer(record)] }, { signal })
    const first = await start({ run, capacity: 4 })
    await log.append(questions(9, 30))
    await vi.waitFor(async () => expect((await answers()).length).toBeGreaterThan(30))
    await start({ run, capacity: 4 })
    await sleep(20)
    await first.drain(1_000)
    await expectAnswers(270)
    expect(new Set(await answers()).size).toBe(270)
  })

  it('given a producer far faster than the effect, when it runs, then what is held stays at the high-water mark', async () => {
    await log.append(questions(50, 20))
    let held = 0
    const effect = await start({
      capacity: 8,
      highWater: 16,
      lowWater: 8,
      run: async record => {
        for (const { queued, running, uncommitted } of effect.stats().partitions)
          held = Math.max(held, queued + running + uncommitted)
        return sleep(1, { records: [answer(record)] })
      },
    })
    await expectAnswers(1_000)
    expect(held).toBeLessThanOrEqual(16)
  })

  it('given a drain in mid-call, when another one starts, then nothing is answered twice and nothing runs again', async () => {
    const started: string[] = []
    const run: EffectOptions['run'] = record => {
      started.push(idOf(record))
      return sleep(20, { records: [answer(record)] })
    }
    await log.append(questions(4, 3))
    const first = await start({ run })
    await vi.waitFor(() => expect(started.length).toBeGreaterThan(3))
    expect(await first.drain(5_000)).toMatchObject({ running: [], uncommitted: 0 })
    await start({ run })
    await expectAnswers(12)
    expect([new Set(started).size, started.length]).toEqual([12, 12])
  })

  it('given an effect stopped in mid-call, when it starts again, then only that record is run again, and flagged', async () => {
    await log.append([question(0, 'a'), question(0, 'b'), question(0, 'c')])
    const first = await start({
      run: async record => (keyOf(record) === 'a' ? sleep(60_000) : { records: [answer(record)] }) as never,
    })
    await expectAnswers(2)
    expect((await first.stop()).running).toEqual([{ topic: 'questions', partition: 0, offset: 0n }])
    const again: [string, boolean][] = []
    await start({
      run: async (record, { redelivered }) => {
        again.push([idOf(record), redelivered])
        return { records: [answer(record)] }
      },
    })
    await log.append([question(0, 'd')])
    await expectAnswers(4)
    expect(again).toEqual([
      ['0/0', true],
      ['0/3', false],
    ])
  })

  it('given records that are not accepted, when nothing else comes, then their progress is committed all the same', async () => {
    await start({ flushMs: 10 })
    await log.append(partitions.map(partition => question(partition, 'ignored')))
    await vi.waitFor(async () => expect(await next()).toEqual([1n, 1n, 1n]))
    expect(await answers()).toEqual([])
  })

  it('given outputs to a topic that does not exist, when the log refuses them, then their dead letter takes their place', async () => {
    await log.append(questions(3, 3))
    await start({ run: async record => ({ records: [answer(record, record.offset === 1n ? 'nowhere' : 'answers')] }) })
    await expectAnswers(9)
    expect(await next()).toEqual([3n, 3n, 3n])
  })
})
