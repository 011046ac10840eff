import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { truthAbout } from '../../../infra/demo/answers.ts'
import { createClient } from '../../../infra/demo/client.ts'
import { loadLibrary } from '../../../infra/demo/library.ts'
import { generateTraffic, type Traffic, type Visit } from '../../../infra/demo/traffic.ts'
import { seededRandom } from '../../../infra/runtime/simulation/random.ts'
import { startProviderStub } from '../../../infra/stub/provider.ts'
import { labelAt } from '../../../processors/offer/label.ts'
import { serve } from '../../chaos/serving.ts'

const library = loadLibrary()

export const trafficOf = (turns: number, seed: number): Traffic => generateTraffic(library, { turns, seed })

const tiers = ['small', 'medium', 'large'] as const
/** Customers do not wait for each other: visits begin so long after one another, however long answers take. */
const visitEveryMs = 15

/** Between an answer and what its customer says next. */
const thinkMs = 40

/** Uses are counted at so many points of a run that it matters little at which. */
const countMs = 500
const changedScene = 'returns'

const price = (tier: string, times: number) => ({
  ...{ model: `demo-${tier}`, valid_from: '2026-01-01' },
  ...{ input: String(0.1 * times), cached_input: String(0.01 * times), output: String(0.4 * times) },
})

/** Of the answers that a model words at some more length than otherwise. */
const wordy = 0.1

/** Shorter waits than a model's, so that a run ends. */
const firstTokenMs = (seed: number): number => 8 + (seed % 7)

/**
 * Sends traffic to a server of its own over HTTP, visits beside each other and the turns of each in their order, with a policy change in the
 * middle; the provider's wording is drawn by `seed`, call by call. Hits are not steered: what the few checks of a run find is chance, and moves the hit
 * rate of the same configuration by up to three points from one run to the next. Resolves with the server's data directory once that has ended.
 */
export const runLive = async (
  { visits }: Traffic,
  { set, seed }: { readonly set: readonly string[]; readonly seed: number },
): Promise<string> => {
  const truth = truthAbout(library, { visits, unseen: [] })
  const random = seededRandom(seed)
  const stub = await startProviderStub({
    firstTokenMs: firstTokenMs(seed),
    models: tiers.map(tier => `demo-${tier}`),
    answer: messages => {
      const answer = truth.answer(messages)
      return labelAt(answer) === null && random.chance(wordy) ? `Thanks for asking. ${answer}` : answer
    },
  })
  const pools = Object.fromEntries(
    tiers.map(tier => [
      `demo-${tier}`,
      { kind: 'openai', tier, model: `demo-${tier}`, baseUrl: `${stub.url}/v1`, simulated: true },
    ]),
  )
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-proof-'))
  const config = join(dataDir, 'turnstream.json')
  const prices = tiers.map((tier, at) => price(tier, 8 ** at))
  writeFileSync(
    config,
    JSON.stringify({ pools, prices, baselineModel: 'demo-large', cache: { steer: false, hot: { countMs } } }),
  )
  const server = await serve(dataDir, ['--config', config, ...set.flatMap(each => ['--set', each])])
  const client = createClient(server.url)
  const middle = Math.floor(visits.length / 2)
  const began = performance.now()
  const come = async (visit: Visit, at: number): Promise<void> => {
    await delay(Math.max(0, began + at * visitEveryMs - performance.now()))
    if (at === middle) {
      truth.changeRules(changedScene)
      await client.changePolicy({ scene: changedScene, reason: 'in mid-traffic' })
    }
    for (const { text } of visit.turns) {
      await client.chat(text, visit)
      await delay(thinkMs)
    }
  }
  try {
    await Promise.all(visits.map(come))
  } finally {
    client.close()
    await server.kill('SIGTERM')
    await stub.close()
  }
  return dataDir
}
