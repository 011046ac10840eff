import { LRUCache } from 'lru-cache'
import type { Usage } from '../../schemas/types.ts'
import { type ErrorCode, errorCatalogue, isTurnstreamError } from '../errors.ts'
import type { ChatCall, ChatFailure, ChatResult } from '../ports/models.ts'
import type { Made, MakeCall } from './shared-call.ts'

export const noUsage: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }

/**
 * How a call ended for one of those who waited for it. Its usage goes to one of them, the leader if it stayed, and is
 * zero for the others; `joined` is the leader's call id, null for the leader.
 */
export type Landing =
  | { readonly ok: true; readonly result: ChatResult; readonly joined: string | null }
  | { readonly ok: false; readonly failure: FlightFailure }

export interface FlightFailure extends Pick<ChatFailure, 'partialText' | 'usage'> {
  readonly code: ErrorCode
  readonly message: string
  readonly againMs: number | null
}

export interface Flights {
  /**
   * Makes the call, or joins the one under the same key that is in the air, or was when this was asked for, at `askedAtMs`
   * (event time): its turn to be called may come later. What was asked for longer ago than a call may take joins nothing. A null key joins nothing. A follower gets at once what has been
   * received, then each further piece. Aborting `request.signal` lets this one leave; the call itself is cancelled when the
   * last one leaves. Never throws.
   */
  join(key: string | null, request: ChatCall, askedAtMs: number): Promise<Landing>
}

interface Flight {
  readonly leader: string
  /** By call id, in the order of boarding: whoever is first at the landing pays. */
  readonly members: Map<string, ChatCall>
  readonly cancel: AbortController
  received: string
}

/** An answer that those may still have who asked before it came. */
interface Arrived {
  readonly result: ChatResult
  readonly leader: string
  readonly atMs: number
}

/** Characters of such answers that are kept. */
const arrivedCharacters = 2 ** 20

/** Single flight: concurrent calls with one key are one call at the provider. */
export const createFlights = (make: MakeCall, now: () => number): Flights => {
  const arrived = new LRUCache<string, Arrived>({
    maxSize: arrivedCharacters,
    sizeCalculation: ({ result }) => 500 + result.text.length,
  })
  const inAir = new Map<string, Flight & { landed: Promise<Landed> }>()

  const start = (key: string | null, request: ChatCall, askedAtMs: number): Flight & { landed: Promise<Landed> } => {
    const flight: Flight = { leader: request.callId, members: new Map(), cancel: new AbortController(), received: '' }
    const onToken = (text: string): void => {
      flight.received += text
      for (const member of flight.members.values()) member.onToken(text)
    }
    const attempt = async (): Promise<Landed> => {
      const outcome = await settle(make(key, { ...request, signal: flight.cancel.signal, onToken }, askedAtMs))
      close(key, flight)
      if (key !== null && !(outcome instanceof Error))
        arrived.set(key, { result: outcome.result, leader: outcome.elsewhere ?? flight.leader, atMs: now() })
      return { outcome, payer: flight.members.keys().next().value }
    }
    const started = Object.assign(flight, { landed: attempt() })
    if (key !== null) inAir.set(key, started)
    return started
  }

  /** Nobody joins from here on: it has landed, or is being cancelled. */
  const close = (key: string | null, flight: Flight): void => {
    if (key !== null && inAir.get(key) === flight) inAir.delete(key)
  }

  return {
    join: async (key, request, askedAtMs) => {
      const { callId, signal } = request
      const late = key === null || inAir.has(key) ? undefined : arrived.get(key)
      if (late && askedAtMs <= late.atMs && askedAtMs >= late.atMs - request.timeoutMs && !signal.aborted) {
        request.onToken(late.result.text)
        return { ok: true, result: { ...late.result, usage: noUsage }, joined: late.leader }
      }
      const flight = (key === null ? undefined : inAir.get(key)) ?? start(key, request, askedAtMs)
      if (flight.received !== '') request.onToken(flight.received)
      flight.members.set(callId, request)
      if (await leavesBefore(flight.landed, signal)) {
        if (flight.members.size > 1) {
          // The others still wait: the call goes on, and one of them pays.
          flight.members.delete(callId)
          return departure(flight.received)
        }
        close(key, flight)
        flight.cancel.abort()
      }
      const { outcome, payer } = await flight.landed
      return landing(outcome, flight.leader === callId ? null : flight.leader, payer === callId)
    },
  }
}

interface Landed {
  readonly outcome: Made | Error
  readonly payer: string | undefined
}

const settle = async (made: Promise<Made>): Promise<Made | Error> => {
  try {
    return await made
  } catch (error) {
    return error instanceof Error ? error : new Error('not an error', { cause: error })
  }
}

/** Whether the signal is aborted before the promise settles. */
const leavesBefore = async (landed: Promise<unknown>, signal: AbortSignal): Promise<boolean> => {
  if (signal.aborted) return true
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const leave = (): void => resolve(true)
  signal.addEventListener('abort', leave, { once: true })
  void landed.then(() => resolve(false))
  const left = await promise
  signal.removeEventListener('abort', leave)
  return left
}

/** How it ends for one who leaves, after this much of the answer. */
export const departure = (received: string): Landing => ({
  ok: false,
  failure: {
    code: 'CLIENT_CLOSED',
    message: errorCatalogue.CLIENT_CLOSED.about,
    partialText: received === '' ? null : received,
    usage: noUsage,
    againMs: null,
  },
})

const landing = (outcome: Made | Error, leader: string | null, pays: boolean): Landing => {
  if (!(outcome instanceof Error)) {
    const { result, elsewhere } = outcome
    return { ok: true, result: pays ? result : { ...result, usage: noUsage }, joined: elsewhere ?? leader }
  }
  // An error from outside the catalogue might say anything, a key included, so only its class is told.
  const known = isTurnstreamError(outcome)
  const details = known ? (outcome.details as Partial<ChatFailure> | undefined) : undefined
  return {
    ok: false,
    failure: {
      code: known ? outcome.code : 'INTERNAL',
      message: known ? outcome.message : `${outcome.name} in the model adapter`,
      partialText: details?.partialText ?? null,
      usage: (pays ? details?.usage : undefined) ?? noUsage,
      againMs: details?.againMs ?? null,
    },
  }
}
