import { type ErrorCode, isTurnstreamError } from '../../processors/errors.ts'
import type { ChatResult } from '../../processors/ports/models.ts'

/** What became of the calls that ended in a stretch of time. */
export interface TrafficBucket {
  /** Where it begins, ms since 1970. */
  readonly fromMs: number
  readonly answered: number
  readonly failed: number
}

/** What a pool has done of late, in this process. */
export interface PoolTraffic {
  /** Calls that wait for a place or a limit, and calls at the provider. */
  readonly waiting: number
  readonly inFlight: number
  /** Those of the last ten minutes in which a call ended, in order. */
  readonly buckets: readonly TrafficBucket[]
  /** Failed calls of that time by their error. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>
  /** Calls that failed at the provider since its last answer. */
  readonly failedSince: number
  /** Of the last answers, at most a hundred, ms; null where there was none. */
  readonly firstTokenMs: { readonly p50: number; readonly p95: number } | null
}

/** A call on its way. */
export interface CallCount {
  /** It has left for the provider. */
  begins(): void
  answered(result: Pick<ChatResult, 'firstTokenMs'>): void
  failed(error: unknown): void
}

export interface TrafficCounter {
  /** A call has come in. */
  call(): CallCount
  traffic(): PoolTraffic
}

/** Width of a bucket, ms. */
export const bucketMs = 10_000
const keptMs = 600_000
const mostFirstTokens = 100

interface Counted {
  readonly fromMs: number
  answered: number
  failed: number
  readonly errors: Map<ErrorCode, number>
}

/** The value below which a share of them lies, of a sorted list that is not empty. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

/** Counts the calls of one pool in a bounded memory. A call whose client has left counts as neither. `now` is the wall clock, ms since 1970. */
export const createTrafficCounter = (now: () => number): TrafficCounter => {
  let buckets: Counted[] = []
  const firstTokens: number[] = []
  let waiting = 0
  let inFlight = 0
  let failedSince = 0

  const current = (): Counted => {
    const fromMs = Math.floor(now() / bucketMs) * bucketMs
    buckets = buckets.filter(bucket => bucket.fromMs > fromMs - keptMs)
    const last = buckets.at(-1)
    if (last?.fromMs === fromMs) return last
    const bucket = { fromMs, answered: 0, failed: 0, errors: new Map<ErrorCode, number>() }
    buckets.push(bucket)
    return bucket
  }

  return {
    call: () => {
      let isAway = false
      waiting++
      const ends = (): void => {
        if (isAway) inFlight--
        else waiting--
      }
      return {
        begins: () => {
          isAway = true
          waiting--
          inFlight++
        },
        answered: ({ firstTokenMs }) => {
          ends()
          failedSince = 0
          current().answered++
          if (firstTokenMs === null) return
          firstTokens.push(firstTokenMs)
          if (firstTokens.length > mostFirstTokens) firstTokens.shift()
        },
        failed: error => {
          ends()
          const code = isTurnstreamError(error) ? error.code : 'INTERNAL'
          if (code === 'CLIENT_CLOSED') return
          // A call that was not made shows nothing of the pool.
          if (isAway) failedSince++
          const bucket = current()
          bucket.failed++
          bucket.errors.set(code, (bucket.errors.get(code) ?? 0) + 1)
        },
      }
    },
    traffic: () => {
      const oldest = Math.floor(now() / bucketMs) * bucketMs - keptMs
      const recent = buckets.filter(bucket => bucket.fromMs > oldest)
      const errors: Partial<Record<ErrorCode, number>> = {}
      for (const bucket of recent) for (const [code, count] of bucket.errors) errors[code] = (errors[code] ?? 0) + count
      const sorted = firstTokens.toSorted((a, b) => a - b)
      return {
        waiting,
        inFlight,
        buckets: recent.map(({ fromMs, answered, failed }) => ({ fromMs, answered, failed })),
        errors,
        failedSince,
        firstTokenMs: sorted.length === 0 ? null : { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) },
      }
    },
  }
}
