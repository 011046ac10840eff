import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'
import { type Scratch, scratch, turnstream } from './turnstream.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()

let at: Scratch
/** After the first turn, before the policy change. */
let between: string
beforeAll(async () => {
  at = scratch()
  const system = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    ...{ dataDir: at.dir, logger, models: echoModels(), embedding: hashEmbedding },
  })
  const ask = async (message: string, userId: string): Promise<void> => {
    await system.intake.ask({ ...plainAsk(message), userId }, signal)
    await system.settled()
  }
  await ask('How do I clean a rug?', 'ann')
  await sleep(3)
  between = new Date().toISOString()
  await sleep(3)
  await system.changePolicy(policyOf({ version: 'v1', keywords: ['sofa'] }))
  await ask('How do I clean a rug?', 'ann')
  await ask('How do I clean a sofa?', 'bob')
  await system.drain(1_000)
}, 60_000)
afterAll(() => at.remove())

const audit = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await turnstream(['audit', '--data-dir', at.dir, ...args])
  return { code, stdout, stderr }
}

describe('turnstream audit', { timeout: 120_000 }, () => {
  it('tells who was served by an answer that was made under a policy version', async () => {
    const { code, stdout } = await audit('--policy', 'v1', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ subject: { policy: 'v1' }, turns: 1, outlived: 0, bySource: { model: 1 } },
      rows: [{ user_id: 'bob', question: 'How do I clean a sofa?', made_under: 'v1', served_under: 'v1' }],
    })
  })

  it('tells it in a table, and of an answer that outlived a change under which version it was served', async () => {
    const { stdout } = await audit('--model', 'demo-small')
    expect(stdout).toContain('3 turns served by model demo-small: 2 model, 1 exact')
    expect(stdout).toContain('1 turn of them after another change for the same tenant and scene.')
    expect(stdout).toContain('none, served under v1')
    expect((await audit('--entry', 'e_0')).stdout).toContain('0 turns served by entry e_0.')
    expect((await audit('--model', 'demo-small', '--limit', '1')).stdout).toContain('and 2 more: --limit')
  })

  it.each([
    [['--policy', 'v9'], '--policy v9: the log has no such change; it has v1'],
    [[], 'audit is about one thing: name --policy, --entry or --model, and one of them alone'],
    [['--policy', 'v1', '--model', 'm'], 'one of them alone'],
    [['--policy', 'v1', '--from', 'yesterday'], 'It must be earliest or a time like 2026-05-01T12:00:00Z.'],
    [['--model', 'm', '--from', '2026-05-02T00:00:00Z', '--to', '2026-05-01T00:00:00Z'], 'swap them'],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await audit(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})

describe('turnstream as-of', { timeout: 120_000 }, () => {
  const asOf = async (...args: readonly string[]) => turnstream(['as-of', '--data-dir', at.dir, ...args])

  it('tells what could be found by then, and by which rules', async () => {
    const { code, stdout } = await asOf(between, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ at: between, policies: [], versions: { policyEpoch: -1 }, month: { turns: 1 } },
      cache: { entries: 1, rows: [{ question: 'how do i clean a rug', layer: 'exact', policy_epoch: -1 }] },
    })
    const now = (await asOf(new Date().toISOString())).stdout
    expect(now).toContain('1 policy change in force, the newest first:')
    expect(now).toContain('2 entries could be found: 2 exact, 0 hot, 0 cold')
    expect(now).toContain('Since the first of the month 3 turns had been answered')
  })

  it.each([
    ['yesterday', 'It must be a time like 2026-05-01T12:00:00Z.'],
    ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z has not come yet: name an instant that is over'],
  ])('%s is refused', async (time, said) => {
    const { code, stderr } = await asOf(time)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})
