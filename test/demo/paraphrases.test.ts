import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadConfiguration } from '../../infra/configuration/load.ts'
import { loadLibrary } from '../../infra/demo/library.ts'
import type { Told } from '../../infra/gateway/intake.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openTurnstream, type Turnstream } from '../../infra/runtime/turnstream.ts'
import { createLogger } from '../../infra/telemetry/logger.ts'
import { normalise } from '../../processors/enrich/normalise.ts'
import { idOf } from '../../processors/event.ts'

interface Pair {
  readonly a: string
  readonly b: string
  readonly article: string
}

const file = join(import.meta.dirname, '../../data/demo/paraphrase-pairs.json')
const pairs = JSON.parse(readFileSync(file, 'utf8')) as readonly Pair[]
const answers = new Map(loadLibrary().articles.map(({ id, answer }) => [id, answer]))
const configuration = loadConfiguration({ env: {} })

const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-pairs-'))
let turnstream: Turnstream
beforeAll(async () => {
  turnstream = await openTurnstream({ configuration, dataDir, logger: createLogger('error'), env: {} })
}, 30_000)
afterAll(async () => {
  await turnstream.drain(5_000)
  rmSync(dataDir, { recursive: true, force: true })
})

const ask = (message: string): Promise<Told> =>
  turnstream.intake.ask({ ...plainAsk(message), channel: 'test' }, AbortSignal.timeout(20_000))

const textOf = (told: Told): string => (told.kind === 'hit' ? told.served.text : told.answer.text)

const resolutionOf = ({ turnId }: Told) =>
  turnstream.facts.event('TurnReceived', turnId).data.rider?.resolution ??
  turnstream.facts.event('TurnResolved', idOf.resolved(turnId)).data.resolution

test('there are twenty pairs, each unequal after normalisation', () => {
  expect(pairs).toHaveLength(20)
  for (const { a, b } of pairs) expect(normalise(a, configuration.text)).not.toBe(normalise(b, configuration.text))
})

test('without any model, at least twelve of the twenty are hits once the first has been asked, and every answer is right', async () => {
  const told: { pair: Pair; second: Told }[] = []
  for (const pair of pairs) {
    const { exactKey } = resolutionOf(await ask(pair.a))
    await vi.waitFor(
      async () => expect(await turnstream.caches.reader.exact(exactKey, Date.now(), false)).not.toBeNull(),
      5_000,
    )
    told.push({ pair, second: await ask(pair.b) })
  }
  const table = new Table({
    head: ['second question', 'similarity', 'outcome', 'why', 'answer'],
    style: { head: [], border: [] },
  })
  for (const { pair, second } of told) {
    const { outcome, reason, detail, similarity } = resolutionOf(second)
    const right = textOf(second) === answers.get(pair.article)
    table.push([
      pair.b,
      similarity?.toFixed(3) ?? '',
      outcome,
      detail ? `${reason}: ${detail}` : reason,
      right ? 'right' : 'wrong',
    ])
  }
  process.stderr.write(`${table.toString()}\n`)
  expect(told.filter(({ second }) => second.kind === 'hit').length).toBeGreaterThanOrEqual(12)
  for (const { pair, second } of told) expect(textOf(second)).toBe(answers.get(pair.article))
}, 120_000)
