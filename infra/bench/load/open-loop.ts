import type { Response } from './response.ts'

/** Monotonic time, ms, and a wait; a test puts its own in. */
export interface LoadClock {
  now(): number
  sleep(ms: number): Promise<void>
}

export const systemClock: LoadClock = {
  now: () => performance.now(),
  sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
}

export interface OpenLoopOptions {
  /** Instants at which requests are due, ms from the start, ascending. */
  readonly due: Float64Array
  readonly clock: LoadClock
  /** Sends request number `index`. */
  send(index: number, done: (response: Response | null) => void): void
  /** `latencyMs` from the instant at which the request was due to its answer. */
  onDone(index: number, response: Response | null, latencyMs: number): void
  /** How late the generator itself was. */
  onSent?(index: number, lateMs: number): void
  /** Asked now and then; true ends the phase before its time. */
  enough?(): boolean
  /** For what is still unanswered when the last request has gone out. */
  readonly patienceMs: number
}

export interface OpenLoop {
  readonly sent: number
  readonly answered: number
  /** Unanswered when patience ended. */
  readonly lost: number
  /** From the first due instant to the last answer. */
  readonly elapsedMs: number
}

/**
 * Sends requests when they are due, whether or not earlier ones have been answered, and counts latency from that
 * instant. A server that stands still is thus charged for every request that was due meanwhile (no coordinated omission).
 */
export const openLoop = async (options: OpenLoopOptions): Promise<OpenLoop> => {
  const { due, clock, send, onDone, onSent, enough = () => false, patienceMs } = options
  const start = clock.now()
  let sent = 0
  let answered = 0
  let lastMs = start
  let ended = false
  const drained = Promise.withResolvers<void>()
  let allSent = false

  const fire = (index: number): void => {
    const dueMs = start + due[index]!
    onSent?.(index, clock.now() - dueMs)
    send(index, response => {
      if (ended) return
      lastMs = clock.now()
      answered++
      onDone(index, response, lastMs - dueMs)
      if (allSent && answered === sent) drained.resolve()
    })
  }

  while (sent < due.length && !enough()) {
    const nowMs = clock.now() - start
    while (sent < due.length && due[sent]! <= nowMs) fire(sent++)
    if (sent < due.length) await clock.sleep(Math.max(0, due[sent]! - (clock.now() - start)))
  }
  allSent = true
  if (answered < sent) await Promise.race([drained.promise, clock.sleep(patienceMs)])
  ended = true
  return { sent, answered, lost: sent - answered, elapsedMs: lastMs - start }
}
