import { evaluateCache } from '../../eval/cache.ts'
import { formatCacheEvaluation } from '../../eval/format.ts'
import type { EvalCacheOptions } from '../commands/eval.ts'
import { printResult } from '../output.ts'
import { evaluated } from './evaluated.ts'

/** Evaluates the caches on a file of labelled questions. */
export const evalCache = async (options: EvalCacheOptions): Promise<void> => {
  await printResult(options.json, await evaluated(options, evaluateCache), formatCacheEvaluation)
}
