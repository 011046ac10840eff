/**
 * `npm run history` records the history of this release: a few hundred turns through the real system, models simulated, kept
 * under test/replay/histories for ever. Run it once for each release; an existing one is never written again.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfiguration } from '../../infra/configuration/load.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { echoModels } from '../topology/fakes.ts'
import { writeHistory } from './history.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
const { version } = read('package.json') as { version: string }
const file = join(import.meta.dirname, 'histories', `${version}.ndjson.gz`)
if (existsSync(file)) throw new Error(`${file} exists: a history is never written again`)

const wordings = read('data/demo/wordings.json') as Record<string, string[]>
const conversations = read('data/demo/conversations.json') as { id: string; turns: { text: string }[] }[]
const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-history-'))
const pool = (tier: string) => ({ kind: 'openai', tier, model: `demo-${tier}` })
const pools = { small: pool('small'), medium: pool('medium'), large: pool('large') }
const turnstream = await openTurnstream({
  configuration: loadConfiguration({ set: [`pools=${JSON.stringify(pools)}`], env: {} }),
  dataDir,
  logger: { info: () => undefined, warn: console.warn, error: console.error },
  models: echoModels(),
})
const ask = (message: string, options: { conversationId?: string; userId?: string } = {}) =>
  turnstream.intake.ask(
    { ...plainAsk(message), conversationId: options.conversationId ?? null, userId: options.userId ?? null },
    new AbortController().signal,
  )
const change = policyOf({ reason: 'a new rule', by: 'history' })
const texts = Object.values(wordings)
  .filter((_, n) => n % 5 === 0)
  .flatMap(list => list.slice(0, 3))

for (const text of texts) await ask(text)
await turnstream.changePolicy({ ...change, version: '2', scene: 'returns', sharePerDay: null })
await turnstream.changePolicy({ ...change, version: '3', scene: 'shipping', sharePerDay: 0.5 })
for (const text of texts.slice(0, 60)) {
  const { turnId } = await ask(text)
  if (text.length % 9 !== 0) continue
  const mark = { turnId, tenant: 'default', helpful: false, rating: 1, comment: null, by: 'u_1' }
  const { feedbackId } = await turnstream.giveFeedback(mark)
  await turnstream.settled()
  const review = await turnstream.reviews.read(reader => reader.find(`${feedbackId}.review`))
  const verdict = review!.entryId === null || text.length % 2 === 0 ? 'delete' : 'restore'
  const given = { verdict, answer: null, block: false, reason: null, by: 'history' } as const
  await turnstream.giveVerdict(review!.reviewId, given)
}
for (const { id, turns } of conversations.slice(0, 8))
  for (const { text } of turns) await ask(text, { conversationId: id, userId: `u-${id}` })
await Promise.all(
  ['Where is my order FH-104233?', 'And the other one?', 'Can you cancel it?'].map(text =>
    ask(text, { conversationId: 'burst' }),
  ),
)
await turnstream.settled()
console.log(`${await writeHistory(turnstream.log, file)} records in ${file}`)
await turnstream.drain(1_000)
rmSync(dataDir, { recursive: true })
