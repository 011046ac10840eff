import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { journalPaths } from '../../infra/log/lmdb/journal/journal.ts'
import { type Serving, serve } from '../chaos/serving.ts'

let dataDir: string
let server: Serving | null = null
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-restart-'))
})
afterEach(async () => {
  await server?.kill('SIGKILL')
  server = null
  rmSync(dataDir, { recursive: true, force: true })
})

const ask = async (url: string, message: string, more: object = {}) => {
  const response = await fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message, ...more }),
  })
  return { status: response.status, body: (await response.json()) as { turn_id: string; message: string } }
}

const explain = async (url: string, turnId: string): Promise<unknown> =>
  (await fetch(`${url}/v1/explain/${turnId}`)).json()

/** The half of the journal that was written last. */
const newestJournal = (): string =>
  journalPaths(join(dataDir, 'log')).toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)[1]!

/** As a disk leaves it that had no time for the last bytes: a file that is made ahead has nothing where they belong. */
const tear = (file: string): void => {
  const bytes = readFileSync(file)
  const written = bytes.findLastIndex(byte => byte !== 0) + 1
  expect(written).toBeGreaterThan(100)
  writeFileSync(file, bytes.fill(0, written - 7))
}

it('after a death under load with the last write torn every acknowledged turn but perhaps the torn ones is there', async () => {
  server = await serve(dataDir)
  const acknowledged: string[] = []
  let dying = false
  const client = async (number: number): Promise<void> => {
    for (let at = 0; !dying; at++) {
      const told = await ask(server!.url, `Is lamp ${number} of shelf ${at} in stock?`).catch(() => null)
      if (told?.status === 200) acknowledged.push(told.body.turn_id)
    }
  }
  const clients = Array.from({ length: 4 }, (_, number) => client(number))
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(40)
  dying = true
  await server.kill('SIGKILL')
  server = null
  await Promise.all(clients)
  tear(newestJournal())

  server = await serve(dataDir)
  expect((await ask(server.url, 'Is everything well?')).status).toBe(200)
  const lost: string[] = []
  for (const turnId of acknowledged) {
    const explained = (await explain(server.url, turnId)) as { answer?: object | null; error?: object }
    if (explained.error) lost.push(turnId)
  }
  // What was acknowledged last may lie in the torn write; there are four clients, so four turns at most for each flush.
  const oldest = Math.min(...lost.map(turnId => acknowledged.indexOf(turnId)))
  expect(oldest).toBeGreaterThanOrEqual(acknowledged.length - 8)
}, 60_000)

const fixtures = join(import.meta.dirname, 'fixtures', '0.1.0')

it('a data directory of release 0.1.0 is served: its turns are explained and its conversations go on', async () => {
  for (const [from, to] of [
    ['log', 'log'],
    ['cache', 'views/cache'],
  ] as const) {
    mkdirSync(join(dataDir, to), { recursive: true })
    writeFileSync(join(dataDir, to, 'data.mdb'), gunzipSync(readFileSync(join(fixtures, `${from}.mdb.gz`))))
  }
  const turns = JSON.parse(readFileSync(join(fixtures, 'turns.json'), 'utf8')) as {
    turn_id: string
    question: string
    answer: string
    cached: string | null
  }[]
  server = await serve(dataDir)
  const { url } = server
  for (const { turn_id, question, answer, cached } of turns)
    expect(await explain(url, turn_id)).toMatchObject({
      turn: { message: question },
      resolution: { outcome: cached ?? 'none' },
      answer: { text: answer },
    })
  const next = await ask(url, 'Thank you. And is that final?', { conversation_id: 'c1', user_id: 'u1' })
  expect(next.status).toBe(200)
  expect(await explain(url, next.body.turn_id)).toMatchObject({ prompt: { history_turns: 2 } })
  expect((await fetch(`${url}/ready`)).status).toBe(200)
}, 60_000)
