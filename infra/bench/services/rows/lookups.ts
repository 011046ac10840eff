import { bytesToVector } from '../../../../processors/enrich/vector.ts'
import { turnstreamError } from '../../../../processors/errors.ts'
import type { NearestQuery } from '../../../../processors/ports/cache.ts'
import type { EntryStored } from '../../../../schemas/types.ts'
import { setOf } from '../../../cache/store.ts'
import { loadConfiguration } from '../../../configuration/load.ts'
import { openColdCache } from '../../../elasticsearch/cold-cache.ts'
import { recordLatency } from '../../../eval/latency.ts'
import { createVectorIndex } from '../../../index/vectors.ts'
import type { Observed } from '../../report.ts'
import { cpuMsOf } from '../../server/process.ts'
import { memoryOfServices, type RunServiceRow } from './row.ts'

const connectMs = 30_000

/** Exact search over the same entries under the same filter. */
const truthOf = (entries: readonly EntryStored[]) => {
  const vectors = new Map(entries.map(({ entryId, vector }) => [entryId, bytesToVector(vector!)]))
  const index = createVectorIndex({
    dimensions: 384,
    vectorOf: entryId => vectors.get(entryId) ?? null,
    limit: entries.length,
  })
  for (const { entryId, identity, embeddingModel, expiresAtMs } of entries)
    index.add(setOf(identity, embeddingModel), entryId, vectors.get(entryId)!, expiresAtMs)
  return ({ identity, embeddingModel, vector, nowMs }: NearestQuery): number =>
    index.search(setOf(identity, embeddingModel), vector, 1, nowMs)[0]?.similarity ?? Number.NaN
}

/** Lookups in Elasticsearch alone, one after the other, by a process that has folded nothing itself. */
export const indexLookups: RunServiceRow = async (bed): Promise<Observed> => {
  const { lookups } = bed.sizes.services
  const { elasticsearch, cache } = loadConfiguration({ env: {} })
  const log = await bed.topics.openLog()
  const { id } = log
  await log.close()
  const reader = openColdCache({
    ...elasticsearch,
    client: bed.elasticsearch,
    alias: bed.alias,
    logId: id,
    dimensions: 384,
    onTrouble: () => undefined,
  })
  try {
    await reader.connected(AbortSignal.timeout(connectMs))
    const [like] = bed.entries
    const { tenant, scene, language, identity, embeddingModel } = like!
    const about = { tenant, scene, language, identity, embeddingModel, limit: cache.candidates, keywords: false }
    const warmUp = Math.ceil(lookups / 4)
    const vectors = await bed.embedUnseen(lookups + warmUp)
    const truth = truthOf(bed.entries)
    const latency = recordLatency()
    const { pid } = bed.services.each.elasticsearch
    let before: number | null = null
    let found = 0
    for (const [n, vector] of vectors.entries()) {
      if (n === warmUp) before = pid === null ? null : cpuMsOf(pid)
      const query = { ...about, vector, nowMs: Date.now() }
      const start = performance.now()
      const [best] = await reader.nearest(query)
      if (n < warmUp) continue
      latency.record(performance.now() - start)
      // Both compare whole vectors, with the same additions in the same order.
      if (best && best.similarity >= truth(query)) found++
    }
    const after = pid === null ? null : cpuMsOf(pid)
    if (reader.trouble() !== null) throw turnstreamError('UNAVAILABLE', reader.trouble()!)
    const segments = await bed.elasticsearch.cat.segments({ index: bed.alias, format: 'json' })
    const latencyMs = latency.percentiles()
    return {
      values: { ...latencyMs, 'recall at 1': found / lookups },
      count: lookups,
      latencyMs,
      perSecond: null,
      failure: null,
      details: {
        entries: bed.entries.length,
        passFilter: bed.entries.filter(entry => entry.identity === identity && entry.expiresAtMs > Date.now()).length,
        segments: segments.length,
        serverCpuMs: before === null || after === null ? null : (after - before) / lookups,
        servicesMb: memoryOfServices(bed),
      },
    }
  } finally {
    await reader.close()
  }
}
