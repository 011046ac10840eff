import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { groundsFrom } from '../../processors/compress/grounds.ts'
import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import { createCall } from '../../processors/infer/call.ts'
import { isFaq } from '../../processors/infer/library.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import type { Effect, Facts } from '../../processors/processor.ts'
import type { Router } from '../../processors/route/router.ts'
import { evolveViews, initialViews, type Views } from '../../processors/views.ts'
import { createAsk } from '../../processors/warm/ask.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'
import { openCache } from '../cache/embedded.ts'
import { configurationHash, laidOver } from '../configuration/load.ts'
import { openEmbeddedPassages } from '../documents/embedded.ts'
import { openDocuments } from '../documents/open.ts'
import type { Log } from '../log/in-use.ts'
import { openLmdbLog } from '../log/lmdb/open.ts'
import { createReplyChannel } from '../reply/in-process.ts'
import { openRouter } from '../routing/open.ts'
import { deadLetter } from '../runtime/dead-letter.ts'
import { type AnyDecider, type States, stateKeyOf, step } from '../runtime/decide.ts'
import { createDecodedEvents } from '../runtime/decoded.ts'
import { createFacts } from '../runtime/facts.ts'
import { createDeciders } from '../runtime/processors.ts'
import { createClock } from '../runtime/simulation/clock.ts'
import { isViewTopic } from '../runtime/views.ts'
import { createPopular } from '../warm/popular.ts'
import { askedAgain } from './ask.ts'
import { recordedEmbeddings } from './embeddings.ts'
import { recordedGrounds } from './grounds.ts'
import type { CallHabits } from './habits.ts'
import { createLearning } from './learning.ts'
import { foldedFrom } from './outside.ts'
import { createRecorders } from './recorders.ts'
import { type Basis, recordedReplies } from './replies.ts'
import { trafficOf } from './traffic.ts'

export interface ShadowOptions {
  /** What was recorded. */
  readonly source: Log
  /** An empty directory: the shadow's log is made in it, and caches that go away when it is closed. */
  readonly dir: string
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** Options set otherwise, `path.to.option=value`, over each configuration that was in force. */
  readonly set: readonly string[]
  /** Whether caches and conversations are empty at `fromMs`, instead of as they stood; what was in force is so in either case. */
  readonly cold: boolean
  readonly embedding: EmbeddingModel
  readonly helpCentre: HelpCentre
  readonly habits: CallHabits
  /** After this time what is stored is found, ms; see `readLag`. */
  readonly lagMs: number
  /** Told of each event that comes onto a topic of the shadow within the range; `basisOf` says what the reply to a call rests on. */
  readonly onEvent: (event: DomainEvent, basisOf: (callId: string) => Basis | null) => void
  readonly signal: AbortSignal
}

export interface Shadow {
  /** Inputs that no decision could be made on, by processor. */
  readonly dead: Readonly<Record<string, number>>
  /** What was said of answers or reviews that the shadow has not: it cannot be known what would have been said. */
  readonly unsaid: number
  /** Questions that had to be embedded. */
  readonly embedded: number
  /** Event ids of the shadow, and of what stood before its range. */
  readonly facts: Facts
  close(): Promise<void>
}

const searchable = 200_000

/**
 * Runs the topology over what a log has recorded from outside, under another configuration or the same, in event time: its own log, its own caches, the
 * decisions of this release. Time passes from one event to the next. No model is asked: calls are answered with what the log holds, see `recordedReplies`.
 * Runs to the end of the range, and until nothing is left to do. Rejects with the signal's reason, CONFIG_INVALID, LOG_UNAVAILABLE.
 */
export const runShadow = async (options: ShadowOptions): Promise<Shadow> => {
  const { source, dir, fromMs, toMs, set, cold, embedding, helpCentre, habits, lagMs, onEvent, signal } = options
  const { partitions = 1 } = (await source.topics()).find(({ name }) => name === 'chat.turns') ?? {}
  const log = await openLmdbLog({ dir: join(dir, 'log') })
  await log.createTopics(
    catalogue.map(topic => ({
      name: topic.name,
      partitions: partitionsOf(topic, partitions),
      cleanup: topic.cleanup,
      retentionMs: null,
    })),
  )
  const cache = await openCache({
    dir: join(dir, 'cache'),
    logId: log.id,
    dimensions: embedding.dimensions,
    searchable,
  })
  const decoded = createDecodedEvents()
  const recorded = createFacts(source)
  const before = (id: string) => {
    const record = cold ? null : source.find(id)
    return record && record.timestampMs < fromMs ? record : null
  }
  const facts = createFacts({ find: id => log.find(id) ?? before(id) }, decoded)
  let views: Views = initialViews
  /** As recorded: on Kafka offsets have gaps, and entries name the epochs that they were made under. */
  const next: Record<string, number> = {}

  const clock = createClock()
  const pause = (ms: number): Promise<void> => new Promise(resolve => clock.after(ms, resolve))
  const embeddings = recordedEmbeddings(recorded, embedding)
  const replies = recordedReplies({ source: recorded, shadow: facts, habits, pause })
  const documents = openDocuments({
    log,
    store: openEmbeddedPassages(embedding.dimensions),
    timeoutMs: 60_000,
    onTrouble: () => undefined,
  })
  const routers = new WeakMap<DeciderConfiguration, Router>()
  const router = (): Router => {
    const { configuration } = views
    const known = routers.get(configuration) ?? openRouter(configuration, replies, embedding)
    routers.set(configuration, known)
    return known
  }
  const serves = (): boolean => true
  const now = (): number => 0
  const deciders = createDeciders({
    cache,
    serves,
    embedding: embeddings,
    groundsFor: recordedGrounds(recorded, groundsFrom({ helpCentre, documents, records: null }), set),
    popular: createPopular({ log: { states: statesAsStored }, cache, views: { current: () => views } }),
    router: {
      get name() {
        return router().name
      },
      score: (...given) => router().score(...given),
    },
    now,
  })
  const effects: readonly Effect[] = [
    createCall({
      models: replies,
      helpCentre,
      reply: createReplyChannel(),
      cache,
      now: () => Math.round(clock.nowMs()),
      pause,
    }),
    createAsk({ now: () => Math.round(clock.nowMs()) }),
  ]

  const learning = createLearning({ clock, lagMs, apply: event => cache.apply(0, [event], cache.position(0) + 1n) })
  const stores = new Map<string, Map<string, unknown>>(deciders.map(({ name }) => [name, new Map()]))
  async function* statesAsStored(name: string) {
    for (const [key, state] of stores.get(name) ?? []) yield { key, value: Buffer.from(JSON.stringify(state)) }
  }
  const fold = (event: DomainEvent): void => {
    for (const decider of deciders) {
      if (!decider.journal.includes(event.type)) continue
      const store = stores.get(decider.name)!
      const key = stateKeyOf(decider, event)
      store.set(key, decider.evolve(store.get(key) ?? decider.initialState(), event))
    }
  }
  const see = (event: DomainEvent, topic: string, offset: number): void => {
    if (isViewTopic(topic)) {
      views = evolveViews(views, event, offset)
      next[topic] = offset + 1
    }
    if (topic === 'cache.entries') learning.see(event)
  }

  let waiting: { readonly decider: AnyDecider; readonly input: DomainEvent }[] = []
  const inbox: DomainEvent[][] = []
  const dead: Record<string, number> = {}
  let unsaid = 0
  let failure: { readonly error: unknown } | null = null

  /** Puts events onto their topics, and before whoever reads those. */
  const land = async (events: readonly DomainEvent[]): Promise<void> => {
    const records = events.map(event => toRecord(event, partitions))
    const { positions, durable } = await log.accept({ records, progress: [], owners: [] })
    durable.catch((error: unknown) => {
      failure ??= { error }
    })
    decoded.remember(events, positions)
    for (const [n, event] of events.entries()) {
      const { topic, offset } = positions[n]!
      see(event, topic, isViewTopic(topic) ? (next[topic] ?? 0) : Number(offset))
      recorders.see(event)
      onEvent(event, replies.basisOf)
      if (isType(event, 'TurnAnswered')) release(event)
      for (const decider of deciders)
        if (decider.reactsTo.includes(event.type) && (decider.inputs as readonly string[]).includes(topic))
          waiting.push({ decider, input: event })
      for (const effect of effects) if (effect.reactsTo.includes(event.type)) start(effect, event)
    }
  }
  /** What was said of answers that are still on their way here, by turn. */
  const early = new Map<string, DomainEvent<'FeedbackGiven'>[]>()
  const release = (answered: DomainEvent<'TurnAnswered'>): void => {
    const { turnId } = answered.data
    for (const event of early.get(turnId) ?? []) {
      if (saysOf(event, answered)) inbox.push([{ ...event, timeMs: Math.max(event.timeMs, answered.timeMs) }])
      else unsaid++
    }
    early.delete(turnId)
  }
  /** Whether what was said of the recorded answer is said of this one. */
  const saysOf = ({ data }: DomainEvent<'FeedbackGiven'>, here: DomainEvent<'TurnAnswered'> | null): boolean => {
    const then = recorded.find('TurnAnswered', idOf.answered(data.turnId))
    return then === null || then.data.text === here?.data.text
  }
  const start = (effect: Effect, event: DomainEvent): void => {
    const isOfLibrary = isType(event, 'InferenceRequested') && isFaq(event.data.pool, views.configuration)
    const ready = isOfLibrary ? pause(replies.recordedMs(event.data)) : effect.ready?.(event, signal)
    Promise.resolve(ready)
      .then(() => effect.run(event, { facts, views, signal, redelivered: false }))
      .then(
        events => inbox.push([...events]),
        (error: unknown) => {
          failure ??= { error }
        },
      )
  }
  const decide = async ({ decider, input }: (typeof waiting)[number]): Promise<void> => {
    const at = views
    const store = stores.get(decider.name)!
    const folded = new Map<string, unknown>()
    const states: States<unknown> = {
      get: key => (folded.has(key) ? folded.get(key) : store.get(key)) ?? decider.initialState(),
      set: (key, state) => void folded.set(key, state),
    }
    let outputs: readonly DomainEvent[]
    try {
      const gathering = decider.gather(input, facts, at, signal)
      const gathered = gathering instanceof Promise ? await gathering : gathering
      outputs = step(decider, states, input, gathered, at)
    } catch (error) {
      signal.throwIfAborted()
      dead[decider.name] = (dead[decider.name] ?? 0) + 1
      const record = { ...toRecord(input, partitions), offset: -1n }
      return land([deadLetter(record, decider.name, error)])
    }
    if (outputs.some(({ id }) => log.has(id))) return
    for (const [key, state] of folded) {
      if (state === null) store.delete(key)
      else store.set(key, state)
    }
    if (outputs.length > 0) await land(outputs)
  }
  /** Until nothing is left to do at this instant. */
  const settle = async (): Promise<void> => {
    for (;;) {
      while (waiting.length > 0) {
        const some = waiting
        waiting = []
        for (const each of some) await decide(each)
      }
      // Promises of effects settle, and ask the clock for what comes next.
      await turnOfLoop()
      if (failure) throw failure.error
      signal.throwIfAborted()
      const events = inbox.shift()
      if (events) await land(events)
      else if (waiting.length === 0) return
    }
  }
  const recorders = createRecorders({
    clock,
    views: () => views,
    cache,
    states: name => stores.get(name) ?? [],
    send: events => void inbox.push([...events]),
  })

  /** What comes from outside, as it comes to the shadow; later, once what it is about is there; null where it cannot. */
  const fromOutside = async (event: DomainEvent): Promise<DomainEvent | 'later' | null> => {
    switch (event.type) {
      case 'TurnReceived':
        embeddings.recall(event)
        return askedAgain(event, { cache, serves, embedding: embeddings, now }, views)
      case 'ConfigurationApplied': {
        const { configuration } = evolveViews(views, event, 0)
        return applied(event, laidOver(configuration, set))
      }
      case 'FeedbackGiven': {
        const { turnId } = event.data
        const here = facts.find('TurnAnswered', idOf.answered(turnId))
        const isOnItsWay = here === null && facts.find('TurnReceived', turnId) !== null
        if (!isOnItsWay) return saysOf(event, here) ? event : null
        early.set(turnId, [...(early.get(turnId) ?? []), event])
        return 'later'
      }
      case 'VerdictGiven':
        return facts.find('ReviewOpened', idOf.reviewOpened(event.data.reviewId)) ? event : null
      default:
        return event
    }
  }
  const applied = (
    event: DomainEvent<'ConfigurationApplied'>,
    configuration: DeciderConfiguration,
  ): DomainEvent<'ConfigurationApplied'> => ({
    ...event,
    data: { ...event.data, configuration: JSON.stringify(configuration), hash: configurationHash(configuration) },
  })

  const close = async (): Promise<void> => {
    await documents.close()
    await cache.close()
    rmSync(join(dir, 'cache'), { recursive: true, force: true })
    await log.close()
  }
  try {
    let began = false
    const begin = async (): Promise<void> => {
      began = true
      await documents.caughtUp()
      recorders.begin()
      // What was in force before the range holds within it, but for what is set otherwise.
      const inForce = views.versions.controlVersion >= 0
      if (!inForce || set.length === 0) return
      const configuration = laidOver(views.configuration, set)
      const data = { configuration: '', hash: '', by: 'whatif' }
      const from = { key: 'configuration', timeMs: fromMs, source: 'whatif', subject: 'configuration', cause: null }
      const id = `configuration.${configurationHash(configuration)}.${fromMs}`
      await land([applied({ ...from, id, type: 'ConfigurationApplied', data }, configuration)])
    }
    for await (const { event, record, how } of trafficOf({
      log: source,
      fromMs,
      toMs,
      before: cold || fromMs === 0 ? new Set() : foldedFrom(deciders),
    })) {
      signal.throwIfAborted()
      if (how !== 'send') {
        fold(event)
        see(event, record.topic, Number(record.offset))
        if (how === 'copy') await log.append([record])
        continue
      }
      if (!began) {
        clock.after(event.timeMs - clock.nowMs(), () => undefined)
        await clock.step()
        await begin()
      }
      let arrived = false
      clock.after(Math.max(0, event.timeMs - clock.nowMs()), () => {
        arrived = true
      })
      while (!arrived) {
        await clock.step()
        if (!arrived) await settle()
      }
      const taken = await fromOutside(event)
      if (taken === null) unsaid++
      else if (taken !== 'later') await land([taken])
      await settle()
    }
    recorders.end()
    await settle()
    while (await clock.step()) await settle()
    await log.synced()
    await settle()
  } catch (error) {
    await close()
    throw error
  }
  return { dead, unsaid, embedded: embeddings.made(), facts, close }
}
