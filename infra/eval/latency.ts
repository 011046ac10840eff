import { build } from 'hdr-histogram-js'

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface LatencyRecorder {
  record(ms: number): void
  count(): number
  /** Ms, to three significant digits of a microsecond; zeros where nothing was recorded. */
  percentiles(): Percentiles
}

/** Latencies of up to an hour, kept in a histogram of microseconds. */
export const recordLatency = (): LatencyRecorder => {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  })
  const at = (percentile: number): number =>
    histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1_000
  return {
    record: ms => histogram.recordValue(Math.max(1, Math.round(ms * 1_000))),
    count: () => histogram.totalCount,
    percentiles: () => ({ p50: at(50), p95: at(95), p99: at(99) }),
  }
}
