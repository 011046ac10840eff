/** `work`, or a rejection with the signal's reason as soon as it aborts; then `abandon` is called, and the work goes on. */
export const orAborted = <T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  abandon: () => void = () => undefined,
): Promise<T> => {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason)
      abandon()
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
