import { evaluateCache } from '../../eval/cache.ts'
import { formatCacheEvaluation } from '../../eval/format.ts'
import { readCacheRows, readGroupAnswers } from '../../eval/rows.ts'
import type { EvalCacheOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Evaluates the caches on a file of labelled questions. */
export const evalCache = async (options: EvalCacheOptions): Promise<void> => {
  const { data, answers, judgeError, limit, seed, json } = options
  const configuration = configurationOf(options)
  const rows = readCacheRows(data)
  const progress = startProgress('questions')
  const result = await evaluateCache({
    rows,
    ...(answers === undefined ? {} : { answers: readGroupAnswers(answers) }),
    judgeError,
    configuration,
    limit,
    seed,
    onProgress: progress.update,
  }).finally(progress.stop)
  await printResult(json, result, formatCacheEvaluation)
}
