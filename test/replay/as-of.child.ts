/** Asks, marks and changes at random, tells what it holds whenever nothing is under way, then asks much at once until it is killed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'
import { type Held, heldBy } from './held.ts'

const [dataDir, seed, instants] = process.argv.slice(2)
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()
const random = seededRandom(Number(seed))
const turnstream = await openTurnstream({
  configuration: configurationSchema.parse({
    ...configuration,
    scenes: ['returns', 'general'],
    // What is gathered over some seconds is written down later, with the time of what it is about.
    cache: { ...configuration.cache, steer: false, hot: { ...configuration.cache.hot, countMs: 60_000 } },
  }),
  ...{ dataDir: dataDir!, logger, models: echoModels(), embedding: hashEmbedding, env: {} },
})
const ask = async (): Promise<string> => {
  const message = `How do I clean rug ${random.int(0, 30)}?`
  return (
    await turnstream.intake.ask({ ...plainAsk(message), userId: `u${random.int(0, 9)}`, scene: 'returns' }, signal)
  ).turnId
}
const tell = (held: Held): void => void process.stdout.write(`${JSON.stringify(held)}\n`)

for (let n = 0; n < Number(instants); n++) {
  // What the crash before has left is finished first.
  await turnstream.settled()
  await turnstream.log.synced()
  await sleep(3)
  tell(await heldBy(turnstream))
  await sleep(3)
  const kind = random.int(0, 9)
  const turnId = await ask()
  if (kind < 2)
    await turnstream.changePolicy(policyOf({ version: `v${seed}.${n}`, keywords: [`rug ${random.int(0, 30)}`] }))
  else if (kind < 4)
    await turnstream.giveFeedback({
      ...{ turnId, tenant: 'default', helpful: false, rating: null, comment: null, by: 'u' },
    })
}
process.stdout.write('busy\n')
for (;;) await Promise.all(Array.from({ length: 8 }, ask))
