import { setTimeout as sleep } from 'node:timers/promises'
import type { Offer, PromptBuilt } from '../../schemas/types.ts'
import { errorCatalogue, isTurnstreamError } from '../errors.ts'
import type { DomainEvent } from '../event.ts'
import { createHoldBack, type HoldBack } from '../offer/hold-back.ts'
import { withOffers } from '../offer/instruction.ts'
import { offersOf, readReply } from '../offer/reading.ts'
import type { CacheReader } from '../ports/cache.ts'
import type { FlightLocks } from '../ports/flight-locks.ts'
import type { HelpCentre } from '../ports/help-centre.ts'
import type { ChatModels } from '../ports/models.ts'
import type { ReplyChannel } from '../ports/reply.ts'
import { foundRecords } from '../prefetch/look-up.ts'
import type { Effect, EffectContext, Facts } from '../processor.ts'
import { askLibrary, piecesOf } from './faq.ts'
import { createFlights, departure, type Landing, noUsage } from './flight.ts'
import { isFaq } from './library.ts'
import { type Circumstances, completed, type Failure, failed, type Written } from './outcome.ts'
import { takeRetry } from './retry.ts'
import { makeAlone, makeShared } from './shared-call.ts'

export interface CallPorts {
  readonly models: ChatModels
  readonly helpCentre: HelpCentre
  readonly reply: ReplyChannel
  /** Says whether an offered answer is still there when a model chooses it. */
  readonly cache: Pick<CacheReader, 'answer'>
  /** Between processes, with where they leave their answers; without it only calls of this process are joined. */
  readonly shared?: { readonly locks: FlightLocks; readonly facts: Pick<Facts, 'find'> } | undefined
  /** Wall clock, whole ms since 1970: the event time of what comes back. */
  readonly now: () => number
  /**
   * Aborts when the client that a turn streams to leaves, is aborted where it has left before the call begins; undefined
   * where nobody has listened, as for a turn from Kafka. Without it no call is cancelled for its client's sake.
   */
  readonly cancelled?: (turnId: string) => AbortSignal | undefined
  /** Ends after so many ms, or when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const pauseFor = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal }).catch(() => undefined)

type Requested = DomainEvent<'InferenceRequested'>

/** What a model could rest on: the passages and the records of its prompt. */
export const sourcesOf = ({ pending }: PromptBuilt): readonly string[] => [
  ...pending.passages.map(({ id }) => id),
  ...foundRecords(pending.lookups),
]

/** Passes pieces of an answer to the reply channel and knows when the first one went out. */
interface Stage {
  readonly elapsedMs: () => number
  readonly firstTokenMs: () => number | null
  show(text: string): void
}

/**
 * Calls the models. The tokens of an answer go to the turn's reply channel as they arrive; what was shown is voided where
 * the call fails after all. Identical misses make one call, where processes share locks in all of them. Every failure is an event, so that the next pool can try; only
 * a call that is aborted because its partition moves throws, and leaves the call to the next owner. A failure says when the pool may be tried
 * again, and the last one of a route which pool has granted that; such a retry waits for its time, or for its client to leave, before it runs.
 */
export const createCall = (ports: CallPorts): Effect => {
  const { models, helpCentre, reply, cache, shared, now, cancelled, pause = pauseFor } = ports
  const flights = createFlights(shared ? makeShared({ models, ...shared, now }) : makeAlone(models), now)

  const stageOf = (turnId: string): Stage => {
    const began = now()
    let first: number | null = null
    return {
      elapsedMs: () => now() - began,
      firstTokenMs: () => first,
      show: text => {
        first ??= now() - began
        reply.publish(turnId, { kind: 'token', text })
      },
    }
  }

  /** What a reply shows while it comes; an answer that it chooses is not shown until it has been decided that it may be served. */
  const showing = (offers: readonly Offer[], { show }: Stage): HoldBack =>
    offers.length === 0 ? { take: show, end: () => undefined } : createHoldBack(show)

  const fly = async (request: Requested, prompt: PromptBuilt, signal: AbortSignal, stage: Stage): Promise<Landing> => {
    const { pending } = prompt
    const { turnId, callId, pool, model, maxTokens, timeoutMs, flightKey, notBeforeMs } = request.data
    const { temperature, tools, responseFormat } = pending
    const client = cancelled?.(turnId)
    if (client?.aborted) return departure('')
    const either = client ? AbortSignal.any([signal, client]) : signal
    const offers = offersOf(prompt, request.data)
    const messages = withOffers(prompt.messages, offers)
    // Another pool, model or limit would answer otherwise, and a number chosen among other answers would be another one, so
    // that is another flight.
    const answers = offers.map(({ answerHash }) => answerHash)
    const key = flightKey === null ? null : JSON.stringify([flightKey, pool, model, maxTokens, ...answers])
    const shown = showing(offers, stage)
    const isRetry = notBeforeMs !== null
    const call = { callId, pool, model, messages, maxTokens, temperature, tools, responseFormat, timeoutMs, isRetry }
    const landing = await flights.join(key, { ...call, signal: either, onToken: shown.take }, request.timeMs)
    if (landing.ok) shown.end()
    return landing
  }

  /** The entry that a reply chooses; null where it chooses none, or one that has left the caches or cannot be read. */
  const chosenBy = async (reply: Pick<Written, 'text' | 'finishReason'>, offers: readonly Offer[]) => {
    const reading = readReply(reply, offers)
    if (reading.kind !== 'chosen') return null
    // The reply is paid for: trouble with the caches must not make it a failed call.
    const there = await Promise.resolve(cache.answer(reading.offer)).catch(() => null)
    return there ? reading.offer : null
  }

  /** What the FAQ library, or a model, has written; or how it failed. */
  const answer = async (request: Requested, context: EffectContext, stage: Stage): Promise<Written | Failure> => {
    const prompt = context.facts.event('PromptBuilt', request.data.promptId).data
    if (isFaq(request.data.pool, context.views.configuration)) {
      const written = askLibrary(helpCentre, request.data, prompt, context)
      const offers = offersOf(prompt, request.data)
      const shown = showing(offers, stage)
      for (const piece of piecesOf(written.text)) shown.take(piece)
      shown.end()
      const chosen = (await chosenBy(written, offers))?.entryId ?? null
      return { ...written, chosen, firstTokenMs: stage.firstTokenMs(), durationMs: stage.elapsedMs() }
    }
    const landing = await fly(request, prompt, context.signal, stage)
    if (!landing.ok) {
      const { againMs, ...failure } = landing.failure
      return { ...failure, againAtMs: againMs === null ? null : now() + againMs, durationMs: stage.elapsedMs() }
    }
    const { result, joined } = landing
    const offer = await chosenBy(result, offersOf(prompt, request.data))
    const sources = offer?.sources ?? sourcesOf(prompt)
    const written = { ...result, sources, joined, chosen: offer?.entryId ?? null }
    if (joined === null) return written
    return { ...written, firstTokenMs: stage.firstTokenMs(), durationMs: stage.elapsedMs() }
  }

  const defect = (error: unknown, stage: Stage): Failure => {
    const code = isTurnstreamError(error) ? error.code : 'INTERNAL'
    const { about: message } = errorCatalogue[code]
    return { code, message, partialText: null, usage: noUsage, againAtMs: null, durationMs: stage.elapsedMs() }
  }

  return {
    kind: 'effect',
    name: 'call',
    inputs: ['chat.inferences'],
    reactsTo: ['InferenceRequested'],
    outputs: ['chat.inferences'],
    // A turn has one call outstanding, so calls need no order among themselves.
    lane: event => (event as Requested).data.callId,
    ready: (event, signal) => {
      const { turnId, notBeforeMs, timeoutMs } = (event as Requested).data
      const waitMs = notBeforeMs === null ? 0 : notBeforeMs - now()
      if (waitMs <= 0) return null
      const client = cancelled?.(turnId)
      // No retry is that far off by the clock it was granted by; this one may be behind that.
      return pause(Math.min(waitMs, timeoutMs), client ? AbortSignal.any([signal, client]) : signal)
    },
    run: async (event, context) => {
      const request = event as Requested
      const stage = stageOf(request.data.turnId)
      const outcome = await answer(request, context, stage).catch(error => defect(error, stage))
      const circumstances: Circumstances = { timeMs: now(), ambiguous: context.redelivered }
      if (!('code' in outcome)) return [completed(request, outcome, circumstances)]
      const shown = stage.firstTokenMs() !== null
      const moved = context.signal.aborted
      if (shown && (moved || outcome.code !== 'CLIENT_CLOSED')) reply.publish(request.data.turnId, { kind: 'restart' })
      // Neither the provider's nor the client's doing: nothing to record, the next owner makes the call again.
      context.signal.throwIfAborted()
      return [
        failed(request, outcome, takeRetry(request, outcome, circumstances.timeMs, context, models), circumstances),
      ]
    },
    unrecordable: (event, error) => {
      const request = event as Requested
      const failure = defect(error, stageOf(request.data.turnId))
      return [failed(request, failure, null, { timeMs: now(), ambiguous: true })]
    },
  }
}
