import { type Configuration, deciderPart } from '../../processors/configuration.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { askedOnce } from './asked-once.ts'
import { type CacheEvaluation, type CacheEvaluationOptions, type CacheRun, openCacheRun } from './cache.ts'
import { sampled } from './rows.ts'
import { truthOf } from './truth.ts'

export interface ThresholdsOptions extends CacheEvaluationOptions {
  /** Each in [0, 1]. */
  readonly thresholds: readonly number[]
}

export interface AtThreshold extends Omit<CacheEvaluation, 'latencyMs'> {
  readonly threshold: number
}

/** The document that `eval thresholds --json` prints. */
export interface ThresholdsEvaluation {
  readonly requests: number
  /** Texts that the embedding model was given; as many for one threshold as for all. */
  readonly embedded: number
  /** In the order of the thresholds. */
  readonly thresholds: readonly AtThreshold[]
}

/** The configuration with one threshold for every scene, whatever guards are on. */
export const withThreshold = ({ cache, ...rest }: Configuration, threshold: number): Configuration => ({
  ...rest,
  cache: { ...cache, threshold, thresholds: {}, readThreshold: threshold },
})

/**
 * `eval cache` at several thresholds, side by side: each row goes through all of them before the next one comes, so its
 * text is embedded once. Each threshold has a cache of its own and learns from its own misses. Everything else,
 * the rule of agreement too, is as configured.
 */
export const evaluateThresholds = async (options: ThresholdsOptions): Promise<ThresholdsEvaluation> => {
  const { answers, judgeError, configuration, onProgress = () => {} } = options
  const rows = sampled(options.rows, options.limit, options.seed)
  const truth = truthOf(rows, answers)
  const thresholds = [...new Set(options.thresholds)].sort((a, b) => a - b)
  const embedding = options.embedding ?? (await openMiniLm(configuration.embedding))
  const { model, embedded } = askedOnce(embedding)
  const runs: { readonly threshold: number; readonly run: CacheRun }[] = []
  try {
    for (const threshold of thresholds) {
      const decider = deciderPart(withThreshold(configuration, threshold))
      runs.push({ threshold, run: await openCacheRun({ configuration: decider, truth, judgeError, embedding: model }) })
    }
    for (const [index, row] of rows.entries()) {
      for (const { run } of runs) await run.take(row)
      onProgress(index + 1, rows.length)
    }
    const results = runs.map(({ threshold, run }): AtThreshold => {
      const { latencyMs: _shared, ...result } = run.result()
      return { threshold, ...result }
    })
    return { requests: rows.length, embedded: embedded(), thresholds: results }
  } finally {
    for (const { run } of runs) await run.close()
    if (!options.embedding) await embedding.close()
  }
}
