import { bulkhead } from 'cockatiel'

/** Runs work when a slot is free, in the order of asking. Rejects at once when the signal is aborted while it waits. */
export type Slots = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>

/** At most `limit` pieces of work at a time; any number may wait. */
export const createSlots = (limit: number): Slots => {
  const policy = bulkhead(limit, Number.POSITIVE_INFINITY)
  return (signal, work) =>
    new Promise((resolve, reject) => {
      // The bulkhead notices an abort only when a slot becomes free, which behind calls that hang may take long.
      const leave = (): void => reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      const begin = () => {
        signal.removeEventListener('abort', leave)
        return work()
      }
      policy.execute(begin, signal).then(resolve, reject)
    })
}
