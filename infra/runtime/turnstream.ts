import { join } from 'node:path'
import type { Configuration } from '../../processors/configuration.ts'
import { deciderPart } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { createCall } from '../../processors/infer/call.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import type { Facts } from '../../processors/processor.ts'
import type { FeedbackGiven, PolicyChanged } from '../../schemas/types.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'
import { type EmbeddedCache, openCache } from '../cache/embedded.ts'
import { configurationHash } from '../configuration/load.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { createIntake, type Intake } from '../gateway/intake.ts'
import { openHelpCentre } from '../help-centre/open.ts'
import { type LedgerModel, openLedger } from '../ledger/model.ts'
import { brokersIn, openLog } from '../log/in-use.ts'
import { createChatModels } from '../models/chat-models.ts'
import { createReplyChannel } from '../reply/in-process.ts'
import { type AnswerDesk, openAnswerDesk } from './answers.ts'
import { type Running, runDecider } from './deciders.ts'
import { createDecodedEvents } from './decoded.ts'
import { runEffectProcessor } from './effect-processor.ts'
import { createFacts } from './facts.ts'
import { createPace } from './pace.ts'
import { createDeciders } from './processors.ts'
import { type Projection, project } from './projector.ts'
import { steadyClock } from './steady-clock.ts'
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
}

export interface Turnstream {
  readonly configuration: Configuration
  readonly log: EventLog & EventIndex
  readonly facts: Facts
  readonly views: ViewTail
  readonly cache: EmbeddedCache
  /** Sums of the ledger; catches up with the log when it is asked. */
  readonly costs: LedgerModel
  readonly helpCentre: HelpCentre
  readonly embedding: EmbeddingModel
  readonly intake: Intake
  readonly desk: AnswerDesk
  readonly partitions: number
  /** In force when it resolves: every lookup for a request that arrives afterwards follows it. */
  changePolicy(change: PolicyChanged): Promise<{ version: string; epoch: number }>
  /** Durable when it resolves; what an unhelpful mark takes out of the caches is out. */
  giveFeedback(feedback: FeedbackGiven): Promise<{ feedbackId: string }>
  /** Null while all is well, else what is not. */
  trouble(): string | null
  /** Resolves when every processor has nothing left to do; for tests and commands. */
  settled(): Promise<void>
  /** Stops taking, lets what runs finish within `graceMs`, commits, closes. */
  drain(graceMs: number): Promise<void>
}

const hourMs = 3_600_000

/** A transaction costs broker and server a millisecond each and takes some: what gathers meanwhile shares the next one. */
const onKafka = { lingerMs: 200, batch: 256 }

/**
 * Brings up the whole path on the log in use: log, read models, processors, intake. Throws LOG_IN_USE where another
 * process writes the data directory. Ready when it resolves: read models have caught up with the log.
 */
export const openTurnstream = async (options: TurnstreamOptions): Promise<Turnstream> => {
  const { dataDir, logger, only = [], env = process.env } = options
  const now = (): number => performance.now()
  const clock = options.clock ?? steadyClock(Date.now, now)
  let lastTrouble: { message: string; atMs: number } | null = null
  const onTrouble = (error: unknown): void => {
    lastTrouble = { message: error instanceof Error ? error.message : String(error), atMs: clock() }
    logger.error({ err: error }, 'processor in trouble')
  }
  const log = await openLog({ dataDir, kafka: options.configuration.kafka, env, onTrouble })
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
  const embedding = options.embedding ?? (await openMiniLm(options.configuration.embedding))
  const helpCentre = await openHelpCentre({ embedding })
  const configuration: Configuration = {
    ...options.configuration,
    dataVersion: options.configuration.dataVersion || `sha-${helpCentre.version}`,
    scenes: [...new Set(['general', ...helpCentre.scenes, ...options.configuration.scenes])],
  }
  const batching = brokersIn(env).length > 0 ? onKafka : {}
  const decoded = createDecodedEvents()
  const pace = createPace(now)
  const facts = createFacts(log, decoded)
  const views = await followViews(log, onTrouble)
  const append = async (event: DomainEvent): Promise<number> => {
    const [position] = await log.append([toRecord(event, partitions)])
    return Number(position!.offset)
  }

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

  const cache = await openCache({
    dir: join(dataDir, 'views', 'cache'),
    logId: log.id,
    dimensions: embedding.dimensions,
    searchable: configuration.cache.searchable,
  })
  const projection: Projection = project(log, 'cache.entries', partitions, cache, onTrouble)
  await projection.caughtUp()
  const costs = await openLedger({ dir: join(dataDir, 'views', 'ledger'), log, onTrouble })

  const reply = createReplyChannel()
  const models = options.models ?? createChatModels({ pools: configuration.pools, env })
  const wanted = (name: string): boolean =>
    only.length === 0 || only.some(part => name === part || name.startsWith(`${part}-`))
  const running: Running[] = []
  for (const decider of createDeciders({ cache, embedding, helpCentre, now }))
    if (wanted(decider.name))
      running.push(
        await runDecider({ log, index: log, decider, facts, decoded, pace, views, partitions, ...batching, onTrouble }),
      )
  const effect = createCall({ models, helpCentre, reply, now: clock, cancelled: reply.cancelled })
  const { concurrency: capacity, highWater } = configuration.infer
  const limits = { capacity, highWater, lowWater: Math.ceil(highWater / 2) }
  const calls = wanted('infer')
    ? await runEffectProcessor({ log, effect, facts, views, partitions, limits, onTrouble })
    : null
  const desk = await openAnswerDesk(log, onTrouble)
  const intake = createIntake({
    log,
    facts,
    decoded,
    cache,
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
  logger.info({ log: log.id, entries: cache.size(), configuration: hash }, 'processors are running')

  const groups = [...running.map(({ name }) => name), ...(calls ? [effect.name] : [])]
  const inputsOf = new Map([
    ...createDeciders({ cache, embedding, helpCentre, now }).map(({ name, inputs }) => [name, inputs] as const),
    [effect.name, effect.inputs] as const,
  ])
  /** Records that processors have not taken yet, and how many there are in all. */
  const lag = async (): Promise<{ behind: number; records: number }> => {
    let behind = 0
    let records = 0
    for (const group of groups)
      for (const topic of inputsOf.get(group) ?? []) {
        const count = partitionsOf(catalogue.find(({ name }) => name === topic)!, partitions)
        for (let partition = 0; partition < count; partition++) {
          const { next } = await log.progress(group, { topic, partition })
          const end = await log.end({ topic, partition })
          behind += Number(end - next)
          records += Number(end)
        }
      }
    return { behind, records }
  }
  const settled = async (): Promise<void> => {
    for (;;) {
      await log.synced()
      const now = await lag()
      // What was accepted while the lag was read only shows once it is durable.
      await log.synced()
      if (now.behind === 0 && (await lag()).records === now.records) return
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }

  return {
    configuration,
    log,
    facts,
    views,
    cache,
    costs,
    helpCentre,
    embedding,
    intake,
    desk,
    partitions,
    changePolicy: async change => {
      const timeMs = clock()
      const epoch = await append({
        id: `policy.${change.version}.${timeMs}`,
        type: 'PolicyChanged',
        key: change.scene ?? 'all',
        timeMs,
        source: 'policy',
        subject: change.version,
        cause: null,
        data: change,
      })
      await views.reached('policy.changes', epoch)
      return { version: change.version, epoch }
    },
    giveFeedback: async feedback => {
      const timeMs = clock()
      if (log.find(feedback.turnId)?.headers.ce_type !== 'turnstream.TurnReceived')
        throw turnstreamError('UNKNOWN_TURN', `no turn has the id ${feedback.turnId}`)
      const feedbackId = `${feedback.turnId}.feedback.${timeMs.toString(36)}${Math.trunc(now() * 1000).toString(36)}`
      const [position] = await log.append([
        toRecord(
          {
            id: feedbackId,
            type: 'FeedbackGiven',
            key: feedback.turnId,
            timeMs,
            source: 'feedback',
            subject: feedback.turnId,
            cause: null,
            data: feedback,
          },
          partitions,
        ),
      ])
      if (feedback.helpful === false && groups.includes('invalidate-feedback')) {
        // The mark is acknowledged once what it condemns is out of the caches.
        const behind = async (): Promise<boolean> =>
          (await log.progress('invalidate-feedback', position!)).next <= position!.offset
        do {
          while (await behind()) await new Promise(resolve => setTimeout(resolve, 2))
          await log.synced()
          // What was accepted may have been lost, and is decided again then.
        } while (await behind())
        await projection.caughtUp()
      }
      return { feedbackId }
    },
    trouble: () => (lastTrouble && clock() - lastTrouble.atMs < 5_000 ? lastTrouble.message : null),
    settled: async () => {
      await settled()
      await projection.caughtUp()
    },
    drain: async graceMs => {
      clearInterval(retention)
      await calls?.drain(graceMs)
      await Promise.all(running.map(({ stop }) => stop()))
      desk.stop()
      views.stop()
      await projection.stop()
      await cache.close()
      await costs.close()
      await log.close()
      await models.close()
      if (!options.embedding) await embedding.close()
    },
  }
}
