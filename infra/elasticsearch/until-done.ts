import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { IndexMissing, isIndexMissing } from './failures.ts'

/**
 * Repeats until it succeeds, later and later, for as long as `signal` lets it. Rejects at once where the index is gone, for
 * then there is nothing to wait for. `onFailure` hears of every failure that is tried again.
 */
export const untilDone = async <T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<T> => {
  const worthIt = (error: unknown): boolean => {
    if (signal.aborted || error instanceof IndexMissing || isIndexMissing(error)) return false
    onFailure(error)
    return true
  }
  const policy = retry(handleWhen(worthIt), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 2_000 }),
  }).dangerouslyUnref()
  return policy.execute(() => {
    signal.throwIfAborted()
    return work()
  }, signal)
}
