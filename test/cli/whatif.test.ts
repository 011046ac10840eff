import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'
import { type Scratch, scratch, turnstream } from './turnstream.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

let at: Scratch
beforeAll(async () => {
  at = scratch()
  const system = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    ...{ dataDir: at.dir, logger, models: echoModels(), embedding: hashEmbedding },
  })
  for (const message of ['How do I clean a rug?', 'How do I clean a rug?', 'Do you sell lamps?']) {
    await system.intake.ask(plainAsk(message), new AbortController().signal)
    await system.settled()
  }
  await system.drain(1_000)
}, 60_000)
afterAll(() => at.remove())

const run = (...args: readonly string[]) => turnstream([...args, '--data-dir', at.dir])

describe('turnstream whatif', { timeout: 120_000 }, () => {
  it('compares a configuration with the recorded one, and says what it cannot know', async () => {
    const { code, stdout, stderr } = await run(
      'whatif',
      '--set',
      'cache.exactTtlMs=0',
      '--set',
      'cache.ttlMs=0',
      '--json',
    )
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ set_a: [], set_b: ['cache.exactTtlMs=0', 'cache.ttlMs=0'] },
      recorded: { turns: 3, by_layer: { exact: 1 } },
      a: { by_layer: { exact: 1 }, wrong_hits: 0 },
      b: { by_layer: { exact: 0 }, by_model: { 'demo-small': 3 } },
      difference: { hit_rate: { value: -1 / 3, low: null } },
      changed: { turns: 1, ways: { 'exact -> model/small': 1 } },
      unknown: { a: { replies_stood_in: 0 }, b: { replies_stood_in: 1, replies_unknown: 0 } },
    })
  })

  it('prints it for people', async () => {
    const { stdout } = await run('whatif', '--set', 'cache.exactTtlMs=0', '--set-b', 'cache.guards.slots=false')
    expect(stdout).toContain('A: cache.exactTtlMs=0. B: cache.guards.slots=false.')
    expect(stdout).toContain('What the log cannot tell:')
  })

  it('tries many configurations in one pass, and draws them', async () => {
    const plot = join(at.dir, 'front.svg')
    const vary = ['--vary', 'cache.exactTtlMs=0,3600000', '--vary', 'cache.ttlMs=0,100000']
    const { code, stdout, stderr } = await run('whatif', ...vary, '--plot', plot, '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ kind: 'sweep', turns: 3, questions: 2, recorded: { hit_rate: 1 / 3 } },
      as_recorded: { set: [], hit_rate: 1 / 3, exact_hits: 1 },
      configurations: [
        { set: ['cache.exactTtlMs=0', 'cache.ttlMs=0'], hit_rate: 0 },
        { set: ['cache.exactTtlMs=0', 'cache.ttlMs=100000'], exact_hits: 0, semantic_hits: 1 },
        { set: ['cache.exactTtlMs=3600000', 'cache.ttlMs=0'], hit_rate: 0 },
        { set: ['cache.exactTtlMs=3600000', 'cache.ttlMs=100000'], exact_hits: 1, on_front: true },
      ],
    })
    expect(readFileSync(plot, 'utf8')).toMatch(/^<svg .*as recorded/s)
    expect((await run('whatif', ...vary)).stdout).toContain('3 turns of 2 questions, 4 configurations')
  })

  it.each([
    [['whatif', '--plot', 'x.svg', '--set', 'cache.ttlMs=0'], '--plot draws a sweep: give --vary too'],
    [['whatif', '--vary', 'cache.threshold=0.9,7'], 'cache.threshold: '],
    [['whatif', '--vary', 'cache.threshold=0.9', '--set', 'cache.ttlMs=0'], '--vary and --set do not go together'],
    [['whatif', '--vary', 'compress.afterTurns=2'], 'try a what-if that sets it'],
    [['whatif', '--off-policy'], 'say with --set what would be otherwise'],
    [
      ['whatif', '--off-policy', '--cold', '--set', 'route.smallBelow=1'],
      '--off-policy goes with --set, --from and --to alone',
    ],
    [['whatif', '--off-policy', '--set', 'cache.ttlMs=0'], 'off-policy estimates follow route.smallBelow'],
    [['whatif'], 'say with --set what would be otherwise'],
    [['whatif', '--set', 'cache.thresold=1'], 'cache.thresold: is no option (did you mean cache.threshold?)'],
    [['whatif', '--set', 'server.port=1'], 'server.port: no decision rests on it'],
    [['whatif', '--set', 'cache.threshold=7'], 'cache.threshold: '],
    [['replay', '--execute'], 'name a directory with --into'],
    [['replay', '--into', 'somewhere'], 'only with --execute'],
    [['replay', '--verify', '--cold'], 'leave out --execute, --into and --cold'],
    [['replay', '--from', '2026-02-01', '--to', '2026-01-01'], '--from is later than --to'],
  ])('refuses %j', async (args, complaint) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toContain(complaint)
    expect(code).toBe(2)
  })

  it('says that a range has no turn', async () => {
    const { code, stderr } = await run('whatif', '--from', '2030-01-01', '--set', 'cache.threshold=1')
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('there is nothing to replay') })
  })
})

describe('turnstream replay', { timeout: 120_000 }, () => {
  it('tells what would come of the turns, and leaves nothing', async () => {
    const { code, stdout, stderr } = await run('replay')
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('Replayed as recorded.')
    expect(stdout).toContain('No turn would have been answered otherwise.')
    expect(stdout).toContain('Nothing was written')
  })

  it('writes a log that can be read and verified, and that nothing works on', async () => {
    const into = join(at.dir, 'again')
    const written = await run('replay', '--execute', '--into', into, '--set', 'cache.ttlMs=0', '--json')
    expect(written.code, written.stderr).toBe(0)
    expect(JSON.parse(written.stdout)).toMatchObject({ into, set: ['cache.ttlMs=0'], b: { turns: 3 } })
    const costs = await turnstream(['costs', '--data-dir', into, '--json'])
    expect(JSON.parse(costs.stdout)).toMatchObject({ turns: 3 })
    expect((await turnstream(['replay', '--verify', '--data-dir', into])).stdout).toContain('identical')
    const served = await turnstream(['serve', '--port', '0', '--data-dir', into])
    expect(served).toMatchObject({ code: 3, stderr: expect.stringContaining('holds what a replay has made') })
    const again = await run('replay', '--execute', '--into', into)
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') })
    expect(existsSync(`${into}.part`)).toBe(false)
  })
})
