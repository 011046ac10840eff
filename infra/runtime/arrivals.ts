import type { EventLog, Position } from '../../processors/ports/log.ts'

export interface Arrivals {
  /**
   * True as soon as one of the places may have a record, false after `timeoutMs` (null: never). True may be wrong, false
   * may be late. Rejects when the signal aborts or the log closes. One call at a time.
   */
  next(places: readonly Position[], timeoutMs: number | null): Promise<boolean>
}

/**
 * Waits on several partitions at once. A wait that nothing has ended goes on into the next call, because starting and
 * aborting one for each partition and lap costs more than the lap. `ahead` waits for records that have their place.
 */
export const createArrivals = (log: Pick<EventLog, 'wait'>, signal: AbortSignal, ahead = false): Arrivals => {
  const waiting = new Set<string>()
  let current: { arrived(): void; failed(error: unknown): void } | null = null
  return {
    next: (places, timeoutMs) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          current = null
          clearTimeout(timer)
          act()
        }
        const timer = timeoutMs === null ? undefined : setTimeout(() => settle(() => resolve(false)), timeoutMs)
        current = { arrived: () => settle(() => resolve(true)), failed: error => settle(() => reject(error)) }
        for (const place of places) {
          const name = `${place.topic}/${place.partition}`
          if (waiting.has(name)) continue
          waiting.add(name)
          log.wait(place, signal, ahead).then(
            () => {
              waiting.delete(name)
              current?.arrived()
            },
            error => {
              waiting.delete(name)
              current?.failed(error)
            },
          )
        }
      }),
  }
}
