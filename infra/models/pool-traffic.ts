import { createHistogram } from 'node:perf_hooks'
import { type ErrorCode, isTurnstreamError } from '../../processors/errors.ts'
import type { ChatFailure, ChatResult } from '../../processors/ports/models.ts'
import type { Usage } from '../../schemas/types.ts'

/** What became of the calls that ended in a stretch of time. */
export interface TrafficBucket {
  /** Where it begins, ms since 1970. */
  readonly fromMs: number
  readonly answered: number
  readonly failed: number
  /** Prompts and answers, of failed calls too. */
  readonly tokens: number
}

/** What a pool has done of late, in this process. */
export interface PoolTraffic {
  /** Calls that wait for a place or a limit, and calls at the provider. */
  readonly waiting: number
  readonly inFlight: number
  /** Those of the last ten minutes in which a call ended, however it did, in order. */
  readonly buckets: readonly TrafficBucket[]
  /** Failed calls of that time by their error. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>
  /** Of that time. */
  readonly usage: Omit<Usage, 'counted'>
  /** Since the process started: calls by how they ended, `answered` or their error. */
  readonly ended: Readonly<Record<string, number>>
  /** Calls that failed at the provider since its last answer. */
  readonly failedSince: number
  /** Of the last answers, at most a hundred, ms; null where there was none. */
  readonly firstTokenMs: { readonly p50: number; readonly p95: number } | null
}

/** A call on its way. */
export interface CallCount {
  /** It has left for the provider. */
  begins(): void
  answered(result: Pick<ChatResult, 'firstTokenMs' | 'usage'>): void
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
  promptTokens: number
  completionTokens: number
  cachedTokens: number
}

/** Null where the error is not one of a model, or no call was made. */
const usageOf = (error: unknown): Usage | null =>
  (isTurnstreamError(error) && (error.details as Partial<ChatFailure> | undefined)?.usage) || null

/** Of times in ms, to three significant digits of a microsecond; null where there are none. */
const percentiles = (timesMs: readonly number[]): PoolTraffic['firstTokenMs'] => {
  if (timesMs.length === 0) return null
  const histogram = createHistogram()
  for (const timeMs of timesMs) histogram.record(Math.max(1, Math.round(timeMs * 1_000)))
  return { p50: histogram.percentile(50) / 1_000, p95: histogram.percentile(95) / 1_000 }
}

/** Counts the calls of one pool in a bounded memory. A call whose client has left is neither answered nor failed, but is billed. `now` is the wall clock, ms since 1970. */
export const createTrafficCounter = (now: () => number): TrafficCounter => {
  let buckets: Counted[] = []
  const firstTokens: number[] = []
  let waiting = 0
  let inFlight = 0
  let failedSince = 0
  const ended: Record<string, number> = {}

  const current = (): Counted => {
    const fromMs = Math.floor(now() / bucketMs) * bucketMs
    buckets = buckets.filter(bucket => bucket.fromMs > fromMs - keptMs)
    const last = buckets.at(-1)
    if (last?.fromMs === fromMs) return last
    const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0 }
    const bucket: Counted = { fromMs, answered: 0, failed: 0, errors: new Map(), ...usage }
    buckets.push(bucket)
    return bucket
  }

  const bill = (bucket: Counted, usage: Usage | null): void => {
    if (!usage) return
    bucket.promptTokens += usage.promptTokens
    bucket.completionTokens += usage.completionTokens
    bucket.cachedTokens += usage.cachedTokens
  }
  const tally = (outcome: string): void => {
    ended[outcome] = (ended[outcome] ?? 0) + 1
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
        answered: ({ firstTokenMs, usage }) => {
          ends()
          failedSince = 0
          tally('answered')
          const bucket = current()
          bucket.answered++
          bill(bucket, usage)
          if (firstTokenMs === null) return
          firstTokens.push(firstTokenMs)
          if (firstTokens.length > mostFirstTokens) firstTokens.shift()
        },
        failed: error => {
          ends()
          const code = isTurnstreamError(error) ? error.code : 'INTERNAL'
          tally(code)
          const bucket = current()
          bill(bucket, usageOf(error))
          if (code === 'CLIENT_CLOSED') return
          // A call that was not made shows nothing of the pool.
          if (isAway) failedSince++
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
      const sum = (of: keyof PoolTraffic['usage']): number => recent.reduce((total, bucket) => total + bucket[of], 0)
      return {
        waiting,
        inFlight,
        buckets: recent.map(({ fromMs, answered, failed, promptTokens, completionTokens }) => {
          return { fromMs, answered, failed, tokens: promptTokens + completionTokens }
        }),
        usage: {
          promptTokens: sum('promptTokens'),
          completionTokens: sum('completionTokens'),
          cachedTokens: sum('cachedTokens'),
        },
        ended,
        errors,
        failedSince,
        firstTokenMs: percentiles(firstTokens),
      }
    },
  }
}
