import type { Bed } from '../bed.ts'
import { oneAtATime } from '../load/one-at-a-time.ts'
import { chatRequest } from '../load/request.ts'
import type { Observed } from '../report.ts'
import { type RunRow, semanticLayers } from './row.ts'

const measure = async (bed: Bed, texts: readonly string[], counted: readonly string[]): Promise<Observed> => {
  const { connections } = bed.up()
  const requests = texts.map(text => chatRequest(text))
  const { latency, asked, errors, layers, perSecond } = await oneAtATime({
    connections,
    requests,
    warmUp: Math.floor(texts.length / 11),
    counted,
  })
  const latencyMs = latency.percentiles()
  return {
    values: latency.count() === 0 ? {} : { p50: latencyMs.p50, p99: latencyMs.p99 },
    count: latency.count(),
    latencyMs,
    perSecond,
    failure: errors > 0 ? `${errors} errors` : null,
    details: { asked, hitShare: latency.count() / asked, errors, layers },
  }
}

const withWarmUp = (count: number): number => Math.ceil(count * 1.1)

/** Exact hits, each request after the answer of the one before. */
export const exactHits: RunRow = bed =>
  measure(
    bed,
    Array.from({ length: withWarmUp(bed.sizes.exactHits) }, () => bed.random.pick(bed.learned)),
    ['exact'],
  )

/** Semantic hits, each on a text that was never embedded, each request after the answer of the one before. */
export const semanticHits: RunRow = bed =>
  measure(bed, Array.from({ length: withWarmUp(bed.sizes.semanticHits) }, bed.unseen), semanticLayers)
