import { setTimeout as delay } from 'node:timers/promises'
import { isTurnstreamError } from '../../processors/errors.ts'

const pauseMs = 1_000

/**
 * Repeats a step until the signal aborts or the log closes. After any other trouble, such as a read that fails, it says so,
 * pauses and goes on: who follows a topic must not stand still for good because of a moment.
 */
export const persistently = async (
  signal: AbortSignal,
  onTrouble: (error: unknown) => void,
  step: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await step()
    } catch (error) {
      if (signal.aborted || isTurnstreamError(error, 'LOG_CLOSED')) return
      onTrouble(error)
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
}
