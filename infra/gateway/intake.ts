import { embedEnrichment, enrichText } from '../../processors/enrich/enrich.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { viewsOfTurn } from '../../processors/experiment/assign.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import type { Reply, ReplyChannel } from '../../processors/ports/reply.ts'
import type { Facts } from '../../processors/processor.ts'
import { identityOf, keysOf } from '../../processors/resolve/identity.ts'
import { lookUp } from '../../processors/resolve/lookup.ts'
import type { Views } from '../../processors/views.ts'
import type { Message, Resolution, ServedAnswer, TurnAnswered, TurnReceived } from '../../schemas/types.ts'
import { conversationKeyOf, pseudonymOf, turnIdOf } from '../../topics/keys.ts'
import { toRecord } from '../../topics/wire.ts'
import type { AnswerDesk } from '../runtime/answers.ts'
import type { DecodedEvents } from '../runtime/decoded.ts'
import { createLearning } from './learning.ts'

/** A turn as a channel hands it in. Its texts are well-formed UTF-16: what is decided on must be what the log gives back. */
export interface Ask {
  readonly tenant: string
  readonly channel: string
  readonly message: string
  readonly conversationId: string | null
  readonly userId: string | null
  readonly scene: string | null
  readonly model: string
  readonly temperature: number | null
  readonly maxTokens: number | null
  readonly systemPrompt: string | null
  readonly history: readonly Message[]
  readonly tools: string | null
  readonly responseFormat: string | null
  readonly choices: number
  readonly minSimilarity: number | null
  readonly requestId: string | null
  readonly idempotencyKey: string | null
}

/** An ask of which only the message is given: a turn on its own, routed, without wishes. */
export const plainAsk = (message: string): Ask => ({
  tenant: 'default',
  channel: 'http',
  message,
  conversationId: null,
  userId: null,
  scene: null,
  model: 'auto',
  temperature: null,
  maxTokens: null,
  systemPrompt: null,
  history: [],
  tools: null,
  responseFormat: null,
  choices: 1,
  minSimilarity: null,
  requestId: null,
  idempotencyKey: null,
})

export type Told =
  | { readonly kind: 'hit'; readonly turnId: string; readonly resolution: Resolution; readonly served: ServedAnswer }
  | { readonly kind: 'answered'; readonly turnId: string; readonly answer: TurnAnswered }

export interface IntakePorts {
  readonly log: EventLog & Pick<EventIndex, 'find'>
  readonly facts: Facts
  readonly decoded: Pick<DecodedEvents, 'remember'>
  readonly cache: CacheReader
  readonly embedding: EmbeddingModel
  readonly reply: ReplyChannel
  readonly desk: AnswerDesk
  readonly views: () => Views
  /** See LookupPorts. */
  readonly serves: (views: Views) => boolean
  readonly partitions: number
  readonly answerTimeoutMs: number
  /** Event time, ms since 1970. */
  readonly clock: () => number
  /** Monotonic, ms. */
  readonly now: () => number
}

export interface Intake {
  /**
   * Takes a turn: durable when this resolves, and answered. A hit is judged here and now; anything else waits for the log
   * lane, its tokens reaching `onReply` meanwhile. With an idempotency key seen before, the recorded answer is told
   * again. `onTaken` is called once a turn that waits is on the log. Rejects TURN_TIMEOUT, LOG_UNAVAILABLE, INTERNAL, or
   * the reason of an aborted signal; the turn itself goes on once it is on the log.
   */
  ask(
    ask: Ask,
    signal: AbortSignal,
    onReply?: (reply: Reply) => void,
    onTaken?: (turnId: string) => void,
  ): Promise<Told>
}

/** Why a wait ends that has had its answer; an AbortError of its own for each would cost more than the wait. */
const released = new Error('the wait is over')

export const createIntake = (ports: IntakePorts): Intake => {
  const { log, facts, decoded, cache, serves, embedding, reply, desk, partitions, clock, now } = ports
  const lookups = { cache, serves, now }
  const learning = createLearning(cache, clock)
  const taking = new Map<string, { readonly told: Promise<Told>; readonly signal: AbortSignal }>()

  /** The turn's answer from now on, until `release` is called. It may reject before it is awaited. */
  const expectAnswer = (turnId: string, signal: AbortSignal): { answer: Promise<TurnAnswered>; release(): void } => {
    const over = new AbortController()
    const late = (): void =>
      over.abort(
        turnstreamError('TURN_TIMEOUT', `no answer within ${ports.answerTimeoutMs} ms; the turn goes on as ${turnId}`),
      )
    const timer = setTimeout(late, ports.answerTimeoutMs)
    const answer = desk.expect(turnId, AbortSignal.any([signal, over.signal]))
    // A rejection that nobody awaits yet must not end the process.
    answer.catch(() => undefined)
    return {
      answer,
      release: () => {
        clearTimeout(timer)
        over.abort(released)
      },
    }
  }

  const take = async (
    turnId: string,
    ask: Ask,
    signal: AbortSignal,
    onReply?: (reply: Reply) => void,
    onTaken?: (turnId: string) => void,
  ): Promise<Told> => {
    const arrived = now()
    const timeMs = clock()
    const key = conversationKeyOf(ask.tenant, ask.conversationId, turnId)
    const views = viewsOfTurn(ports.views(), key, turnId)
    const { configuration } = views
    const conversationId = ask.conversationId ?? turnId
    const turn: TurnReceived = {
      turnId,
      tenant: ask.tenant,
      conversationId,
      solo: ask.conversationId === null,
      channel: ask.channel,
      userId: ask.userId,
      asker: pseudonymOf(ask.tenant, ask.userId),
      scene: ask.scene,
      message: ask.message,
      model: ask.model,
      temperature: ask.temperature,
      maxTokens: ask.maxTokens,
      systemPrompt: ask.systemPrompt,
      history: ask.history,
      tools: ask.tools,
      responseFormat: ask.responseFormat,
      choices: ask.choices,
      minSimilarity: ask.minSimilarity,
      requestId: ask.requestId,
      rider: null,
      task: null,
      announced: null,
    }
    const plain = enrichText(turn, configuration, embedding.name)
    const enrichMs = now() - arrived
    await learning.arrival(keysOf(plain, identityOf(turn, plain, configuration)).exactKey)
    const embed = () => embedEnrichment(embedding, turn, plain, configuration, signal)
    const { resolution, served, enrichment } = await lookUp(lookups, turn, plain, embed, views, timeMs, enrichMs)
    const event: DomainEvent<'TurnReceived'> = {
      id: turnId,
      type: 'TurnReceived',
      key,
      timeMs,
      source: ask.channel,
      subject: turnId,
      cause: null,
      data: { ...turn, rider: { enrichment, resolution, served, latencyMs: now() - arrived } },
    }
    /** Appends the turn. False where it was on the log before: another process, which its client has left, took it a moment ago. */
    const appendAsFirst = async (): Promise<boolean> => {
      const records = [toRecord(event, partitions)]
      const { positions, durable } = await log.accept({ records, progress: [], owners: [] })
      decoded.remember([event], positions)
      await durable
      const first = ask.idempotencyKey === null ? null : log.find(turnId)
      const [own] = positions
      return first === null || (first.offset === own!.offset && first.partition === own!.partition)
    }
    if (served)
      // The first decides what is answered: this hit would be told, and another answer recorded.
      return (await appendAsFirst()) ? { kind: 'hit', turnId, resolution, served } : tellAgain(turnId, signal, onTaken)
    // A client that has left by now leaves no trace.
    signal.throwIfAborted()
    // Listening starts before the turn is on the log, or a quick answer would be missed.
    const { answer, release } = expectAnswer(turnId, signal)
    const unsubscribe = onReply ? reply.subscribe(turnId, onReply) : null
    try {
      if (!(await appendAsFirst())) return await tellAgain(turnId, signal, onTaken)
      onTaken?.(turnId)
      const told = await answer
      if (told.learnable && resolution.reason !== 'bypass') learning.expect(resolution.exactKey)
      return { kind: 'answered', turnId, answer: told }
    } finally {
      release()
      unsubscribe?.()
    }
  }

  const tellAgain = async (turnId: string, signal: AbortSignal, onTaken?: (turnId: string) => void): Promise<Told> => {
    const placed = (): TurnAnswered | undefined => facts.find('TurnAnswered', idOf.answered(turnId))?.data
    // Listening starts before the look: an answer is either there already or will be told.
    const { answer, release } = expectAnswer(turnId, signal)
    try {
      if (placed()) {
        // It has its place, and may not be on the disk yet, or never be.
        await log.synced()
        const known = placed()
        if (known) return { kind: 'answered', turnId, answer: known }
      }
      onTaken?.(turnId)
      return { kind: 'answered', turnId, answer: await answer }
    } finally {
      release()
    }
  }

  const ask: Intake['ask'] = async (asked, signal, onReply, onTaken) => {
    const turnId = turnIdOf(asked, clock())
    if (asked.idempotencyKey === null) return take(turnId, asked, signal, onReply, onTaken)
    signal.throwIfAborted()
    const first = taking.get(turnId)
    if (first) {
      const joined = await first.told.catch(error => {
        // The first to ask has left, which is no reason to refuse the second.
        if (!first.signal.aborted) throw error
      })
      return joined ?? ask(asked, signal, onReply, onTaken)
    }
    if (facts.find('TurnReceived', turnId)) return tellAgain(turnId, signal, onTaken)
    const told = take(turnId, asked, signal, onReply, onTaken)
    taking.set(turnId, { told, signal })
    return told.finally(() => taking.delete(turnId))
  }
  return { ask }
}
