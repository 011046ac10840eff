import { type Configuration, deciderPart } from '../../../processors/configuration.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import { openCacheRun } from '../cache.ts'
import { withThreshold } from '../thresholds.ts'
import type { Truth } from '../truth.ts'
import type { RuleRun } from './run.ts'

/** Entries do not vote: the nearest one that is near enough, may be shared and that no guard refuses answers. */
export const guardedThreshold = (configuration: Configuration, threshold: number): Configuration => {
  const { cache, ...rest } = withThreshold(configuration, threshold)
  return { ...rest, cache: { ...cache, agreement: 0 } }
}

/** The product's own cache path under a configuration, as `eval cache` runs it. */
export const openProductRun = async (
  configuration: Configuration,
  truth: Truth,
  judgeError: number | undefined,
  embedding: EmbeddingModel,
): Promise<RuleRun> => {
  const run = await openCacheRun({ configuration: deciderPart(configuration), truth, judgeError, embedding })
  return {
    take: row => run.take(row),
    counts: () => {
      const { requests, hits, falseHits, wrongOnMiss } = run.result()
      return { requests, hits: hits.exact + hits.semantic, wrongHits: falseHits, wrongOnMiss }
    },
    close: run.close,
  }
}
