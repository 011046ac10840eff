import { setTimeout as sleep } from 'node:timers/promises'
import { CircuitState, CountBreaker } from 'cockatiel'
import type { Pool } from '../../processors/configuration.ts'
import { type ErrorCode, isTurnstreamError, turnstreamError } from '../../processors/errors.ts'

/** Stands between calls and a pool that may fail: one that does is left alone, so that no turn waits to find out. */
export interface Breaker {
  /** Makes a call. Throws at once, without one: MODEL_UNREACHABLE where the pool is left alone, MODEL_RATE_LIMITED where it asked to be. */
  call<T>(make: () => Promise<T>): Promise<T>
  /** Throws what `call` would throw at once; of a pool that asked to be left alone with `retryAfterMs` in its details. */
  mayCall(): void
  /** Leaves the pool alone on somebody else's word, until it answers a check. */
  open(reason: string): void
  /** Why the pool is left alone; null while it is called. */
  isOpen(): string | null
  /** Whether a call would be refused, now or when a pause that the pool has asked for is over. */
  isLeftAlone(): boolean
  /** As `isOpen`, and also where the pool has asked for a pause. */
  rest(): Rest | null
  close(): void
}

/** Why no calls are made to a pool, and in how many ms it is checked or called again. */
export interface Rest {
  readonly reason: string
  readonly againMs: number
}

export type PoolHealth = 'healthy' | 'down'

export interface BreakerOptions {
  /** Of the pool, for messages. */
  readonly name: string
  readonly settings: Pool['breaker']
  /** Asks the pool for something that costs nothing. Rejects where it does not answer. */
  readonly check: (signal: AbortSignal) => Promise<void>
  /** Told when calls have shown that the pool is down, and when it has answered a check. */
  readonly onChange: (health: PoolHealth, reason: string) => void
  /** In [0, 1). */
  readonly random?: () => number
  /** Resolves after so many ms, or when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** What a pool is to blame for; not what the request or the client is. */
const faults: ReadonlySet<ErrorCode> = new Set([
  'MODEL_UNREACHABLE',
  'MODEL_TIMEOUT',
  'MODEL_CUT',
  'MODEL_RATE_LIMITED',
])

/** No pool is left alone for longer before it is looked at again. */
const longestPauseMs = 60_000
const checkMs = 5_000

const pauseFor = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)

const pauseAskedMs = (error: unknown): number | null => {
  const asked = isTurnstreamError(error) ? error.details?.retryAfterMs : null
  return typeof asked === 'number' ? Math.min(asked, longestPauseMs) : null
}

/** A pause that the provider asks for is kept; it is no failure. */
const isFault = (error: unknown): boolean =>
  isTurnstreamError(error) && faults.has(error.code) && pauseAskedMs(error) === null

/**
 * Opens when more than a share of the last calls failed by the pool's own fault. From then on it is checked after a pause, which doubles with
 * jitter, and a pool that answers is called again: the first call alone, the others once that one has shown that it works. A call that its client
 * gave up shows nothing.
 */
export const createBreaker = (options: BreakerOptions): Breaker => {
  const { name, settings, check, onChange, random = Math.random, pause = pauseFor } = options
  const { failures, calls, least, pauseMs } = settings
  const closing = new AbortController()
  const fresh = (): CountBreaker =>
    new CountBreaker({ threshold: failures, size: calls, minimumNumberOfCalls: Math.min(least, calls) })
  let last = fresh()
  let reason: string | null = null
  /** It has answered a check, and no call since. */
  let isUnproven = false
  let isTrying = false
  let pauses = 0
  let quietUntil = 0
  let checkedAt = 0

  const nextPauseMs = (): number => Math.min(longestPauseMs, pauseMs * 2 ** pauses++) * (0.5 + random() / 2)

  const checkUntilItAnswers = async (): Promise<void> => {
    const { signal } = closing
    while (!signal.aborted) {
      const nextMs = nextPauseMs()
      checkedAt = performance.now() + nextMs
      await pause(nextMs, signal)
      if (signal.aborted) return
      const answers = await check(AbortSignal.any([signal, AbortSignal.timeout(checkMs)])).then(
        () => true,
        () => false,
      )
      if (!answers) continue
      reason = null
      isUnproven = true
      return onChange('healthy', 'it answers again')
    }
  }
  const leave = (why: string): void => {
    reason = why
    void checkUntilItAnswers()
  }
  const worked = (isTrial: boolean): void => {
    if (isTrial) {
      isUnproven = false
      pauses = 0
      last = fresh()
    }
    last.success(CircuitState.Closed)
  }
  const failed = (isTrial: boolean, why: string): void => {
    // A call that began before the pool was left alone tells nothing new.
    if (reason !== null || !(last.failure(CircuitState.Closed) || isTrial)) return
    leave(why)
    onChange('down', why)
  }

  const untilMs = (atMs: number): number => Math.max(0, Math.ceil(atMs - performance.now()))

  const mayCall = (): void => {
    if (reason !== null) throw turnstreamError('MODEL_UNREACHABLE', `pool ${name} is left alone: ${reason}`)
    if (isTrying)
      throw turnstreamError('MODEL_UNREACHABLE', `pool ${name} is left alone: a call tries whether it is back`)
    const quietMs = untilMs(quietUntil)
    if (quietMs === 0) return
    const message = `pool ${name} asked to be left alone for another ${Math.ceil(quietMs / 1_000)} s`
    throw turnstreamError('MODEL_RATE_LIMITED', message, { details: { retryAfterMs: quietMs } })
  }

  return {
    mayCall,
    call: async make => {
      mayCall()
      const isTrial = isUnproven
      isTrying = isTrial
      try {
        const result = await make()
        worked(isTrial)
        return result
      } catch (error) {
        if (isFault(error)) failed(isTrial, (error as Error).message)
        else if (!isTurnstreamError(error, 'CLIENT_CLOSED')) worked(isTrial)
        quietUntil = Math.max(quietUntil, performance.now() + (pauseAskedMs(error) ?? 0))
        throw error
      } finally {
        if (isTrial) isTrying = false
      }
    },
    open: why => {
      if (reason === null) leave(why)
    },
    isOpen: () => reason,
    isLeftAlone: () => reason !== null || isTrying,
    rest: () => {
      if (reason !== null) return { reason, againMs: untilMs(checkedAt) }
      const againMs = untilMs(quietUntil)
      return againMs === 0 ? null : { reason: 'it asked for a pause', againMs }
    },
    close: () => closing.abort(),
  }
}
