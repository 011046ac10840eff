import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { instruction } from '../../processors/drift/judgement.ts'
import { idOf } from '../../processors/event.ts'
import type { TurnRouted } from '../../schemas/types.ts'
import { turnstream as command } from '../cli/turnstream.ts'
import { configuration, hashEmbedding, modelsOf } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const never = new AbortController().signal
const sections = {
  ...configuration,
  pools: {
    tiny: { kind: 'openai', tier: 'small', model: 'tiny-1' },
    mid: { kind: 'openai', tier: 'medium', model: 'mid-1' },
    big: { kind: 'openai', tier: 'large', model: 'big-1' },
  },
  route: { drift: { pool: 'big', share: 1 } },
}

/** The small tier fails on what has a list in it; the judge says so. */
const models = modelsOf(({ messages }) => {
  if (messages[0]!.content !== instruction) return 'An answer.'
  const { content } = messages.at(-1)!
  return content.includes('class small') && content.includes('- shelf') ? 'weak' : 'fits'
})
const listed = (n: number): string => `Which of these fits next to lamp number ${n}?\n- shelf ${n}\n- table ${n}`
const plain = (n: number): string => `What is the colour of lamp number ${n} in the shop?`

it('a router learned from judged turns routes once it is accepted, after a restart too, and the log decides it again', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-retrain-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const file = join(dataDir, 'configuration.json')
  writeFileSync(file, JSON.stringify(sections))
  const open = () =>
    openTurnstream({
      configuration: configurationSchema.parse(sections),
      dataDir,
      logger,
      models,
      embedding: hashEmbedding,
      env: {},
    })
  const route = async (on: Awaited<ReturnType<typeof open>>, question: string): Promise<TurnRouted> => {
    const { turnId } = await on.intake.ask(plainAsk(question), never)
    return on.facts.event('TurnRouted', idOf.route(turnId)).data
  }
  const sourceOf = async (on: Awaited<ReturnType<typeof open>>, question: string): Promise<string> => {
    const { turnId } = await on.intake.ask(plainAsk(question), never)
    await on.settled()
    return on.facts.event('TurnAnswered', idOf.answered(turnId)).data.source
  }
  const retrain = () => command(['router', 'retrain', '--json', '--data-dir', dataDir, '--config', file])

  const first = await open()
  for (let n = 0; n < 60; n++) {
    expect(await route(first, n % 3 === 0 ? listed(n) : plain(n))).toMatchObject({ tier: 'small', router: 'features' })
  }
  await first.settled()
  await first.drain(1_000)
  const few = await retrain()
  expect(few).toMatchObject({ code: 1, stdout: '' })
  expect(few.stderr).toContain('60 turns were judged, and it takes 80')

  const second = await open()
  for (let n = 60; n < 140; n++) await route(second, n % 3 === 0 ? listed(n) : plain(n))
  await second.settled()
  expect(second.parts().get('router')).toContain('turnstream router retrain')
  await second.drain(1_000)
  const { code, stdout, stderr } = await retrain()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const proposal = JSON.parse(stdout)
  expect(proposal).toMatchObject({ state: 'open', base: 'shipped', known: false, judged: 105, held_out: 35 })
  expect(proposal.before.too_low).toBeGreaterThan(0.3)
  expect(proposal.after).toMatchObject({ too_low: 0, too_high: 0 })
  const { proposal_id: proposalId } = proposal
  // Byte for byte, and not written twice.
  const again = JSON.parse((await retrain()).stdout)
  expect({ ...again, at: '' }).toEqual({ ...proposal, at: '', known: true })

  const third = await open()
  expect(third.views.current().routers.proposals).toHaveLength(1)
  expect(await route(third, listed(200))).toMatchObject({ tier: 'small', router: 'features' })
  const asked = 'How long do I have to return an item?'
  expect([await sourceOf(third, asked), await sourceOf(third, asked)]).toEqual(['model', 'exact'])
  const decided = { proposalId, decision: 'accept', by: 'ann', reason: null }
  await third.decideRouter(decided)
  const router = `features:${proposalId}`
  expect(await route(third, listed(201))).toMatchObject({ tier: 'medium', router })
  expect(await route(third, plain(201))).toMatchObject({ tier: 'small', router })
  const { controlVersion } = third.views.current().versions
  await third.decideRouter({ ...decided, by: 'bob' })
  expect(third.views.current().versions.controlVersion).toBe(controlVersion)
  // What the caches have of before is in reach: no model is asked again.
  expect(await sourceOf(third, asked)).toBe('exact')
  await third.drain(1_000)

  const fourth = await open()
  expect(await route(fourth, listed(202))).toMatchObject({ tier: 'medium', router })
  await fourth.decideRouter({ ...decided, proposalId: 'shipped' })
  expect(await route(fourth, listed(203))).toMatchObject({ tier: 'small', router: 'features' })
  await fourth.settled()
  await fourth.drain(1_000)

  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const verified = await verifyLog({ log, states: true })
  await log.close()
  expect(verified.first).toEqual([])
  expect(verified).toMatchObject({ identical: true, dead: 0 })
})
