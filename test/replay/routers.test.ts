import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { neighboursFile } from '../../infra/routing/file.ts'
import { trainNeighbours } from '../../infra/routing/train-neighbours.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { idOf } from '../../processors/event.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import type { TurnRouted } from '../../schemas/types.ts'
import { configuration, modelsOf, wordEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const never = new AbortController().signal
const pools = {
  tiny: { kind: 'openai', tier: 'small', model: 'tiny-1' },
  mid: { kind: 'openai', tier: 'medium', model: 'mid-1' },
  big: { kind: 'openai', tier: 'large', model: 'big-1' },
}

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-routers-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

/** Asks each question of a system that routes so, and verifies its log; the routes in the order of the questions. */
const routesOf = async (route: object, models: ChatModels, questions: readonly string[]) => {
  const dataDir = folder()
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse({ ...configuration, pools, route }),
    dataDir,
    logger,
    models,
    embedding: wordEmbedding,
  })
  const routes: TurnRouted[] = []
  for (const question of questions) {
    const { turnId } = await turnstream.intake.ask(plainAsk(question), never)
    await turnstream.settled()
    routes.push(turnstream.facts.event('TurnRouted', idOf.route(turnId)).data)
  }
  await turnstream.drain(1_000)
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const verified = await verifyLog({ log, states: true })
  await log.close()
  return { routes, verified }
}

it('what a model said of turns is decided again from the log, its errors too', async () => {
  let asked = 0
  const models = modelsOf(({ callId, messages }) => {
    if (!callId.endsWith('.classify')) return 'An answer.'
    asked++
    const question = messages.at(-1)!.content
    if (question.includes('parcel')) return 'large'
    if (question.includes('jacket')) return 'Small.'
    if (question.includes('kettle')) throw turnstreamError('MODEL_TIMEOUT', 'no reply')
    return 'It depends.'
  })
  const route = { router: 'classifier', classifier: { pool: 'tiny' } }
  const { routes, verified } = await routesOf(route, models, [
    'Where is the parcel?',
    'May a jacket be washed?',
    'Does the kettle whistle?',
    'Are there lamps of glass?',
  ])
  expect(routes.map(({ tier, reason }) => [tier, reason])).toEqual([
    ['large', 'score'],
    ['small', 'score'],
    ['medium', 'low_confidence'],
    ['medium', 'low_confidence'],
  ])
  expect(routes.map(({ pools }) => pools[0])).toEqual(['big', 'tiny', 'mid', 'mid'])
  for (const { router } of routes) expect(router).toMatch(/^classifier:tiny-1:/)
  expect(asked).toBe(4)
  // What was asked for a tier is in the ledger; a call that was not answered has nothing to tell.
  expect(routes.map(({ call }) => call?.pool ?? null)).toEqual(['tiny', 'tiny', null, 'tiny'])
  expect(verified.first).toEqual([])
  expect(verified).toMatchObject({ identical: true, dead: 0 })
})

it('what the past said of turns is decided again from the log', async () => {
  const texts = Array.from({ length: 12 }, (_, n) => [`Where is parcel number ${n}?`, `May jacket ${n} be washed?`])
  const embedded = await wordEmbedding.embed(texts.flat())
  const outcomes = texts.flat().map((text, n) => ({
    text,
    vector: embedded[n]!.vector,
    weak: text.includes('jacket'),
    strong: true,
  }))
  const file = join(folder(), 'router.json')
  writeFileSync(file, neighboursFile(trainNeighbours(outcomes), wordEmbedding.name))
  const models = modelsOf(() => 'An answer.')
  const { routes, verified } = await routesOf({ router: 'neighbours', model: file }, models, [
    'Where is parcel number 77?',
    'May jacket 77 be washed?',
    'Does a kettle whistle loudly?',
  ])
  expect(routes.map(({ tier }) => tier)).toEqual(['large', 'small', 'medium'])
  for (const { router } of routes) expect(router).toMatch(/^neighbours:[0-9a-f]{12}$/)
  expect(verified.first).toEqual([])
  expect(verified).toMatchObject({ identical: true, dead: 0 })
})
