import type { CacheModel } from '../../../infra/cache/model.ts'
import { createClock } from '../../../infra/runtime/simulation/clock.ts'
import { seededRandom } from '../../../infra/runtime/simulation/random.ts'
import { partitionOf } from '../../../topics/partition.ts'
import { type Gateway, openGateway, type Rules, rules, type Topics } from './gateway.ts'
import { createLeaseServer } from './leases.ts'
import { createProcess } from './process.ts'
import { drawChange, drawQuestion, forbids, invalidatedFor, type Question, storedFor } from './shop.ts'

/** Virtual length of a run, ms. */
const lengthMs = 30_000
const partitions = 2

export interface Race {
  /** Requests that were sent after some change was acknowledged, and answered. */
  readonly requests: number
  readonly hits: number
  readonly acknowledged: number
  readonly troubles: Readonly<Record<string, number>>
  /** The first hit that a change which was acknowledged before its request was sent forbids. */
  readonly older: string | null
}

/**
 * One run: gateways that share a log and leases, policy changes that race the requests and the answers that are learned, and processes
 * that are stopped and killed meanwhile, messages that are late or lost, and a lease server that forgets. Time is virtual.
 */
export const race = async (seed: number, caches: readonly CacheModel[], broken: Rules = rules): Promise<Race> => {
  const random = seededRandom(seed)
  const clock = createClock()
  const server = createLeaseServer(clock.nowMs)
  const gateways: Gateway[] = []
  const troubles: Record<string, number> = {}
  const trouble = (name: string): void => {
    troubles[name] = (troubles[name] ?? 0) + 1
  }
  const topics: Topics = {
    policies: [],
    entries: Array.from({ length: partitions }, () => []),
    appended: () => {
      for (const gateway of gateways) gateway.notice()
    },
  }
  for (const cache of caches) cache.clear()
  let started = 0
  const start = (place: number): void => {
    const process = createProcess(clock, random)
    // Where it is killed its cache stays as far as it has come, and what it had read of it.
    gateways[place] = openGateway(
      `gateway ${++started}`,
      process,
      random,
      { topics, server, cache: caches[place]! },
      broken,
    )
  }
  for (const place of caches.keys()) start(place)

  const acknowledged = new Map<number, number>()
  let requests = 0
  let hits = 0
  let older: string | null = null
  let learned = 0

  const append = (event: Parameters<(typeof topics.entries)[number]['push']>[0]): void => {
    topics.entries[partitionOf(Buffer.from(event.key), partitions)]!.push(event)
    topics.appended()
  }
  /** An answer that is learned: its prompt was built now, the model takes its time. */
  const learn = (question: Question, gateway: Gateway): void => {
    const prompted = gateway.views()
    clock.after(random.pareto(50, 0.9, 4_000), () => {
      const epochs = {
        promptedUnder: prompted.versions.policyEpoch,
        policyEpoch: broken.madeUnder(prompted, gateway.views()),
      }
      append(storedFor(question, `answer ${++learned}`, clock.nowMs(), epochs))
    })
  }
  const request = (): void => {
    const sentMs = clock.nowMs()
    const gateway = random.pick(gateways)
    const question = drawQuestion(random)
    const inForce = [...acknowledged].filter(([, atMs]) => atMs <= sentMs)
    gateway.process.after(random.pareto(0.1, 1, 20), () =>
      gateway.ask(question, hit => {
        if (inForce.length > 0) requests++
        if (hit === null) {
          if (random.chance(0.5)) learn(question, gateway)
          return
        }
        hits++
        const { question: about, promptedUnder } = JSON.parse(hit)
        const forbidding = inForce.find(([epoch]) => forbids(topics.policies[epoch]!.data, epoch, about, promptedUnder))
        if (forbidding)
          older ??= `at ${clock.nowMs()} ms, of epoch ${promptedUnder}, to a request sent at ${sentMs} ms; epoch ${forbidding[0]} was acknowledged at ${forbidding[1]} ms`
      }),
    )
  }
  const change = (): void => {
    const gateway = random.pick(gateways)
    const epoch = topics.policies.push(drawChange(random, topics.policies.length, clock.nowMs())) - 1
    topics.appended()
    const acknowledge = (): void => {
      acknowledged.set(epoch, clock.nowMs())
    }
    const once = (): void => {
      if (gateway.views().versions.policyEpoch < epoch) gateway.process.after(5, once)
      else if (broken.settles) gateway.leases.settled(epoch, acknowledge)
      else acknowledge()
    }
    gateway.process.after(0, once)
    // Cleaning up comes late, and takes entries that it may have spared.
    clock.after(random.pareto(20, 0.6, 5_000), () => {
      for (let number = 0; number < 12; number++)
        for (const lean of [0, 1, 2])
          if (forbids(topics.policies[epoch]!.data, epoch, number, -2)) append(invalidatedFor({ number, lean }, epoch))
    })
  }
  const disturb = (): void => {
    const place = random.int(0, gateways.length - 1)
    const { process } = gateways[place]!
    const kind = random.pick(['is stopped', 'is stopped', 'is killed', 'leases are forgotten'])
    if (!process.alive()) return
    trouble(kind)
    if (kind === 'is stopped') {
      process.pause()
      // Half of them for longer than a lease lasts.
      clock.after(random.chance(0.5) ? random.int(1_000, 6_000) : random.int(1, 1_000), process.resume)
    } else if (kind === 'is killed') {
      process.kill()
      clock.after(random.int(1, 2_000), () => start(place))
    } else server.forget()
  }

  const every = (meanMs: number, task: () => void): void => {
    const gapMs = (): number => -meanMs * Math.log(1 - random.next())
    for (let atMs = gapMs(); atMs < lengthMs; atMs += gapMs()) clock.after(atMs, task)
  }
  every(12, request)
  every(3_000, change)
  every(2_500, disturb)
  while (older === null && clock.nowMs() < lengthMs + 6_000 && (await clock.step()));
  return { requests, hits, acknowledged: acknowledged.size, troubles, older }
}
