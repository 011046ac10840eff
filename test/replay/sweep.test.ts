import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDemo } from '../../infra/demo/run.ts'
import { openMiniLm } from '../../infra/embedding/minilm.ts'
import { openHelpCentre } from '../../infra/help-centre/open.ts'
import { openLogBeside } from '../../infra/log/in-use.ts'
import { createFacts } from '../../infra/runtime/facts.ts'
import { readHabits } from '../../infra/shadow/habits.ts'
import { readLag } from '../../infra/shadow/lag.ts'
import { sweepInThreads } from '../../infra/sweep/in-threads.ts'
import { sweptOf } from '../../infra/sweep/result.ts'
import { runSweep, type SweepOptions } from '../../infra/sweep/sweep.ts'
import { combinationsOf } from '../../infra/sweep/vary.ts'
import { shadowOutcomes } from '../../infra/whatif/runs.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()
const configuration = configurationSchema.parse({})

let dir: string
let embedding: EmbeddingModel
let log: Awaited<ReturnType<typeof openLogBeside>>
/** When half of the turns had been asked. */
let halfMs: number

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-sweep-'))
  const dataDir = join(dir, 'data')
  await runDemo({ turns: 900, seed: 3, dataDir, logger, version: 'test', onProgress: () => undefined })
  log = await openLogBeside({ dataDir, kafka: configuration.kafka, env: {} }, 'index')
  embedding = await openMiniLm(configuration.embedding)
  const { turnIds } = await sweepOf([])
  halfMs = createFacts(log).event('TurnReceived', turnIds[Math.floor(turnIds.length / 2)]!).timeMs
}, 120_000)
afterAll(async () => {
  await log?.close()
  await embedding?.close()
  rmSync(dir, { recursive: true, force: true })
})

const optionsOf = (sets: readonly (readonly string[])[], more: Partial<SweepOptions> = {}): SweepOptions => ({
  ...{ log, fromMs: 0, toMs: Number.POSITIVE_INFINITY, cold: false, sets, embedding, signal },
  ...{ onProgress: () => undefined, ...more },
})
const sweepOf = (sets: readonly (readonly string[])[], more: Partial<SweepOptions> = {}) =>
  runSweep(optionsOf(sets, more))

/** What the topology itself makes of the turns, in a shadow. */
const shadowOf = async (set: readonly string[], more: Partial<SweepOptions> = {}) => {
  const options = {
    ...{ source: log, fromMs: 0, toMs: Number.POSITIVE_INFINITY, cold: false, embedding, signal, set },
    ...{ helpCentre: await openHelpCentre({ embedding }), habits: await readHabits(log, createFacts(log)) },
    ...{ lagMs: await readLag(log), ...more },
  }
  return (await shadowOutcomes(options)).outcomes.byTurn
}

describe('a sweep', { timeout: 240_000 }, () => {
  const sets = [
    ['cache.agreement=0'],
    ['cache.readThreshold=0.9', 'cache.threshold=0.97'],
    ['cache.maxFalseRate=0.05', 'cache.steer=false'],
    ['cache.ttlMs=500', 'cache.exactTtlMs=200'],
    ['cache.guards.wording=false', 'cache.guards.slots=false'],
    ['cache.modes={"returns":"direct","orders":"exact_only"}'],
  ]

  it.each([
    ['over the whole log', () => ({}), 0.05],
    ['from an instant on, with the cache as it stood', () => ({ fromMs: halfMs }), 0.05],
    // Groups of answers begin anew in a shadow, and in a sweep they do not.
    ['from an instant on, with nothing', () => ({ fromMs: halfMs, cold: true }), 0.08],
  ])('comes to what a shadow comes to, turn by turn, %s', async (_range, more, mostOtherwise) => {
    const { courses, turnIds } = await sweepOf(sets, more())
    for (const [at, set] of [[], ...sets].entries()) {
      const shadow = await shadowOf(set, more())
      const { served } = courses[at]!
      const isHit = (id: string): boolean => shadow.get(id)!.layer !== 'none'
      const others = turnIds.filter((id, turn) => served[turn]! >= 0 !== isHit(id)).length
      const tooMany = served.filter(code => code >= 0).length - turnIds.filter(isHit).length
      // Calls that stand in take other times: that moves single turns.
      const about = `${set.join(' ')}: ${others} otherwise, ${tooMany} more, of ${turnIds.length}`
      expect(others, about).toBeLessThan(turnIds.length * mostOtherwise)
      expect(Math.abs(tooMany), about).toBeLessThan(turnIds.length * mostOtherwise * 0.4)
    }
  })

  it('comes to the same in threads', async () => {
    const many = combinationsOf(['cache.threshold=0.9,0.95,0.99', 'cache.readThreshold=0.6,0.7,0.8,0.9'])
    const threads = { dir: join(dir, 'data', 'log'), count: 3, embedding: configuration.embedding }
    const reached: number[] = []
    const shared = await sweepInThreads(optionsOf(many, { onProgress: turns => reached.push(turns) }), threads)
    expect(shared).toEqual(await sweepOf(many))
    expect(shared.courses.map(({ set }) => set)).toEqual([[], ...many])
    expect(reached).toEqual(reached.toSorted((a, b) => a - b))
  })

  it('charges a miss what was billed, and what another tier or price would have cost', async () => {
    const { prices } = configurationSchema.parse({})
    const double = prices.map(price => ({ ...price, input: '2', output: '4' }))
    const result = await sweepOf([['route.smallBelow=0', 'route.mediumBelow=0'], [`prices=${JSON.stringify(double)}`]])
    const [recorded, large] = sweptOf(result)
    expect(large!.hit_rate).toBe(recorded!.hit_rate)
    expect(Number(large!.spent_usd)).toBeGreaterThan(Number(recorded!.spent_usd))
    expect(large!.difference.spent_usd.low).toBeGreaterThan(0)
  })

  it('knows of hits that were misses whether the model said the same', async () => {
    const [recorded, loose] = sweptOf(await sweepOf([['cache.maxFalseRate=0.3', 'cache.readThreshold=0.5']]))
    expect(loose!.hit_rate).toBeGreaterThan(recorded!.hit_rate)
    expect(loose!.judged_hits).toBeGreaterThan(recorded!.judged_hits)
    expect(loose!.wrong_hits).toBeGreaterThan(recorded!.wrong_hits)
    expect(loose!.on_front).toBe(true)
  })

  it('refuses a range without a turn, and can be stopped', async () => {
    await expect(sweepOf([], { fromMs: 1, toMs: 2 })).rejects.toThrow('no turn was answered in this range')
    await expect(sweepOf([], { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
  })
})
