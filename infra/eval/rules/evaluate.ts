import type { Configuration } from '../../../processors/configuration.ts'
import { embeddingText } from '../../../processors/enrich/enrich.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import { dot } from '../../index/dot.ts'
import { askedOnce } from '../asked-once.ts'
import { type Interval, wilson } from '../interval.ts'
import { type CacheRow, type GroupAnswers, sampled } from '../rows.ts'
import { type Truth, truthOf } from '../truth.ts'
import { guardedThresholds, rules } from './catalogue.ts'
import { guardedThreshold, openProductRun } from './product.ts'
import { percent } from './rule.ts'
import { type Counts, openRuleRun, type RuleRun } from './run.ts'

export interface RulesOptions {
  readonly rows: readonly CacheRow[]
  readonly answers?: GroupAnswers
  /** As `eval cache` has it. */
  readonly judgeError?: number | undefined
  readonly configuration: Configuration
  readonly embedding: EmbeddingModel
  readonly limit?: number
  /** Of the shuffles; at least one. */
  readonly seeds: readonly number[]
  readonly onProgress?: (done: number, total: number) => void
}

/** Over all seeds. Shares are in [0, 1]. */
export interface RuleResult extends Counts {
  readonly rule: string
  readonly hitRate: number
  readonly wrongPerHit: number
  /** Wrong answers from the cache, of all requests. */
  readonly wrongPerRequest: number
  readonly modelCalls: number
  readonly ci95: { readonly hitRate: Interval; readonly wrongPerHit: Interval; readonly wrongPerRequest: Interval }
}

/** The document that `npm run rules -- --json` prints. */
export interface RulesEvaluation {
  /** Of each seed. */
  readonly requests: number
  readonly seeds: readonly number[]
  readonly judgeError: number | null
  readonly rules: readonly RuleResult[]
}

/** Shares of hits that may be wrong, as the product is asked to hold them. */
const bounds: readonly number[] = [0.005, 0.01, 0.02, 0.03]

interface NamedRun {
  readonly name: string
  readonly run: RuleRun
}

const vectorsOf = async (embedding: EmbeddingModel, texts: readonly string[]): Promise<readonly Float32Array[]> =>
  (await embedding.embed(texts.map(embeddingText))).map(({ vector }) => vector)

const openRuns = async (
  { configuration, judgeError }: RulesOptions,
  embedding: EmbeddingModel,
  rows: readonly CacheRow[],
  truth: Truth,
): Promise<readonly NamedRun[]> => {
  const answers = [...new Set(rows.map(truth.answerTo))]
  const vectors = new Map((await vectorsOf(embedding, answers)).map((vector, n) => [answers[n]!, vector]))
  const answerSimilarity = (answer: string, other: string): number => dot(vectors.get(answer)!, vectors.get(other)!)
  const product = (set: Configuration) => openProductRun(set, truth, judgeError, embedding)
  const runs: NamedRun[] = rules.map(({ name, open }) => ({
    name,
    run: openRuleRun(open({ truth, answerSimilarity }), truth, judgeError),
  }))
  for (const threshold of guardedThresholds) {
    const run = await product(guardedThreshold(configuration, threshold))
    runs.push({ name: `threshold ${threshold.toFixed(2)}, guarded`, run })
  }
  for (const maxFalseRate of bounds) {
    const cache = { ...configuration.cache, steer: true, maxFalseRate }
    runs.push({ name: `Turnstream ${percent(maxFalseRate)}`, run: await product({ ...configuration, cache }) })
  }
  const unbounded = { ...configuration, cache: { ...configuration.cache, steer: false } }
  return [...runs, { name: 'Turnstream, no bound', run: await product(unbounded) }]
}

const sum = (counts: readonly Counts[], part: keyof Counts): number =>
  counts.reduce((total, each) => total + each[part], 0)

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

const resultOf = (rule: string, counts: readonly Counts[]): RuleResult => {
  const [requests, hits, wrongHits] = [sum(counts, 'requests'), sum(counts, 'hits'), sum(counts, 'wrongHits')]
  return {
    rule,
    ...{ requests, hits, wrongHits, wrongOnMiss: sum(counts, 'wrongOnMiss') },
    hitRate: share(hits, requests),
    wrongPerHit: share(wrongHits, hits),
    wrongPerRequest: share(wrongHits, requests),
    modelCalls: requests - hits,
    ci95: {
      hitRate: wilson(hits, requests),
      wrongPerHit: wilson(wrongHits, hits),
      wrongPerRequest: wilson(wrongHits, requests),
    },
  }
}

/**
 * Sends the same rows in the same order through every rule, each with a cache of its own that it fills on its misses. Texts are embedded
 * once. Counts of the seeds are added up. Deterministic.
 */
export const evaluateRules = async (options: RulesOptions): Promise<RulesEvaluation> => {
  const { seeds, judgeError, limit, onProgress = () => {} } = options
  const { model } = askedOnce(options.embedding)
  const byRule = new Map<string, Counts[]>()
  const requests = sampled(options.rows, limit, 0).length
  let done = 0
  for (const seed of seeds) {
    const rows = sampled(options.rows, limit, seed)
    const truth = truthOf(rows, options.answers)
    const runs = await openRuns(options, model, rows, truth)
    const before: Float32Array[] = []
    try {
      for (const row of rows) {
        const [vector] = await vectorsOf(model, [row.text])
        const similarities = Float32Array.from(before, other => dot(vector!, other))
        for (const { run } of runs) await run.take(row, similarities)
        before.push(vector!)
        onProgress(++done, seeds.length * rows.length)
      }
      for (const { name, run } of runs) byRule.set(name, [...(byRule.get(name) ?? []), run.counts()])
    } finally {
      for (const { run } of runs) await run.close()
    }
  }
  return {
    requests,
    seeds,
    judgeError: judgeError ?? null,
    rules: [...byRule].map(([rule, counts]) => resultOf(rule, counts)),
  }
}
