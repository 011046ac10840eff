import { join } from 'node:path'
import { groundsFrom } from '../../processors/compress/grounds.ts'
import type { Configuration } from '../../processors/configuration.ts'
import { deciderPart } from '../../processors/configuration.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { createCall } from '../../processors/infer/call.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import type { Facts } from '../../processors/processor.ts'
import type { Views } from '../../processors/views.ts'
import { createAsk } from '../../processors/warm/ask.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'
import { configurationHash } from '../configuration/load.ts'
import { openEmbeddedPassages } from '../documents/embedded.ts'
import { type DocumentIndex, openDocuments } from '../documents/open.ts'
import { type Analytics, openAnalytics } from '../elasticsearch/analytics.ts'
import { openPassages } from '../elasticsearch/passages.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { createExperimentDecisions, type ExperimentDecisions } from '../experiments/decisions.ts'
import { watchArms } from '../experiments/watch.ts'
import { createIntake, type Intake } from '../gateway/intake.ts'
import { openHelpCentre } from '../help-centre/open.ts'
import { type LedgerModel, openLedger } from '../ledger/model.ts'
import { brokersIn, type Log, openLog } from '../log/in-use.ts'
import { createChatModels, type PoolState } from '../models/chat-models.ts'
import { createErasure, type Erasure } from '../privacy/erase.ts'
import { openRecords } from '../records/open.ts'
import { createLimits } from '../redis/embedded/limits.ts'
import { forgetEmbeddings, openRedisEmbeddings } from '../redis/embeddings.ts'
import { openRedisLimits } from '../redis/limits.ts'
import { openReviewQueue, type ReviewQueue } from '../review/queue.ts'
import { createVerdicts, type Verdicts } from '../review/verdicts.ts'
import { openRouter } from '../routing/open.ts'
import { createRouterDecisions, type RouterDecisions } from '../routing/proposals.ts'
import { createPopular } from '../warm/popular.ts'
import { type AnswerDesk, openAnswerDesk } from './answers.ts'
import { type Between, openBetween } from './between.ts'
import { type Caches, openCaches } from './caches.ts'
import { type Changes, createChanges } from './changes.ts'
import { watchDeadlines } from './deadlines.ts'
import { type Running, runDecider } from './deciders.ts'
import { createDecodedEvents } from './decoded.ts'
import { runEffectProcessor } from './effect-processor.ts'
import { createFacts } from './facts.ts'
import { runGauge } from './gauge.ts'
import { type LaneRules, laneRules } from './lanes.ts'
import { prepareLanguages } from './languages.ts'
import { runLoad } from './load.ts'
import { runMeter } from './meter.ts'
import { countMoves, type Moves } from './moves.ts'
import { createPace } from './pace.ts'
import { createPoolHealth } from './pool-health.ts'
import { createDeciders } from './processors.ts'
import { openServices } from './services.ts'
import { type Group, settled } from './settled.ts'
import { steadyClock } from './steady-clock.ts'
import { runSweep } from './sweep.ts'
import { followTasks, type Tasks } from './tasks.ts'
import { followViews, type ViewTail } from './views.ts'

export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface TurnstreamOptions {
  readonly configuration: Configuration
  readonly dataDir: string
  readonly logger: Logger
  /** Processors to run; all where empty. */
  readonly only?: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Event time, ms since 1970; by default the system's, which then never goes back. */
  readonly clock?: () => number
  /** Replaces the real models, for evaluations. */
  readonly models?: ChatModels
  readonly embedding?: EmbeddingModel
  readonly rules?: Partial<TurnstreamRules>
}

/** What tests break on purpose, to prove that they would notice; nothing else passes any. */
export interface TurnstreamRules {
  /** A hit is served only under a lease. */
  readonly leases: boolean
  readonly lanes: LaneRules
}

export interface Turnstream
  extends Changes,
    Verdicts,
    RouterDecisions,
    ExperimentDecisions,
    Pick<Erasure, 'erase'>,
    Pick<Between, 'locksLost'> {
  readonly configuration: Configuration
  readonly log: Log
  readonly facts: Facts
  readonly views: ViewTail
  readonly caches: Caches
  /** Sums of the ledger; catches up with the log when it is asked. */
  readonly costs: LedgerModel
  /** Answers that wait for a reviewer. */
  readonly reviews: ReviewQueue
  readonly helpCentre: HelpCentre
  readonly documents: DocumentIndex
  readonly embedding: EmbeddingModel
  readonly intake: Intake
  readonly desk: AnswerDesk
  readonly tasks: Pick<Tasks, 'find'>
  readonly partitions: number
  /** Entries that have moved between the layers and out of them since the start. */
  readonly moves: Moves['counts']
  /** The pools of models as this process sees them. */
  pools(): ReadonlyMap<string, PoolState>
  /** Has the models of pools with `warm` loaded, and keeps them so until it drains; nothing waits for that. For a process that makes calls. */
  keepWarm(): void
  /** Why no turns are taken, null while they are. */
  trouble(): string | null
  /** What turns do without, by part, each with what is wrong with it, null where nothing is. */
  parts(): ReadonlyMap<Part, string | null>
  /** Resolves when every processor has nothing left to do; for tests and commands. */
  settled(): Promise<void>
  /** Stops taking, lets what runs finish within `graceMs`, commits, closes. */
  drain(graceMs: number): Promise<void>
}

/** What is not needed to answer: without it answers are slower or cost more. */
export type Part =
  | 'embedded'
  | 'redis'
  | 'elasticsearch'
  | 'documents'
  | 'lease'
  | 'analytics'
  | 'router'
  | `pool ${string}`

/** What the alarms of drift say; null where there is none. */
const driftTrouble = ({ drift, configuration }: Views): string | null => {
  const alarms = Object.values(drift).filter(({ alarm }) => alarm)
  const said = alarms.map(
    ({ tier, misrouted, judged, router }) =>
      `${misrouted} of the last ${judged} judged turns of tier ${tier} should have been routed elsewhere (by ${router})`,
  )
  // The other routers are trained on rows of one's own, or not at all.
  const remedy = configuration.route.router === 'features' ? ['turnstream router retrain proposes another router'] : []
  return said.length === 0 ? null : [...said, ...remedy].join('; ')
}

const hourMs = 3_600_000

/** A transaction costs broker and server a millisecond each and takes some: what gathers meanwhile shares the next one. */
const onKafka = { lingerMs: 500, batch: 256 }

/**
 * Brings up the whole path on the log in use: log, read models, processors, intake. Throws LOG_IN_USE where another
 * process writes the data directory. Ready when it resolves: read models have caught up with the log.
 */
export const openTurnstream = async (options: TurnstreamOptions): Promise<Turnstream> => {
  const { dataDir, logger, only = [], env = process.env } = options
  const rules: TurnstreamRules = { leases: true, lanes: laneRules, ...options.rules }
  const now = (): number => performance.now()
  const clock = options.clock ?? steadyClock(Date.now, now)
  let lastTrouble: { message: string; atMs: number } | null = null
  const onTrouble = (error: unknown): void => {
    lastTrouble = { message: error instanceof Error ? error.message : String(error), atMs: clock() }
    logger.error({ err: error }, 'processor in trouble')
  }
  // A server that is gone is met by every follower every second: it is told when it says something new.
  const told = new Set<string>()
  const onDegraded = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error)
    if (told.has(message)) return
    if (told.size > 100) told.clear()
    told.add(message)
    logger.warn({ err: error }, 'a part in trouble; turns do without it')
  }
  const { kafka, privacy } = options.configuration
  const log = await openLog({ dataDir, kafka, shred: privacy.shred, env, onTrouble })
  const partitions =
    (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions ?? options.configuration.log.partitions
  await log.createTopics(
    catalogue.map(topic => ({
      name: topic.name,
      partitions: partitionsOf(topic, partitions),
      cleanup: topic.cleanup,
      retentionMs: topic.retentionMs,
    })),
  )
  const { redis, elasticsearch, close: closeServices } = openServices(env, options.configuration)
  const { prefix, leaseMs, embeddingTtlMs } = options.configuration.redis
  const memory = redis ? openRedisEmbeddings(redis, { prefix, ttlMs: embeddingTtlMs }) : undefined
  const [embedding] = await Promise.all([
    options.embedding ?? openMiniLm({ ...options.configuration.embedding, memory }),
    // The model loads in its own thread: meanwhile this one reads what the first question in a language would wait for.
    prepareLanguages(),
  ])
  const append = async (event: DomainEvent): Promise<number> => {
    const [position] = await log.append([toRecord(event, partitions)])
    return Number(position!.offset)
  }
  const health = createPoolHealth({ append, leaveAlone: (...given) => pooled.leaveAlone(...given), clock, onTrouble })
  const counters = createLimits(now)
  const pooled = createChatModels({
    pools: options.models ? {} : options.configuration.pools,
    env,
    counters: redis ? openRedisLimits(redis, counters, prefix) : counters,
    onHealth: health.tell,
  })
  const models = options.models ?? pooled
  const router = openRouter(options.configuration, models, embedding)
  const helpCentre = await openHelpCentre({ embedding })
  const records = openRecords(options.configuration, env)
  const configuration: Configuration = {
    ...options.configuration,
    dataVersion: options.configuration.dataVersion || `sha-${helpCentre.version}`,
    scenes: [...new Set(['general', ...helpCentre.scenes, ...options.configuration.scenes])],
  }
  const batching = brokersIn(env).length > 0 ? onKafka : {}
  const decoded = createDecodedEvents()
  const pace = createPace(now)
  const facts = createFacts(log, decoded)
  const onLost = (callId: string, reason: string): void =>
    logger.warn({ callId, reason }, 'a call may have been made twice: its lock was lost')
  const between = openBetween({ redis, prefix, leaseMs, now, onLost })
  const { leases, reply, locks } = between
  const views = await followViews(log, onTrouble, current => {
    leases.applied(current.versions.policyEpoch)
    health.hear(current)
  })
  // A lease granted meanwhile was granted for the epoch in force, not for the one that somebody has read before.
  const serves = ({ versions }: Views): boolean =>
    (leases.held() || !rules.leases) && views.current().versions.policyEpoch === versions.policyEpoch

  const applied = deciderPart(configuration)
  const hash = configurationHash(applied)
  if (configurationHash(views.current().configuration) !== hash || views.current().versions.controlVersion < 0) {
    const timeMs = clock()
    const offset = await append({
      id: `configuration.${hash}.${timeMs}`,
      type: 'ConfigurationApplied',
      key: 'configuration',
      timeMs,
      source: 'serve',
      subject: 'configuration',
      cause: null,
      data: { configuration: JSON.stringify(applied), hash, by: 'serve' },
    })
    await views.reached('control', offset)
  }

  const { dimensions } = embedding
  const shared = { redis, elasticsearch }
  const caches = await openCaches({
    dataDir,
    log,
    partitions,
    dimensions,
    configuration,
    ...shared,
    onTrouble,
    onDegraded,
  })
  const cache = caches.reader
  const costs = await openLedger({ dir: join(dataDir, 'views', 'ledger'), log, onTrouble })
  const reviews = await openReviewQueue({ dir: join(dataDir, 'views', 'reviews'), log, partitions, onTrouble })

  const documents = openDocuments({
    log,
    store: elasticsearch
      ? openPassages({
          client: elasticsearch,
          ...configuration.elasticsearch,
          index: `${configuration.elasticsearch.index}.passages`,
          logId: log.id,
          dimensions,
          onTrouble: onDegraded,
        })
      : openEmbeddedPassages(dimensions),
    timeoutMs: configuration.documents.timeoutMs,
    onTrouble: onDegraded,
  })
  await documents.caughtUp()

  const { analytics: streams, texts, shards, replicas, flushBytes, flushEntries } = configuration.elasticsearch
  const analytics: Analytics | null =
    elasticsearch && streams !== ''
      ? openAnalytics({
          client: elasticsearch,
          log,
          facts,
          partitions,
          prefix: streams,
          texts,
          shards,
          replicas,
          flushBytes,
          flushEntries,
          onTrouble: onDegraded,
        })
      : null

  const wanted = (name: string): boolean =>
    only.length === 0 || only.some(part => name === part || name.startsWith(`${part}-`))
  const deciders = createDeciders({
    cache,
    serves,
    embedding,
    groundsFor: groundsFrom({ helpCentre, documents, records }),
    popular: createPopular({ log, cache, views }),
    router,
    now,
  })
  const common = { log, index: log, facts, decoded, pace, views, partitions, ...batching, onTrouble }
  // At once: each waits a second for its group, which may itself wait for a member that was killed.
  const running: readonly Running[] = await Promise.all(
    deciders.filter(({ name }) => wanted(name)).map(decider => runDecider({ ...common, decider })),
  )
  const effect = createCall({
    models,
    helpCentre,
    reply,
    cache,
    shared: locks ? { locks, facts } : undefined,
    now: clock,
    cancelled: reply.cancelled,
  })
  const { concurrency: capacity, highWater } = configuration.infer
  const limits = { capacity, highWater, lowWater: Math.ceil(highWater / 2) }
  const calls = wanted('infer')
    ? await runEffectProcessor({ log, effect, facts, views, partitions, limits, rules: rules.lanes, onTrouble })
    : null
  const asking = createAsk({ now: clock })
  const asks = wanted('warm')
    ? await runEffectProcessor({ log, effect: asking, facts, views, partitions, limits, rules: rules.lanes, onTrouble })
    : null
  const everyMs = (): number => views.current().configuration.cache.hot.countMs
  const recorders = [
    ...(wanted('meter') ? [await runMeter({ log, decoded, partitions, everyMs, onTrouble })] : []),
    ...(wanted('gauge') ? [await runGauge({ log, decoded, partitions, everyMs, onTrouble, views })] : []),
    ...(wanted('load') && configuration.route.busyAbove !== null
      ? [await runLoad({ log, views, partitions, clock, onTrouble })]
      : []),
    ...(wanted('compare-arms') ? [await watchArms({ log, facts, views, partitions, clock, onTrouble })] : []),
    ...(wanted('sweep') ? [await runSweep({ log, views, cache, partitions, clock, onTrouble })] : []),
  ]
  const moved = await countMoves(log, onTrouble)
  const desk = await openAnswerDesk(log, onTrouble)
  const tasks = followTasks(log, partitions, onTrouble)
  const deadlines = wanted('warm') ? watchDeadlines({ log, tasks, partitions, clock, onTrouble }) : null
  const intake = createIntake({
    log,
    facts,
    decoded,
    cache,
    serves,
    embedding,
    reply,
    desk,
    views: views.current,
    partitions,
    answerTimeoutMs: configuration.server.answerTimeoutMs,
    clock,
    now,
  })
  const applyRetention = (): void => void log.applyRetention(clock()).catch(onTrouble)
  applyRetention()
  const retention = setInterval(applyRetention, hourMs)
  retention.unref()
  logger.info({ log: log.id, entries: await caches.size(), configuration: hash }, 'processors are running')

  const groups: readonly Group[] = [
    ...running.map(({ name }) => ({ name, inputs: deciders.find(decider => decider.name === name)!.inputs })),
    ...(calls ? [effect] : []),
    ...(asks ? [asking] : []),
  ]
  const invalidates = groups.some(({ name }) => name === 'invalidate-feedback')
  const changes = createChanges({ log, partitions, views, leases, caches, invalidates, clock, now })
  const verdicts = createVerdicts({
    log,
    partitions,
    facts,
    queue: reviews,
    views: views.current,
    caches,
    clock,
    now,
  })
  const erasure = createErasure({
    log,
    partitions,
    views: views.current,
    caches,
    reviews,
    verdicts,
    forget: async turns => {
      if (redis) await forgetEmbeddings(redis, prefix)
      await analytics?.caughtUp()
      await analytics?.forget(turns)
    },
    clock,
  })
  erasure.resume().catch(onTrouble)

  return {
    configuration,
    log,
    facts,
    views,
    caches,
    costs,
    reviews,
    helpCentre,
    documents,
    embedding,
    intake,
    desk,
    tasks,
    partitions,
    ...changes,
    ...verdicts,
    erase: erasure.erase,
    ...createRouterDecisions({ log, partitions, views, clock, now }),
    ...createExperimentDecisions({ log, partitions, views, clock }),
    locksLost: between.locksLost,
    moves: moved.counts,
    pools: pooled.states,
    keepWarm: () => {
      if (calls) pooled.keepWarm()
    },
    parts: () =>
      new Map<Part, string | null>([
        ...caches.troubles(),
        ['documents', documents.trouble()],
        ...[...pooled.leftAlone()].map(([name, reason]) => [`pool ${name}` as const, reason] as const),
        ...(configuration.route.drift.pool === '' ? [] : [['router', driftTrouble(views.current())] as const]),
        ...(redis ? [['lease', leases.trouble()] as const] : []),
        ...(analytics ? [['analytics', analytics.trouble()] as const] : []),
      ]),
    trouble: () => (lastTrouble && clock() - lastTrouble.atMs < 5_000 ? lastTrouble.message : null),
    settled: async () => {
      await settled(log, groups, partitions)
      await caches.caughtUp()
    },
    drain: async graceMs => {
      clearInterval(retention)
      await deadlines?.stop()
      await asks?.drain(graceMs)
      await calls?.drain(graceMs)
      await Promise.all([...running, ...recorders].map(({ stop }) => stop()))
      desk.stop()
      moved.stop()
      await tasks.stop()
      views.stop()
      await between.close()
      await analytics?.close()
      await documents.close()
      await caches.close()
      await costs.close()
      await reviews.close()
      await log.close()
      await closeServices()
      await models.close()
      await records?.close()
      if (!options.embedding) await embedding.close()
    },
  }
}
