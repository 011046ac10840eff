import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import { bytesToVector } from '../../../processors/enrich/vector.ts'
import { turnstreamError } from '../../../processors/errors.ts'
import type { EntryStored } from '../../../schemas/types.ts'
import { loadConfiguration } from '../../configuration/load.ts'
import { openClient } from '../../elasticsearch/client.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import type { Appender } from '../../log/kafka/appender.ts'
import { type Bed, type BedOptions, openBed, type Up } from '../bed.ts'
import { askWell } from '../load/ask.ts'
import { openConnections } from '../load/connections.ts'
import { idle, type Settling } from '../load/idle.ts'
import { chatRequest } from '../load/request.ts'
import { startServer } from '../server/serve.ts'
import { unseenWordings } from '../traffic/unseen.ts'
import { restingLane, type Topics, topicsOn } from './kafka.ts'
import { degradedOf } from './proof.ts'
import { appendEntries, learnedEntries, seededEntries } from './seed.ts'
import { addressesOf, type Services } from './start.ts'

/** A system under test on real services, with many entries in Elasticsearch. */
export interface ServicesBed extends Bed {
  readonly services: Services
  readonly elasticsearch: Client
  /** Of the index that lookups go to. */
  readonly alias: string
  readonly topics: Topics
  readonly appender: Appender
  /** Of keyed topics. */
  readonly partitions: number
  /** All that the index holds: learned and seeded. */
  readonly entries: readonly EntryStored[]
  /** Vectors of wordings that nobody has asked, [384]. */
  embedUnseen(count: number): Promise<readonly Float32Array[]>
  /** Starts another gateway of the same system, until the bed closes. */
  second(): Promise<Up>
  /** Until every request is answered and every processor is done. */
  settle(): Promise<Settling>
}

export interface ServicesBedOptions extends Omit<BedOptions, 'services' | 'openLane'> {
  readonly on: Services
}

/** Services take their share of the cores. */
const learningAtATime = 16
const embedAtOnce = 64
/** A hundred entries a second, and the time that the last refresh and a busy machine take. */
const indexPatienceMs = (entries: number): number => 60_000 + 10 * entries
const pollMs = 500
/** Other wordings whose embeddings say how far a wording moves one. */
const mostMoves = 1_000

/** Waits until Elasticsearch serves lookups among so many entries. Throws UNAVAILABLE where it does not come to that. */
const indexed = async (client: Client, alias: string, least: number, url: string): Promise<void> => {
  const deadline = performance.now() + indexPatienceMs(least)
  for (;;) {
    const query = { bool: { filter: [{ term: { kind: 'entry' } }, { term: { gone: false } }] } }
    const { count } = await client.count({ index: alias, query }).catch(() => ({ count: 0 }))
    const degraded = Object.entries(await degradedOf(url))
    if (count >= least && degraded.length === 0) return
    if (performance.now() > deadline) {
      const why = degraded.map(([part, trouble]) => `; ${part}: ${trouble}`).join('')
      throw turnstreamError('UNAVAILABLE', `the index ${alias} holds ${count} of ${least} entries${why}`)
    }
    await sleep(pollMs)
  }
}

/** Brings a system up on services, its questions learned, its index filled and settled, and the log lane idle. */
export const openServicesBed = async (options: ServicesBedOptions): Promise<ServicesBed> => {
  const { root, dir, on, sizes: all, onPhase } = options
  const { services: sizes } = all
  const alias = `bench-${randomBytes(4).toString('hex')}`
  const prefix = `${alias}.`
  const addresses = addressesOf(on, alias)
  const topics = await topicsOn(on, prefix, dir)
  const lane = restingLane(topics, root)
  const embedding = await openMiniLm(loadConfiguration({ env: {} }).embedding)
  const elasticsearch = openClient({ url: on.each.elasticsearch.address })
  const bed = await openBed({
    ...options,
    sizes: { ...all, articles: sizes.articles },
    learningAtATime,
    // A promoted entry is answered from memory, which asks nothing of the service that a row is about.
    services: { ...addresses, TURNSTREAM_CACHE_HOT_PROMOTE_AT: '0' },
    openLane: async () => lane,
  }).catch(async (error: unknown) => {
    await embedding.close()
    await elasticsearch.close()
    throw error
  })
  const opened: (() => Promise<void>)[] = [embedding.close, () => elasticsearch.close(), bed.close]
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one()
  }
  const embed = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
    const vectors: Float32Array[] = []
    for (let from = 0; from < texts.length; from += embedAtOnce)
      for (const { vector } of await embedding.embed(texts.slice(from, from + embedAtOnce))) vectors.push(vector)
    return vectors
  }
  try {
    const { url } = bed.up().server
    const appender = await topics.openAppender()
    opened.push(appender.close)
    onPhase('reading what was learned')
    await lane.rest()
    const log = await topics.openLog()
    const partitions = (await log.topics()).find(({ name }) => name === 'chat.turns')!.partitions
    const learned = await learnedEntries(log, partitions).finally(() => log.close())
    onPhase('embedding wordings')
    const wordings = unseenWordings(bed.learned, bed.random)
    const moved = learned.slice(0, mostMoves)
    const others = await embed(moved.map(({ question }) => `hi ${question} thanks`))
    const moves = others.map((vector, n) => {
      const from = bytesToVector(moved[n]!.vector!)
      return vector.map((x, i) => x - from[i]!)
    })
    onPhase(`seeding ${sizes.entries} entries`)
    const seeded = [...seededEntries(learned, moves, sizes.entries, bed.random, Date.now())]
    await appendEntries(appender, seeded, partitions, appended => {
      if (appended % 10_000 === 0) onPhase(`seeded ${appended} entries`)
    })
    onPhase('Elasticsearch folds them')
    await indexed(elasticsearch, alias, learned.length + seeded.length, url)
    onPhase('Elasticsearch merges them')
    await merged(elasticsearch, alias)
    const settle = async (): Promise<Settling> => {
      const { connections, lane: looked } = bed.up()
      const settling = await idle(connections, looked, all.settleSeconds)
      await lane.rest()
      return settling
    }
    await settle()
    return {
      ...bed,
      services: on,
      elasticsearch,
      alias,
      topics,
      appender,
      partitions,
      entries: [...learned, ...seeded],
      embedUnseen: count => embed(Array.from({ length: count }, wordings)),
      second: async () => {
        const server = await startServer({
          root,
          dataDir: join(dir, `${options.name}-second`),
          env: bed.env,
          args: options.serveArgs,
          profileDir: null,
        })
        const connections = openConnections(server.url)
        opened.push(server.stop, async () => connections.close())
        await askWell(connections, chatRequest(bed.learned[0]!))
        return { server, connections, lane: bed.up().lane }
      },
      settle,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Waits until the server has merged what it merges by itself. */
const merged = async (client: Client, alias: string): Promise<void> => {
  for (let quiet = 0; quiet < 4; ) {
    const { _all } = await client.indices.stats({ index: alias, metric: 'merge' })
    quiet = (_all.primaries?.merges?.current ?? 0) === 0 ? quiet + 1 : 0
    await sleep(pollMs)
  }
}
