import { ExponentialBackoff, noJitterGenerator } from 'cockatiel'
import { isTurnstreamError } from '../../processors/errors.ts'

/** Time as the runtime needs it: only delays, so that a simulation can put virtual time in its place. */
export interface Scheduler {
  /** Calls `task` once, `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, task: () => void): () => void
}

export const systemScheduler: Scheduler = {
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Resolves after `delayMs`; rejects with the signal's reason as soon as it is aborted. */
export const pause = (scheduler: Scheduler, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = (): void => {
      cancel()
      reject(signal.reason)
    }
    const cancel = scheduler.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })

// No jitter: one owner retries one partition, so there is no herd to spread, and a simulation must repeat exactly.
const backoffs = new ExponentialBackoff({ initialDelay: 5, maxDelay: 2_000, generator: noJitterGenerator })

/**
 * Repeats `attempt` while it fails with a retriable error of the catalogue, 5 ms to 2 s apart, for as long as it takes.
 * Throws what is not retriable, and the signal's reason once it is aborted.
 *
 * cockatiel says how long to wait; its own retry policy is not used because it waits on the wall clock.
 */
export const retrying = async <T>(scheduler: Scheduler, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> => {
  for (let backoff = backoffs.next(); ; backoff = backoff.next(undefined) as typeof backoff) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (!isTurnstreamError(error) || !error.retriable) throw error
    }
    await pause(scheduler, backoff.duration, signal)
  }
}
