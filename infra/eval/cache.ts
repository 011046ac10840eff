import { type Configuration, type DeciderConfiguration, deciderPart } from '../../processors/configuration.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { configurationHash } from '../configuration/load.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { chooseAnswer } from './choice.ts'
import { type Interval, wilson } from './interval.ts'
import { type Percentiles, recordLatency } from './latency.ts'
import { type LookedUp, openCachePath } from './path.ts'
import { type CacheRow, type GroupAnswers, sampled } from './rows.ts'
import { type Truth, truthOf } from './truth.ts'

export interface CacheEvaluationOptions {
  readonly rows: readonly CacheRow[]
  /** Wordings of each group's answer; a group without any gets an answer of its own. */
  readonly answers?: GroupAnswers
  /** Shows the model existing answers on a miss; it chooses wrongly with this probability. */
  readonly judgeError?: number
  readonly configuration: Configuration
  readonly limit?: number
  readonly seed?: number
  /** The configured MiniLM by default. */
  readonly embedding?: EmbeddingModel
  readonly onProgress?: (done: number, total: number) => void
}

/** The document that `eval cache --json` prints. Shares are in [0, 1]. */
export interface CacheEvaluation {
  readonly requests: number
  readonly hits: { readonly exact: number; readonly semantic: number }
  readonly hitRate: number
  readonly falseHits: number
  readonly falsePerHit: number
  readonly wrongOnMiss: number
  /** False hits and wrong choices on a miss. */
  readonly falsePerRequest: number
  /** Misses, and hits that were also answered afresh. */
  readonly modelCalls: number
  readonly checks: number
  readonly ci95: { readonly hitRate: Interval; readonly falsePerHit: Interval; readonly falsePerRequest: Interval }
  /** From the text to the judgement, embedding included; learning is not part of it. */
  readonly latencyMs: Percentiles
  readonly configHash: string
}

/** Rows arrive so far apart in event time: 4,000 of them within the time to live of an exact key, an hour. */
const spacingMs = 500

/** Of hits, at most so many are answered afresh, and only of them the path is told whether they were right. */
const mostChecked = 0.05

/** Where event time begins, so that the same rows give the same result on every day. */
const epochMs = Date.UTC(2026, 0, 1)

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

/** An evaluation under way: rows go in one after another. */
export interface CacheRun {
  /** Looks a row up, scores what is served, and learns the answer to a miss. */
  take(row: CacheRow): Promise<void>
  /** Over the rows taken so far. */
  result(): CacheEvaluation
  close(): Promise<void>
}

export interface CacheRunOptions {
  readonly configuration: DeciderConfiguration
  readonly truth: Truth
  readonly judgeError: number | undefined
  readonly embedding: EmbeddingModel
  /** Told of each judgement, and whether an entry would have been right. */
  readonly onJudged?: (found: LookedUp, isRight: (entryId: string) => boolean) => void
}

/** Opens an evaluation on an empty cache. */
export const openCacheRun = async ({
  configuration,
  truth,
  judgeError,
  embedding,
  onJudged,
}: CacheRunOptions): Promise<CacheRun> => {
  const path = await openCachePath(configuration, embedding)
  const latency = recordLatency()
  const hits = { exact: 0, semantic: 0 }
  let requests = 0
  let falseHits = 0
  let wrongOnMiss = 0
  let checks = 0

  const take = async (row: CacheRow): Promise<void> => {
    const index = requests++
    const timeMs = epochMs + index * spacingMs
    const { text, tenant = 'default', scene = null } = row
    const found = await path.lookUp({ turnId: `eval.${index}`, text, tenant, scene, asker: `u_eval_${index}`, timeMs })
    latency.record(found.latencyMs)
    const { resolution, served } = found
    onJudged?.(found, entryId => {
      const entry = path.entry(entryId)
      return entry !== null && truth.isRight(row, entry.answer, entry.question)
    })
    if (served && resolution.entryId !== null) {
      hits[resolution.outcome === 'exact' ? 'exact' : 'semantic']++
      const isRight = truth.isRight(row, served.text, path.entry(resolution.entryId)?.question ?? '')
      if (!isRight) falseHits++
      if (resolution.check === null || checks + 1 > mostChecked * (hits.exact + hits.semantic)) return
      checks++
      path.checked(found, isRight, timeMs)
    }
    const offers = judgeError === undefined ? [] : await path.offers(found, timeMs)
    const answer = chooseAnswer(
      row,
      offers.map(offer => offer.text),
      truth,
      judgeError ?? 0,
    )
    if (!served && !truth.isRight(row, answer, text)) wrongOnMiss++
    const chosen = offers.find(offer => offer.text === answer)?.entryId ?? null
    await path.learn(found, answer, timeMs, { offers, chosen })
  }

  const result = (): CacheEvaluation => {
    const served = hits.exact + hits.semantic
    return {
      requests,
      hits: { ...hits },
      hitRate: share(served, requests),
      falseHits,
      falsePerHit: share(falseHits, served),
      wrongOnMiss,
      falsePerRequest: share(falseHits + wrongOnMiss, requests),
      modelCalls: requests - served + checks,
      checks,
      ci95: {
        hitRate: wilson(served, requests),
        falsePerHit: wilson(falseHits, served),
        falsePerRequest: wilson(falseHits + wrongOnMiss, requests),
      },
      latencyMs: latency.percentiles(),
      configHash: configurationHash(configuration),
    }
  }
  return { take, result, close: path.close }
}

/**
 * Sends rows through the cache path of the product, one after another, each from an asker of its own, and learns the
 * answer to each miss before the next row comes. The path never sees `group`; a hit is wrong where the answer served was
 * written for another group or crosses identifiers. Deterministic, latencies aside: same rows, seed and configuration,
 * same result.
 */
export const evaluateCache = async (options: CacheEvaluationOptions): Promise<CacheEvaluation> => {
  const { answers, judgeError, onProgress = () => {} } = options
  const rows = sampled(options.rows, options.limit, options.seed)
  const embedding = options.embedding ?? (await openMiniLm(options.configuration.embedding))
  const configuration = deciderPart(options.configuration)
  const run = await openCacheRun({ configuration, truth: truthOf(rows, answers), judgeError, embedding })
  try {
    for (const [index, row] of rows.entries()) {
      await run.take(row)
      onProgress(index + 1, rows.length)
    }
    return run.result()
  } finally {
    await run.close()
    if (!options.embedding) await embedding.close()
  }
}
