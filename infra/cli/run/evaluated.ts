import type { CacheEvaluationOptions } from '../../eval/cache.ts'
import { readCacheRows, readGroupAnswers } from '../../eval/rows.ts'
import type { EvalCacheOptions } from '../commands/eval.ts'
import { configurationOf } from '../configuration.ts'
import { startProgress } from '../progress.ts'

/** Runs an evaluation over the file that the options name, with progress. Throws USAGE for a file that cannot be read. */
export const evaluated = async <T>(
  options: EvalCacheOptions,
  evaluate: (options: CacheEvaluationOptions) => Promise<T>,
): Promise<T> => {
  const { data, answers, judgeError, limit, seed } = options
  const configuration = configurationOf(options)
  const rows = readCacheRows(data)
  const groupAnswers = answers === undefined ? {} : { answers: readGroupAnswers(answers) }
  const progress = startProgress('questions')
  return evaluate({
    rows,
    ...groupAnswers,
    judgeError,
    configuration,
    limit,
    seed,
    onProgress: progress.update,
  }).finally(progress.stop)
}
