import type { Configuration } from '../../../processors/configuration.ts'
import { embeddingText } from '../../../processors/enrich/enrich.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import { dot } from '../../index/dot.ts'
import { askedOnce } from '../asked-once.ts'
import { sortedByGroup } from '../orders.ts'
import { type CacheRow, type GroupAnswers, sampled } from '../rows.ts'
import { openProductRun } from '../rules/product.ts'
import { type Counts, openRuleRun, type RuleRun } from '../rules/run.ts'
import { plainThreshold } from '../rules/threshold.ts'
import { truthOf } from '../truth.ts'

export interface BoundOptions {
  readonly rows: readonly CacheRow[]
  readonly answers?: GroupAnswers
  /** As `eval cache` has it. */
  readonly judgeError?: number | undefined
  readonly configuration: Configuration
  readonly embedding: EmbeddingModel
  readonly limit: number
  /** Of the shuffles; at least one. */
  readonly seeds: readonly number[]
  /** Shares of hits that may be wrong. */
  readonly rates: readonly number[]
  readonly onProgress?: (done: number, total: number) => void
}

/** One order of questions at one bound. Shares are in [0, 1]. */
export interface BoundRun {
  readonly order: 'shuffled' | 'sorted'
  readonly seed: number
  readonly rate: number
  readonly hitRate: number
  readonly wrongPerHit: number
  /** Of the fixed threshold with most hits among those that are wrong at most this often, known afterwards; 0 where none is. */
  readonly bestFixed: number
}

/** Thresholds of which the best is known afterwards. */
const fixed = Array.from({ length: 20 }, (_, n) => (80 + n) / 100)

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

const bestOf = (counts: readonly Counts[], rate: number): number =>
  Math.max(
    0,
    ...counts
      .filter(({ hits, wrongHits }) => wrongHits <= rate * hits)
      .map(({ hits, requests }) => share(hits, requests)),
  )

/**
 * The product at each bound, and plain thresholds beside it, on shuffles of the rows and on each of them sorted by group. Each has a cache of its own.
 */
export const evaluateBound = async (options: BoundOptions): Promise<readonly BoundRun[]> => {
  const { configuration, judgeError, seeds, rates, onProgress = () => {} } = options
  const { model } = askedOnce(options.embedding)
  const runs: BoundRun[] = []
  let done = 0

  const run = async (rows: readonly CacheRow[], order: BoundRun['order'], seed: number): Promise<void> => {
    const truth = truthOf(rows, options.answers)
    const vectors = (await model.embed(rows.map(({ text }) => embeddingText(text)))).map(({ vector }) => vector)
    const thresholds: RuleRun[] = fixed.map(threshold => {
      const { open } = plainThreshold(threshold)
      return openRuleRun(open({ truth, answerSimilarity: () => 0 }), truth, judgeError)
    })
    const bounded: RuleRun[] = []
    for (const maxFalseRate of rates) {
      const cache = { ...configuration.cache, steer: true, maxFalseRate }
      bounded.push(await openProductRun({ ...configuration, cache }, truth, judgeError, model))
    }
    try {
      for (const [index, row] of rows.entries()) {
        const similarities = Float32Array.from(vectors.slice(0, index), vector => dot(vectors[index]!, vector))
        for (const each of [...thresholds, ...bounded]) await each.take(row, similarities)
        onProgress(++done, 2 * seeds.length * rows.length)
      }
      const plain = thresholds.map(each => each.counts())
      for (const [n, rate] of rates.entries()) {
        const { requests, hits, wrongHits } = bounded[n]!.counts()
        const rest = { hitRate: share(hits, requests), wrongPerHit: share(wrongHits, hits) }
        runs.push({ order, seed, rate, ...rest, bestFixed: bestOf(plain, rate) })
      }
    } finally {
      for (const each of bounded) await each.close()
    }
  }

  for (const seed of seeds) {
    const rows = sampled(options.rows, options.limit, seed)
    await run(rows, 'shuffled', seed)
    await run(sortedByGroup(rows), 'sorted', seed)
  }
  return runs
}
