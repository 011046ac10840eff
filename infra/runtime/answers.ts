import { turnstreamError } from '../../processors/errors.ts'
import type { EventLog, StoredRecord } from '../../processors/ports/log.ts'
import type { TurnAnswered } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { followNew } from './follow.ts'

export interface AnswerDesk {
  /** The turn's answer once it is on the log. Ask before the turn is appended. Rejects INTERNAL when the turn went to dead.letters. */
  expect(turnId: string, signal: AbortSignal): Promise<TurnAnswered>
  waiting(): number
  stop(): void
}

interface Waiter {
  resolve(answer: TurnAnswered): void
  reject(error: unknown): void
}

/** Hands answers on the log to those who wait for them. */
export const openAnswerDesk = async (log: EventLog, onTrouble: (error: unknown) => void): Promise<AnswerDesk> => {
  const waiters = new Map<string, Set<Waiter>>()
  const settle = (turnId: string, act: (waiter: Waiter) => void): void => {
    for (const waiter of waiters.get(turnId) ?? []) act(waiter)
    waiters.delete(turnId)
  }
  const listener = (record: StoredRecord): void => {
    const turnId = record.headers.ce_subject
    if (turnId === undefined || !waiters.has(turnId)) return
    try {
      const event = fromRecord(record)
      if (event.type === 'TurnAnswered') settle(turnId, waiter => waiter.resolve(event.data))
      if (event.type === 'DeadLettered')
        settle(turnId, waiter =>
          waiter.reject(
            turnstreamError(
              'INTERNAL',
              `the turn could not be processed by ${event.data.processor}: ${event.data.message}`,
            ),
          ),
        )
    } catch (error) {
      onTrouble(error)
    }
  }
  const stop = await followNew(log, ['chat.answers', 'dead.letters'], listener, onTrouble)
  return {
    expect: (turnId, signal) =>
      new Promise((resolve, reject) => {
        const waiter: Waiter = { resolve, reject }
        const all = waiters.get(turnId) ?? new Set()
        waiters.set(turnId, all.add(waiter))
        signal.addEventListener('abort', () => {
          all.delete(waiter)
          if (all.size === 0 && waiters.get(turnId) === all) waiters.delete(turnId)
          reject(signal.reason)
        })
      }),
    waiting: () => waiters.size,
    stop,
  }
}
