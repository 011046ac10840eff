/**
 * How long a lookup of an exact entry takes through the store, one at a time: `node test/services/redis-latency.ts`.
 * Beside it the plain GET of the same key by the same client, in turn, and the CPU time of this process for each.
 */
import { build } from 'hdr-histogram-js'
import { openRedis } from '../../infra/redis/client.ts'
import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import { createTestLog, foldAll, keyOf, now, stored } from '../contract/exact.contract.ts'
import { endTurn } from './choose.ts'
import { redisCluster, shared } from './needs.ts'

const entries = 1_000
const times = 5_000
const answer =
  'Start a return under My Orders: choose the item, print the label, and hand the parcel in within 30 days. '.repeat(4)

const measure = async (work: (n: number) => Promise<unknown>): Promise<string> => {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 1e10, numberOfSignificantValueDigits: 3 })
  const before = process.cpuUsage()
  for (let n = 0; n < times; n++) {
    const start = performance.now()
    await work(n % entries)
    histogram.recordValue(Math.round(1e6 * (performance.now() - start)))
  }
  const { user, system } = process.cpuUsage(before)
  const ms = (percentile: number): string => (histogram.getValueAtPercentile(percentile) / 1e6).toFixed(3)
  return `p50 ${ms(50)} ms, p99 ${ms(99)} ms, CPU ${((user + system) / times / 1_000).toFixed(3)} ms each`
}

for (const [name, start] of [
  ['one Redis', shared('redis')],
  ['a cluster of three', redisCluster()],
] as const) {
  const service = await start()
  const redis = openRedis(service.address, { lookupTimeoutMs: 1_000 })
  await redis.ready(10_000)
  const log = createTestLog('latency')
  for (let n = 0; n < entries; n++) log.append(0, stored(n, { answer: `${n}. ${answer}` }))
  const store = openRedisEntries({ redis, log, prefix: `latency${process.pid}:` })
  const started = performance.now()
  await foldAll(log, store)
  console.log(`${name}: ${entries} entries folded in ${Math.round(performance.now() - started)} ms`)
  const lookup = async (n: number): Promise<void> => {
    if (!(await store.exact(keyOf(n), now, false))) throw new Error(`${keyOf(n)} is not found`)
  }
  const get = (n: number) => redis.ask(commands => commands.getBuffer(`latency${process.pid}:${keyOf(n)}`))
  await measure(lookup)
  for (let round = 0; round < 3; round++) {
    console.log(`  lookup    ${await measure(lookup)}`)
    console.log(`  plain GET ${await measure(get)}`)
  }
  store.close()
  redis.close()
  await service.stop()
}
await endTurn()
