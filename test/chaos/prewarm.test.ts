import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { startProviderStub } from '../../infra/stub/provider.ts'
import { fromRecord } from '../../topics/wire.ts'
import { type Serving, serve } from './serving.ts'

const kills = 3
const concurrency = 2
const questions = [
  'How do I return a jacket?',
  'How do I change my password?',
  'Do you repair scratched tables?',
  'How do I clean a velvet sofa?',
  'Which cards do you accept?',
  'How do I pair a lamp with my phone?',
  'Can I collect an order in a store?',
  'How do I redeem a gift card?',
  'What does the warranty of a kettle cover?',
  'How do I cancel a subscription?',
]

it('a pre-warm goes on where a killed server left it: each question is asked once, and each call but those of the moment billed once', {
  timeout: 300_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-prewarm-'))
  let answers = 0
  const stub = await startProviderStub({ answer: () => `Answer ${++answers} of four words.`, firstTokenMs: 250 })
  onTestFinished(async () => {
    await stub.close()
    rmSync(dataDir, { recursive: true })
  })
  const pool = { kind: 'openai', baseUrl: `${stub.url}/v1` }
  const pools = {
    small: { ...pool, tier: 'small', model: 'demo-small' },
    bulk: { ...pool, batch: true, model: 'demo-bulk' },
  }
  const start = () =>
    serve(dataDir, ['--set', `pools=${JSON.stringify(pools)}`, '--set', `warm.concurrency=${concurrency}`])
  const post = async ({ url }: Serving, path: string, body: object) =>
    (await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then(response => response.json())) as { cached: string | null; message: string; epoch: number | null }
  const standing = async ({ url }: Serving) =>
    (await fetch(`${url}/v1/policies/v2`).then(response => response.json())) as {
      state: string
      prewarm: { done: number }
    }

  let server = await start()
  await Promise.all(questions.map(message => post(server, '/v1/chat', { message })))
  for (const message of questions)
    await expect.poll(async () => (await post(server, '/v1/chat', { message })).cached).toBe('exact')
  const change = { version: 'v2', match: {}, prewarm: true, reason: 'test' }
  expect((await post(server, '/v1/policies', change)).epoch).toBeNull()
  for (let kill = 0; kill < kills; kill++) {
    const done = kill * 2 + 1
    await expect
      .poll(async () => (await standing(server)).prewarm.done, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(done)
    await delay(kill * 60)
    await server.kill('SIGKILL')
    server = await start()
  }
  await expect.poll(async () => (await standing(server)).state, { timeout: 60_000 }).toBe('in_force')
  for (const message of questions)
    await expect.poll(async () => (await post(server, '/v1/chat', { message })).cached).toBe('exact')
  expect(await server.kill('SIGTERM')).toBe(0)

  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const asked: string[] = []
  /** Calls that the log says have failed: another one is made in their place. */
  const failed: { readonly callId: string; readonly why: string }[] = []
  for (let partition = 0; partition < 4; partition++)
    for (const record of await log.read({ topic: 'chat.turns', partition, offset: 0n }, 10_000)) {
      const event = fromRecord(record)
      if (event.type === 'TurnReceived' && event.data.task === 'prewarm.v2') asked.push(event.data.message)
    }
  for (let partition = 0; partition < 4; partition++)
    for (const record of await log.read({ topic: 'chat.inferences', partition, offset: 0n }, 10_000)) {
      const event = fromRecord(record)
      if (event.type !== 'InferenceFailed') continue
      const { callId, code, message } = event.data
      failed.push({ callId, why: `${code} ${message}` })
    }
  expect(asked.sort()).toEqual([...questions].sort())
  const billed = stub.invoice().filter(({ model }) => model === 'demo-bulk')
  const calls = new Set(billed.map(({ idempotencyKey }) => idempotencyKey))
  const again = failed.filter(({ callId }) => calls.has(callId))
  expect(calls.size - again.length, JSON.stringify([...calls, ...failed])).toBe(questions.length)
  expect(billed.length - questions.length).toBeLessThanOrEqual(kills * concurrency)
  expect((await verifyLog({ log })).first).toEqual([])
  await log.close()
  console.log(`${questions.length} questions, ${kills} kills, ${billed.length} calls billed`, failed)
})
