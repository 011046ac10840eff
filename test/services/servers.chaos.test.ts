import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import type { Serving } from '../chaos/serving.ts'
import { describeOn } from './describe-on.ts'
import { killAtRandom } from './killing.ts'
import { shared } from './needs.ts'
import { startHerd } from './servers.herd.ts'
import { checkLog, costsOf, type ReadLog, readLog } from './servers.log.ts'
import { startTraffic } from './servers.traffic.ts'
import { expectReplayed } from './servers.trouble.ts'
import { type Servers, startServers } from './servers.ts'

/** How long servers are killed; the full size is 3 minutes. */
const KILLS_MS = Number(process.env.CHAOS_MS ?? 15_000)
/** A kill waits no longer for calls: those that were killed before may hold every partition, for a session more. */
const longestPauseMs = 5_000

await describeOn('Three servers on Kafka and Redis', { kafka: shared('kafka'), redis: shared('redis') }, services => {
  const brokers = services.kafka.address.split(',')
  let servers: Servers
  let prefix: string
  let given = 0
  let last: readonly Serving[]
  let log: ReadLog

  beforeAll(async () => {
    servers = await startServers(
      { kafka: services.kafka.address, redis: services.redis.address },
      {},
      // No two answers are the same, so one that was told and not recorded is known by its text.
      {
        ...{ firstTokenMs: 100, perTokenMs: 20 },
        answer: messages => `Answer ${given++}, what to do: ${messages.at(-1)!.content.slice(0, 60)}`,
      },
    )
    prefix = servers.env.TURNSTREAM_KAFKA_PREFIX!
  })
  afterAll(() => servers?.stop())

  it('answer each turn once, in order of its conversation, and account for each bill, however often they are killed', {
    timeout: KILLS_MS + 300_000,
  }, async () => {
    const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
    console.info(`CHAOS_SEED=${seed} CHAOS_MS=${KILLS_MS}`)
    const random = seededRandom(seed)
    const herd = startHerd(servers, ['one', 'two', 'three'])
    await herd.listening()
    const traffic = await startTraffic({ brokers, prefix, servers: herd.up, random: seededRandom(seed + 1) })

    /**
     * Three of four times until all serve, so many calls have begun, and a moment more: some of them are under way, or about to be
     * recorded. Else next to nothing: then one is killed that has just taken over, or still starts.
     */
    const pause = async (): Promise<void> => {
      const patient = random.chance(0.75)
      const [calls, moreMs] = [random.int(0, 8), random.int(0, 500)]
      if (patient) {
        await herd.listening()
        const enough = servers.stub.calls().length + calls
        const until = performance.now() + longestPauseMs
        while (servers.stub.calls().length < enough && performance.now() < until) await delay(5)
      }
      await delay(moreMs)
    }
    const kills = await killAtRandom(herd.running, herd.start, { forMs: KILLS_MS, random, pause })
    last = await herd.listening()
    await traffic.end()

    const asked = [...traffic.produced, ...traffic.told.keys()]
    log = await readLog({ brokers, prefix }, asked)
    console.info(
      `${kills} kills, ${traffic.produced.length} turns produced, ${traffic.told.size} over HTTP with ${traffic.retries()} retries,`,
      checkLog(log, { asked, told: traffic.told, invoice: servers.stub.invoice() }),
    )
    expect(herd.faults).toEqual([])
    expect(kills).toBeGreaterThan(0)
  })

  it('leave a ledger that agrees with the log, and a log in which every decision is decided again as recorded', async () => {
    await expectReplayed(servers, last)
    const costs = await servers.run(['costs', '--json'])
    expect(JSON.parse(costs.stdout)).toMatchObject(costsOf(log))
  }, 120_000)
})
