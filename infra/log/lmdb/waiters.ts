import { turnstreamError } from '../../../processors/errors.ts'

export interface Waiters {
  /** Resolves once `ready` says so after a wake or a poll; rejects with the signal's reason, or LOG_CLOSED. */
  wait(partition: string, ready: () => boolean, signal: AbortSignal): Promise<void>
  wake(partition: string): void
  close(): void
}

interface Waiting {
  readonly ready: () => boolean
  settle(error?: unknown): void
}

/** Waiting readers by partition. With `pollMs` they also look by themselves, for writers in another process. */
export const openWaiters = (pollMs: number | null): Waiters => {
  const waiting = new Map<string, Set<Waiting>>()
  const bySignal = new WeakMap<AbortSignal, Set<Waiting>>()
  let timer: NodeJS.Timeout | null = null
  let closed = false

  /** One listener for as long as a signal lives: to add and remove one for each wait costs more than all else in it. */
  const waitingOn = (signal: AbortSignal): Set<Waiting> => {
    const known = bySignal.get(signal)
    if (known) return known
    const those = new Set<Waiting>()
    bySignal.set(signal, those)
    const aborted = (): void => {
      for (const each of [...those]) each.settle(signal.reason)
    }
    signal.addEventListener('abort', aborted, { once: true })
    return those
  }

  const look = (those: Iterable<Waiting>): void => {
    for (const each of [...those])
      try {
        if (each.ready()) each.settle()
      } catch (error) {
        each.settle(error)
      }
  }
  const lookAtAll = (): void => {
    for (const those of [...waiting.values()]) look(those)
  }

  const add = (name: string, each: Waiting): void => {
    const those = waiting.get(name) ?? new Set()
    waiting.set(name, those.add(each))
    if (pollMs !== null) timer ??= setInterval(lookAtAll, pollMs)
  }

  const remove = (name: string, each: Waiting): void => {
    const those = waiting.get(name)
    those?.delete(each)
    if (those?.size === 0) waiting.delete(name)
    if (waiting.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  return {
    wait: async (partition, ready, signal) => {
      signal.throwIfAborted()
      if (ready()) return
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const others = waitingOn(signal)
      const each: Waiting = {
        ready,
        settle: error => {
          remove(partition, each)
          others.delete(each)
          error === undefined ? resolve() : reject(error)
        },
      }
      others.add(each)
      if (closed) each.settle(turnstreamError('LOG_CLOSED', 'the log is closed'))
      else add(partition, each)
      return promise
    },
    wake: partition => {
      const those = waiting.get(partition)
      if (those !== undefined) look(those)
    },
    close: () => {
      closed = true
      for (const those of [...waiting.values()])
        for (const each of [...those]) each.settle(turnstreamError('LOG_CLOSED', 'the log is closed'))
    },
  }
}
