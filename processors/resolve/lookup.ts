import type { Candidate, Enrichment, ServedAnswer, TurnReceived } from '../../schemas/types.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { looksAtKeywords } from '../policy.ts'
import type { CacheReader } from '../ports/cache.ts'
import type { Views } from '../views.ts'
import { identityOf, keysOf } from './identity.ts'
import { bypassOf, type Found, judge, modeOf } from './judge.ts'

export interface LookupPorts {
  readonly cache: CacheReader
  /** Whether a hit may be served under these views: not without a serving lease. To be asked once the turn has arrived. */
  readonly serves: (views: Views) => boolean
  /** Monotonic clock, ms; measures, never decides. */
  readonly now: () => number
}

export interface Resolved {
  readonly resolution: ReturnType<typeof judge>
  /** On a hit. */
  readonly served: ServedAnswer | null
}

/**
 * Looks a turn up and judges what is found: the same function in the gateway's fast lane and in the log lane. The exact
 * cache is asked first; `embed` is called only when it has nothing. The entry that is served is read before it is
 * promised: one that has vanished meanwhile is no candidate. Where nothing may be served, or a new answer is asked for, the
 * caches are not asked.
 */
export const lookUp = async (
  ports: LookupPorts,
  turn: TurnReceived,
  enrichment: Enrichment,
  embed: () => Promise<Enrichment>,
  views: Views,
  nowMs: number,
  enrichMs: number | null = null,
): Promise<Resolved & { enrichment: Enrichment }> => {
  const { cache, now } = ports
  const timings = { enrichMs, embedMs: null, exactMs: null, semanticMs: null } as {
    -readonly [K in keyof Found['timings']]: number | null
  }
  const timed = async <T>(step: keyof typeof timings, work: () => T | Promise<T>): Promise<T> => {
    const start = now()
    try {
      return await work()
    } finally {
      timings[step] = now() - start
    }
  }
  const settle = async (
    candidates: readonly Candidate[],
    enriched: Enrichment,
  ): Promise<Resolved & { enrichment: Enrichment }> => {
    const resolution = judge(turn, enriched, { candidates, timings }, views, nowMs)
    if (resolution.entryId === null) return { resolution, served: null, enrichment: enriched }
    const chosen = candidates.find(({ entryId }) => entryId === resolution.entryId)
    const served = chosen ? await cache.answer(chosen) : null
    if (served) return { resolution, served, enrichment: enriched }
    return settle(
      candidates.filter(({ entryId }) => entryId !== resolution.entryId),
      enriched,
    )
  }

  const asks = turn.announced === null && ports.serves(views) && bypassOf(turn, enrichment, views) === null
  const identity = identityOf(turn, enrichment, views.configuration)
  const keywords = looksAtKeywords(views.policies)
  if (asks) {
    const exact = await timed('exactMs', () => cache.exact(keysOf(enrichment, identity).exactKey, nowMs, keywords))
    if (exact) {
      const result = await settle([exact], enrichment)
      if (result.served) return result
    }
  }
  // A turn that misses is embedded all the same: grounding and the FAQ library look for its neighbours.
  const embedded = await timed('embedMs', embed)
  if (!asks || embedded.vector === null || modeOf(embedded.scene, views) === 'exact_only') return settle([], embedded)
  const vector = bytesToVector(embedded.vector)
  const near = await timed('semanticMs', () =>
    cache.nearest({
      tenant: turn.tenant,
      scene: embedded.scene,
      language: embedded.language,
      identity,
      embeddingModel: embedded.embeddingModel,
      vector,
      limit: views.configuration.cache.candidates,
      keywords,
      nowMs,
    }),
  )
  return settle(near, embedded)
}
