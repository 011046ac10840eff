import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLogBeside } from '../../infra/log/in-use.ts'
import { offPolicy } from '../../infra/offpolicy/result.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { idOf } from '../../processors/event.ts'
import { hashEmbedding, modelsOf } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()
const price = (model: string, output: string) => ({
  ...{ model, valid_from: '2026-01-01', input: '0.1', cached_input: '0.01', output },
})
const prices = [price('s', '1'), price('m', '4'), price('l', '16')]
const tiers = ['small', 'medium', 'large'] as const
const pools = Object.fromEntries(tiers.map(tier => [tier, { kind: 'openai', tier, model: tier[0] }]))

const turns = 1_200
const questions = Array.from({ length: turns }, (_, n) =>
  n % 3 === 0
    ? `Why was I charged twice for item ${n}, and how do I dispute it? Compare what a refund and a repair would cost.`
    : `Where can I find item ${n}?`,
)
/** One of twenty is not helped by the large model, one of four by the small one. */
const isUnhelpful = (n: number, tier: string): boolean => n % 20 === 7 || (tier === 'small' && n % 4 === 1)

const dirs: string[] = []
/** A log of the questions under these options of the router; the same draws in each. */
const recorded = async (route: object) => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-off-policy-'))
  dirs.push(dir)
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse({
      ...{ pools, prices, route, cache: { modes: { general: 'direct' } }, scenes: ['general'] },
    }),
    ...{ dataDir: dir, logger, models: modelsOf(() => 'An answer.'), embedding: hashEmbedding, env: {} },
  })
  const ask = async (n: number): Promise<void> => {
    const asked = { ...plainAsk(questions[n]!), idempotencyKey: `k${n}` }
    const { turnId } = await turnstream.intake.ask(asked, signal)
    const { tier } = turnstream.facts.event('TurnRouted', idOf.route(turnId)).data
    if (!isUnhelpful(n, tier)) return
    await turnstream.giveFeedback({
      ...{ turnId, tenant: 'default', helpful: false, rating: null, comment: null, by: 'ann' },
    })
  }
  for (let n = 0; n < turns; n += 40) await Promise.all(Array.from({ length: 40 }, (_, at) => ask(n + at)))
  await turnstream.settled()
  await turnstream.drain(1_000)
  return openLogBeside({ dataDir: dir, kafka: configurationSchema.parse({}).kafka, env: {} }, 'index')
}
const always = { fromMs: 0, toMs: Number.POSITIVE_INFINITY }
const allSmall = ['route.smallBelow=1', 'route.mediumBelow=1', 'route.confidence=0', 'route.explore=0']
const asItIs = ['route.explore=0']

describe('a log in which a share of turns went to tiers at random', { timeout: 120_000 }, () => {
  let explored: Awaited<ReturnType<typeof recorded>>
  beforeAll(async () => {
    explored = await recorded({ explore: 0.3 })
  }, 120_000)
  afterAll(async () => {
    await explored?.close()
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
  })

  it('tells what another router really comes to', async () => {
    const result = await offPolicy({ log: explored, ...always, set: allSmall })
    expect(result).toMatchObject({ turns, unseen: 0, tiers: { small: { other: 1 }, large: { other: 0 } } })
    expect(result.explored / turns).toBeCloseTo(0.2, 1)
    const other = await recorded({ smallBelow: 1, mediumBelow: 1, confidence: 0 })
    const truth = await offPolicy({ log: other, ...always, set: allSmall })
    await other.close()
    expect(truth.effective_turns).toBe(turns)
    for (const metric of ['usd', 'unhelpful'] as const) {
      const { value } = truth.estimates[metric].logged
      for (const kind of ['ips', 'snips'] as const) {
        const { low, high } = result.estimates[metric][kind]
        // All turns of a tier cost the same here, so that an interval may have no width.
        const slack = 1e-9 * value
        expect([metric, kind, low! - slack <= value && value <= high! + slack]).toEqual([metric, kind, true])
      }
    }
    // Nothing like what was recorded would have said so.
    expect(result.estimates.usd.logged.low).toBeGreaterThan(result.estimates.usd.snips.high!)
  })

  it('tells what its own router comes to without exploring', async () => {
    const { estimates, effective_turns } = await offPolicy({ log: explored, ...always, set: asItIs })
    expect(effective_turns).toBeGreaterThan(0.7 * turns)
    expect(estimates.unhelpful.snips.low).toBeLessThan(estimates.unhelpful.logged.value)
  })

  it('verifies byte by byte', async () => {
    expect(await verifyLog({ log: explored })).toMatchObject({ identical: true })
  })

  it('is refused for what it cannot tell', async () => {
    await expect(offPolicy({ log: explored, ...always, set: ['cache.threshold=0.9'] })).rejects.toMatchObject({
      ...{ code: 'USAGE', message: expect.stringContaining('off-policy estimates follow route.smallBelow') },
    })
    await expect(offPolicy({ log: explored, ...always, set: [] })).rejects.toMatchObject({ code: 'USAGE' })
    await expect(offPolicy({ log: explored, fromMs: 1, toMs: 2, set: allSmall })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })

  it('is refused where nothing was explored', async () => {
    const plain = await recorded({})
    await expect(offPolicy({ log: plain, ...always, set: allSmall })).rejects.toMatchObject({
      code: 'NO_OVERLAP',
      message: expect.stringMatching(
        /^\d+\.\d % of 1200 turns would go where .* to the small tier: .* set route\.explore to/,
      ),
    })
    // Where it sends them as they were sent all is known.
    expect((await offPolicy({ log: plain, ...always, set: asItIs })).effective_turns).toBe(turns)
    await plain.close()
  })
})
