import { turnstreamError } from '../../../processors/errors.ts'
import type { Position } from '../../../processors/ports/log.ts'

export interface Waiters {
  /** Resolves once `ready` says so after a wake or a poll; rejects with the signal's reason, or LOG_CLOSED. */
  wait(at: Position, ready: () => boolean, signal: AbortSignal): Promise<void>
  wake(at: Position): void
  close(): void
}

interface Waiting {
  readonly ready: () => boolean
  settle(error?: unknown): void
}

/** Waiting readers by partition. With `pollMs` they also look by themselves, for writers in another process. */
export const openWaiters = (pollMs: number | null): Waiters => {
  const waiting = new Map<string, Set<Waiting>>()
  let timer: NodeJS.Timeout | null = null
  let closed = false

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
    wait: async (at, ready, signal) => {
      signal.throwIfAborted()
      if (ready()) return
      const name = `${at.topic}/${at.partition}`
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const aborted = () => each.settle(signal.reason)
      const each: Waiting = {
        ready,
        settle: error => {
          remove(name, each)
          signal.removeEventListener('abort', aborted)
          error === undefined ? resolve() : reject(error)
        },
      }
      signal.addEventListener('abort', aborted)
      if (closed) each.settle(turnstreamError('LOG_CLOSED', 'the log is closed'))
      else add(name, each)
      return promise
    },
    wake: at => look(waiting.get(`${at.topic}/${at.partition}`) ?? []),
    close: () => {
      closed = true
      for (const those of [...waiting.values()])
        for (const each of [...those]) each.settle(turnstreamError('LOG_CLOSED', 'the log is closed'))
    },
  }
}
